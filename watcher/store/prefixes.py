"""Ids as users type them: whole, or any beginning that only one has."""

from sqlalchemy import Connection, FromClause, select

from watcher.errors import InputError

_SHOWN = 5
"""Ids named where a beginning fits several."""

_MISREAD = str.maketrans("ilo", "110")
"""Crockford's base32 has no i, l and o: who writes one means the digit."""


def find_id(connection: Connection, table: FromClause, typed: str, noun: str) -> str:
    """Give the one id of the table that begins as typed, in upper or lower case.

    Raises:
        InputError: none begins so, or several do (the message names them).
    """
    beginning = typed.strip().lower().translate(_MISREAD)
    if not beginning.isascii() or not beginning.isalnum():
        raise InputError(f"{typed!r} is no {noun} id: those are letters and digits")
    public = table.c.public
    query = select(public).where(public >= beginning, public < f"{beginning}~").order_by(public).limit(_SHOWN + 1)
    found: list[str] = list(connection.scalars(query))
    if not found:
        raise InputError(f"no {noun} has an id that begins with {typed!r}")
    if len(found) > 1:
        more = ", …" if len(found) > _SHOWN else ""
        named = ", ".join(found[:_SHOWN])
        raise InputError(f"several {noun} ids begin with {typed!r}: {named}{more}; type more of the one you mean")
    return found[0]
