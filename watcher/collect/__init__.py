"""Stage 1, sources to documents: feeds are polled, drop folders are looked through.

Takes configured feeds with their remembered state, and drop folders; gives polls and dropped files, each with its
document. Guarantees: nothing that a server, a network, a disk or a hostile file does is raised or blocks the caller for
ever, and one bad source never holds up another. asyncio stays inside.
"""

from watcher.collect.address import Manners, mark_of, server_of
from watcher.collect.cadence import due_after, due_at, judged, left_alone, server_wait, unread
from watcher.collect.collector import Collector
from watcher.collect.content import hash_of
from watcher.collect.drops import DropFile, DropFolder, Refused, Scan
from watcher.collect.fetch import Fetcher, poll
from watcher.collect.found import Found
from watcher.collect.secrets import feed_secrets

__all__ = [
    "Collector",
    "DropFile",
    "DropFolder",
    "Fetcher",
    "Found",
    "Manners",
    "Refused",
    "Scan",
    "due_after",
    "due_at",
    "feed_secrets",
    "hash_of",
    "judged",
    "left_alone",
    "mark_of",
    "poll",
    "server_of",
    "server_wait",
    "unread",
]
