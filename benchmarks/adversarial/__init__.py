"""A hard set of invented news for measuring how copies are recognised: the same on every machine, from one seed.

`made(size, seed, held_back)` gives entries in the order of arrival with what is true of each (`Shown`); `lines` gives
them as `watcher replay` reads them; `scores` measures verdicts against the truth. Nothing in it was written elsewhere.
"""

from .scores import Scores, score
from .shown import Shown, lines
from .stream import made

__all__ = ["Scores", "Shown", "lines", "made", "score"]
