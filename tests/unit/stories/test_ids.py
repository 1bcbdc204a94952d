from watcher.model import EntryKey, StoryId
from watcher.stories import alert_id, entry_id, short_id


def test_ids_are_thirteen_characters_of_crockford_base32() -> None:
    assert len(short_id("harbour", "guid:1")) == 13
    assert set(short_id("harbour", "guid:1")) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_ids_never_change() -> None:
    assert entry_id("harbour", EntryKey("guid:1")) == "ah752y8zvyvy5"
    assert alert_id("referendums", StoryId("ah752y8zvyvy5")) == "0wtnzerhjmkft"


def test_parts_of_an_id_do_not_run_together() -> None:
    assert short_id("ab", "c") != short_id("a", "bc")


def test_an_id_can_be_made_of_half_a_surrogate_pair() -> None:
    assert len(short_id("\ud800")) == 13
