"""What writers that work beside each other must not both hold, so that two copies that arrive at once become one story.

Two texts find each other only through a hash that both have: one looks it up, the other is indexed under it, and a text
is indexed only under what it looks up itself. Who holds all these hashes of a document while it is read, decided on and
written shuts out every copy of it, and little else. How much of a text is furniture is known only once the source is
held, so its hashes are held with and without it.
"""

from collections.abc import Iterable
from itertools import chain

from watcher.stories.fingerprint import LEAD
from watcher.stories.furniture import EDGE
from watcher.stories.hashing import hash64
from watcher.stories.packing import exact_hashes
from watcher.stories.ports import Fingerprint
from watcher.stories.postings import probes


def lock_keys(source: str, texts: Iterable[Fingerprint]) -> tuple[int, ...]:
    """Give what the writer of a document of `source` with these texts has to hold: signed 64-bit numbers, ascending.

    The source itself is held too: what it showed before decides what is new. Taken in this order everywhere, no two
    writers wait for each other.
    """
    hashes = chain.from_iterable(chain(probes(text), _behind_furniture(text), exact_hashes(text)) for text in texts)
    return tuple(sorted({hash64(source), *hashes}))


def _behind_furniture(text: Fingerprint) -> tuple[int, ...]:
    """Give the shingles that are looked up once all furniture before them is left out."""
    end = text.heading + LEAD
    return text.shingles[end : end + EDGE]
