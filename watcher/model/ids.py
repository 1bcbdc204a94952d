"""Names of things. Ids are made from content, not counted: the same stream gives the same ids on every database."""

from typing import NewType

EntryKey = NewType("EntryKey", str)
"""A name under which a source may show an entry again: "guid:…", "link:…" or "text:…"; unique within its source."""

EntryId = NewType("EntryId", str)
"""13 characters of Crockford base32 (64 bits) made from the source's name and the entry's first key."""

StoryId = NewType("StoryId", str)
"""The id of the entry that began the story. Users may shorten it to any unique beginning."""

AlertId = NewType("AlertId", str)
"""13 characters made from rule and story: there is at most one first alert for both."""

NoticeId = NewType("NoticeId", str)
"""13 characters made from what a notice says and when."""

DeliveryId = NewType("DeliveryId", int)
"""The outbox row; ascending in the order of writing."""
