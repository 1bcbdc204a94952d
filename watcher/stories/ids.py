"""Ids made from content: the same parts give the same id everywhere (docs/decisions/0002)."""

import hashlib
from datetime import datetime

from watcher.model import AlertId, EntryId, EntryKey, NoticeId, StoryId

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in CROCKFORD for second in CROCKFORD]
_SHIFTS = range(50, -1, -10)


def short_id(*parts: str) -> str:
    """Give 13 characters of Crockford base32 (64 bits of blake2b); the same parts give the same id everywhere."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    data = b"".join([len(each).to_bytes(8, "big") + each for each in encoded])
    number = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
    return CROCKFORD[number >> 60] + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def entry_id(source: str, key: EntryKey) -> EntryId:
    """Give the id of the entry that `source` shows first under `key`."""
    return EntryId(short_id("entry", source, key))


def alert_id(rule: str, story: StoryId) -> AlertId:
    """Give the id of the one first alert of `rule` on `story`."""
    return AlertId(short_id("alert", rule, story))


def delivery_key(told: str, channel: str, recipient: str = "", step: int = 0) -> str:
    """Give the key of what tells an alert or notice, named by its id, to a recipient of a channel."""
    return short_id("delivery", told, channel, recipient, str(step))


def notice_id(key: str, at: datetime, subject: str, text: str) -> NoticeId:
    """Give the id of what the watcher says about itself at this moment."""
    return NoticeId(short_id("notice", key, at.isoformat(), subject, text))
