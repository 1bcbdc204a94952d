"""Entries -> stories: which entries are the same, which texts are copies of one story, and who wrote them first.

Takes the entries of a document and what the store knows of the past (`ports.py`). Gives keys and ids, a credit with
the body freed from it, a fingerprint, and for each article the story it joins, with a label and a reason. Pure and the
same in every process: the same stream gives the same stories. A missed copy beats a false one, which hides news.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.stories.agencies import BUILT_IN, Agencies, Agency, AgencyKind
    from watcher.stories.alike import alike
    from watcher.stories.assign import Assignment, assign, begin, grown, rewritten, united
    from watcher.stories.candidates import BOILERPLATE, COMMON, LIKELY, StoryIndex, votes
    from watcher.stories.citations import Citation, cited
    from watcher.stories.compare import compare
    from watcher.stories.credit import read_credit
    from watcher.stories.fingerprint import Text, fingerprint, fingerprints, published, published_at, sampled, words_of
    from watcher.stories.furniture import cleared, furniture, learn
    from watcher.stories.identity import recognise, surely_same
    from watcher.stories.ids import alert_id, delivery_key, entry_id, notice_id, short_id
    from watcher.stories.keys import Keyed, entry_keys, keyed, stored_keys, without
    from watcher.stories.labels import label, version_mark, withdrawn
    from watcher.stories.lead import by_standing, lead_copy
    from watcher.stories.locks import lock_keys
    from watcher.stories.origins import Teller, both_cite, cites, independent_origins, same_teller
    from watcher.stories.packing import (
        SAME_TEXT_TOKENS,
        exact_hashes,
        outline,
        pack,
        pack_furniture,
        unpack,
        unpack_furniture,
        unpack_told,
    )
    from watcher.stories.ports import Fingerprint, Furniture, KnownEntry, StoryText
    from watcher.stories.postings import postings, probes
    from watcher.stories.same_event import Headlines, Report, same_event
    from watcher.stories.screen import Screen
    from watcher.stories.titles import pair

__all__ = [
    "BOILERPLATE",
    "BUILT_IN",
    "COMMON",
    "LIKELY",
    "SAME_TEXT_TOKENS",
    "Agencies",
    "Agency",
    "AgencyKind",
    "Assignment",
    "Citation",
    "Fingerprint",
    "Furniture",
    "Headlines",
    "Keyed",
    "KnownEntry",
    "Report",
    "Screen",
    "StoryIndex",
    "StoryText",
    "Teller",
    "Text",
    "alert_id",
    "alike",
    "assign",
    "begin",
    "both_cite",
    "by_standing",
    "cited",
    "cites",
    "cleared",
    "compare",
    "delivery_key",
    "entry_id",
    "entry_keys",
    "exact_hashes",
    "fingerprint",
    "fingerprints",
    "furniture",
    "grown",
    "independent_origins",
    "keyed",
    "label",
    "lead_copy",
    "learn",
    "lock_keys",
    "notice_id",
    "outline",
    "pack",
    "pack_furniture",
    "pair",
    "postings",
    "probes",
    "published",
    "published_at",
    "read_credit",
    "recognise",
    "rewritten",
    "same_event",
    "same_teller",
    "sampled",
    "short_id",
    "stored_keys",
    "surely_same",
    "united",
    "unpack",
    "unpack_furniture",
    "unpack_told",
    "version_mark",
    "votes",
    "withdrawn",
    "without",
    "words_of",
]

__getattr__ = on_demand(
    __name__,
    {
        "agencies": ("BUILT_IN", "Agencies", "Agency", "AgencyKind"),
        "alike": ("alike",),
        "assign": ("Assignment", "assign", "begin", "grown", "rewritten", "united"),
        "candidates": ("BOILERPLATE", "COMMON", "LIKELY", "StoryIndex", "votes"),
        "citations": ("Citation", "cited"),
        "compare": ("compare",),
        "credit": ("read_credit",),
        "fingerprint": ("Text", "fingerprint", "fingerprints", "published", "published_at", "sampled", "words_of"),
        "furniture": ("cleared", "furniture", "learn"),
        "identity": ("recognise", "surely_same"),
        "ids": ("alert_id", "delivery_key", "entry_id", "notice_id", "short_id"),
        "keys": ("Keyed", "entry_keys", "keyed", "stored_keys", "without"),
        "labels": ("label", "version_mark", "withdrawn"),
        "lead": ("by_standing", "lead_copy"),
        "locks": ("lock_keys",),
        "origins": ("Teller", "both_cite", "cites", "independent_origins", "same_teller"),
        "packing": (
            "SAME_TEXT_TOKENS",
            "exact_hashes",
            "outline",
            "pack",
            "pack_furniture",
            "unpack",
            "unpack_furniture",
            "unpack_told",
        ),
        "ports": ("Fingerprint", "Furniture", "KnownEntry", "StoryText"),
        "postings": ("postings", "probes"),
        "same_event": ("Headlines", "Report", "same_event"),
        "screen": ("Screen",),
        "titles": ("pair",),
    },
)
