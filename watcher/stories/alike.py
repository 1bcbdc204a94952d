"""Whether one headline is another one, edited."""

import re
from difflib import SequenceMatcher

ALIKE = 0.75
"""Share of letters (`difflib`) that two headlines of one entry, edited between two polls, have in common at least.

NewsBlur takes the same share for its repairs of feeds.
"""

COMPARED = 300
"""Characters of a title that are compared: `difflib` takes a time that grows with the square."""

_NUMBER = re.compile(r"\d+")


def alike(one: str, other: str) -> bool:
    """Tell whether one headline may be the other, edited: most letters are the same, and every number is.

    "Harbour bulletin 7" is not another "Harbour bulletin 6".
    """
    if one == other:
        return True
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    shorter, longer = sorted((one[:COMPARED].casefold(), other[:COMPARED].casefold()), key=len)
    if shorter and shorter in longer:  # "Update: ", "(corrected)"
        return True
    matcher = SequenceMatcher(None, shorter, longer, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
