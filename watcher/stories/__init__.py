"""Entries -> stories: which entries are the same, which texts are copies of one story, and who wrote them first.

Takes the entries of a document and what the store knows of the past (`ports.py`). Gives keys and ids, a credit with
the body freed from it, a fingerprint, and for each article the story it joins, with a label and a reason. Pure and the
same in every process: the same stream gives the same stories. A missed copy beats a false one, which hides news.
"""

from watcher.stories.assign import Assignment, assign, longer
from watcher.stories.candidates import COMMON, SAME_TEXT_TOKENS, StoryIndex
from watcher.stories.compare import compare
from watcher.stories.credit import read_credit
from watcher.stories.fingerprint import fingerprint, postings, probes
from watcher.stories.identity import alert_id, entry_id, entry_keys, notice_id, recognise, short_id
from watcher.stories.lead import by_standing, lead_copy
from watcher.stories.ports import Fingerprint, KnownEntry, StoryText
from watcher.stories.titles import version_mark

__all__ = [
    "COMMON",
    "SAME_TEXT_TOKENS",
    "Assignment",
    "Fingerprint",
    "KnownEntry",
    "StoryIndex",
    "StoryText",
    "alert_id",
    "assign",
    "by_standing",
    "compare",
    "entry_id",
    "entry_keys",
    "fingerprint",
    "lead_copy",
    "longer",
    "notice_id",
    "postings",
    "probes",
    "read_credit",
    "recognise",
    "short_id",
    "version_mark",
]
