"""What a date looks like: patterns over the letters of words (`lexicon.LETTERS`, `tokens`), the first that fits wins.

One grammar for all languages; where they differ in order ("next week", "semaine prochaine") both orders stand here.
"""

import re
from collections.abc import Iterator

_MONTH = r"(?:M|m\.?)"
_DAY = r"[DO]\.?"
_WEEKDAY = r"(?:[Ww]\.?,?d*)?"
_YEAR = r"(?:,?o*Y|,?o*[tnl]U)"
_NO_AMOUNT = r"(?![P%])"
_MONTH_DAY = rf"d*{_WEEKDAY}{_MONTH}d?[DO]{_NO_AMOUNT}{_YEAR}?"
_DAY_MONTH = rf"d*{_WEEKDAY}d*{_DAY}o*{_MONTH}{_YEAR}?"
_DATE = rf"(?:{_MONTH_DAY}|{_DAY_MONTH})"
_TO = r"[-r]+d*"
_RELATIVE = r"(?:d?[tnl]{1,2}x?U|d?x?U[tnl]{1,2}(?!x?U))"
_SEASON = r"(?:Sd*o*[tnl]U|d?[tnl]?S(?:o*Y)?)"
_PERIOD = rf"(?:{_RELATIVE}|d?[tnl]{{0,2}}{_MONTH}{_YEAR}?|d?M[tnl](?!U)|{_SEASON}|d?x?U?Y)"
_EDGE = r"(?:d*[<i>LB]-?[oj]*d*)"
_COUNT = r"[cDO9]"

_ZONE = r"(?:Z(?:_?q)?|Cq)"
_TIME = rf"(?:HP?{_ZONE}?|DP{_ZONE}?|[Y9]{_ZONE}|N{_ZONE}?)"

_PATTERNS = {
    "clock": rf"{_TIME}[-r]{_TIME}|(?<=g){_TIME}&{_TIME}|[DH][-r][DH]P{_ZONE}?|(?<=g)[DH]&[DH]P{_ZONE}?|{_TIME}",
    "whole": r"I",
    "range": rf"{_DATE}{_TO}{_DATE}|{_MONTH_DAY}{_TO}[DO]{_NO_AMOUNT}{_YEAR}?|d*{_WEEKDAY}d*{_DAY}{_TO}{_DAY_MONTH}"
    rf"|(?<=g){_MONTH_DAY}&(?:{_MONTH}?)D{_NO_AMOUNT}{_YEAR}?|(?<=g)d*{_DAY}&{_DAY_MONTH}|(?<=g){_DATE}&{_DATE}",
    "holiday": r"X(?:,?o*Y)?",
    "days": rf"{_WEEKDAY}{_MONTH}[DO](?:,[DO])*,?&d?[DO]{_NO_AMOUNT}(?!o?M){_YEAR}?"
    rf"|d*{_DAY}(?:,{_DAY})*,?&d*{_DAY}o*{_MONTH}{_YEAR}?",
    "day": rf"{_DAY_MONTH}|{_MONTH_DAY}",
    "day_of_month": r"d[DO]\.?o*(?:[tnl]U|d+U)",
    "week_of": rf"d?Uod?{_DATE}",
    "nth": rf"d?[FlO]-?[uUhW]o*j?o*(?:{_PERIOD}|d+U)|d?[Q@]o*{_YEAR}",
    "quarter": r"d?[FO]-?[Uh](?!U)|d?[Q@]",
    "weekdays": r"W-W|(?<=g)Wr+W|(?<=g)W&W|WrW",
    "weekday_of": r"(?:W(?:,W)*&)?Wo*[tnl]U|[tnl]U,?[_j]?d?W",
    "weekday": r"[<>]?d?[tnl]{0,2}W(?:[nl](?!U)|T)?(?:d?T)?",
    "today": r"(?:d?u_)?KT?|d?[tl]T",
    "ago": rf"{_COUNT}[Uu]A|v_?{_COUNT}[Uu]",
    "hence": rf"{_COUNT}[Uu]g[zK]|jo?{_COUNT}-?[Uu](?:'*q)?",
    "later": rf"{_COUNT}[Uu](?:L|B)",
    "following": r"d[fp][UuEW]|dnu|s[Uu]|[LB]sU",
    "after_next": r"dU_[nl](?!x?U)",
    "weekend": r"d?[tnl]{0,2}E",
    "edge": rf"{_EDGE}{_PERIOD}|d*[<i>]-?[oj]*d*U|[LB][oj]d*U|d*U'*-?>",
    "years": r"d?Y-[Y9D]",
    "months": rf"{_MONTH}(?:,{_MONTH})*,?[-r&]{_MONTH}{_YEAR}",
    "period": _PERIOD,
}
_GRAMMAR = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))
_TELLING = re.compile("[MmWUuEhSKTIHPNYQ@CX]")
"""Letters without which there is no date; most sentences have none of them."""


def expressions(letters: str) -> Iterator[re.Match[str]]:
    """Give every expression in the letters of a text, in order; `lastgroup` names what it is."""
    return _GRAMMAR.finditer(letters) if _TELLING.search(letters) else iter(())
