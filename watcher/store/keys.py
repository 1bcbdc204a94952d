"""Entry keys as they stand in an index."""

import hashlib

from watcher.store.columns import storable

_LONGEST = 500
"""Characters. PostgreSQL indexes at most 2,704 bytes, and a guid may be of any length."""

_KEPT = 400


def stored_key(key: str) -> str:
    """Give the key as it is stored: a very long one by its beginning and its hash."""
    if len(key) <= _LONGEST:
        return storable(key)
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{storable(key[:_KEPT])}…{digest}"
