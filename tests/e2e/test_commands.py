"""The commands on a store that holds the seeds, as a user types them."""

import json
from pathlib import Path

import pytest

from tests.builders import REFERENDUM


@pytest.fixture
def filled(watcher, shipped: Path) -> Path:
    assert watcher("run", "--once", "--config", shipped).returncode == 0
    return shipped


def test_init_writes_a_configuration_that_runs(watcher):
    written = watcher("init", "here")
    run = watcher("run", "--once", "--config", "here/config/watcher.toml")
    assert (written.returncode, run.returncode) == (0, 0)
    assert "3 alerts (3 delivered)" in run.stdout


def test_init_overwrites_nothing(watcher):
    watcher("init", "here")
    again = watcher("init", "here")
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_check_is_content_with_what_ships(watcher, shipped):
    checked = watcher("check", "--config", shipped)
    assert (checked.returncode, checked.stdout.split(":")[0]) == (0, "all good")


def test_check_names_a_drop_folder_that_is_missing(watcher, shipped: Path):
    shipped.write_text(shipped.read_text(encoding="utf-8").replace("../seeds/drops", "nowhere"), encoding="utf-8")
    checked = watcher("check", "--config", shipped)
    assert checked.returncode == 1
    assert "drop inbox: " in checked.stdout


def test_check_asks_a_channel_unless_it_is_offline(watcher, shipped: Path):
    text = shipped.read_text(encoding="utf-8").replace('url = "console:"', 'url = "json://127.0.0.1:9/x"')
    shipped.write_text(text, encoding="utf-8")
    online, offline = watcher("check", "--config", shipped), watcher("check", "--offline", "--config", shipped)
    assert (online.returncode, offline.returncode) == (1, 0)
    assert "channel console: " in online.stdout


def test_try_reads_standard_input_and_says_why_a_rule_does_not_match(watcher, shipped):
    tried = watcher("try", "--config", shipped, stdin=b"Bill on herring\n\nThe board met about herring on Monday.\n")
    assert tried.returncode == 0
    assert "referendums: no match (" in tried.stdout


def test_try_json_has_the_fields_of_the_contract(watcher, shipped):
    tried = watcher(
        "try", "--json", "--published", "2026-01-03", "--config", shipped, stdin=f"Bill\n\n{REFERENDUM}\n".encode()
    )
    [article] = json.loads(tried.stdout)["articles"]
    assert (article["published"][:10], article["published_from"]) == ("2026-01-03", "option")
    [rule] = [rule for rule in article["rules"] if rule["name"] == "referendums"]
    assert rule["matched"]
    assert rule["evidence"][0]["sentence"].startswith("The lower house of Norvania")


def test_try_works_without_any_configuration(watcher):
    tried = watcher("try", stdin=b"Some words\n\nand a text.\n")
    assert tried.returncode == 0
    assert "no configuration found" in tried.stderr


def test_try_refuses_a_date_it_cannot_read(watcher, shipped):
    tried = watcher("try", "--published", "soon", "--config", shipped, stdin=b"x y z")
    assert tried.returncode == 2
    assert "'soon' is not a date" in tried.stderr


def test_feeds_list_shows_health(watcher, filled):
    feeds = json.loads(watcher("feeds", "list", "--json", "--config", filled).stdout)["feeds"]
    assert {feed["name"]: feed["condition"] for feed in feeds} == {
        "harbour-times": "healthy",
        "northern-wire": "healthy",
        "civic-desk": "healthy",
    }


def test_feeds_test_shows_what_a_feed_holds(watcher, shipped):
    tested = json.loads(watcher("feeds", "test", "northern-wire", "--json", "--config", shipped).stdout)
    assert (tested["title"], len(tested["entries"])) == ("Meridian News", 3)


def test_feeds_test_suggests_the_names_there_are(watcher, shipped):
    tested = watcher("feeds", "test", "nothern-wire", "--config", shipped)
    assert tested.returncode == 2
    assert "civic-desk, harbour-times, northern-wire" in tested.stderr


def test_stories_show_takes_the_beginning_of_an_id(watcher, filled):
    [story] = [
        story
        for story in json.loads(watcher("stories", "list", "--json", "--config", filled).stdout)["stories"]
        if len(story["copies"]) == 4
    ]
    shown = watcher("stories", "show", story["id"][:6], "--config", filled)
    assert (shown.returncode, shown.stdout.split("  [")[0]) == (0, story["title"])


def test_stories_show_says_when_there_is_no_such_story(watcher, filled):
    shown = watcher("stories", "show", "zzzz", "--config", filled)
    assert (shown.returncode, "zzzz" in shown.stderr) == (1, True)


def test_alerts_show_reads_as_it_was_sent(watcher, filled):
    [alert] = [
        alert
        for alert in json.loads(watcher("alerts", "list", "--json", "--config", filled).stdout)["alerts"]
        if alert["rule"] == "referendums"
    ]
    shown = watcher("alerts", "show", alert["id"], "--config", filled).stdout
    assert shown.startswith(alert["subject"])
    assert "console: sent after 1 try" in shown


def test_channels_test_sends_and_says_so(watcher, shipped):
    tested = watcher("channels", "test", "console", "--config", shipped)
    assert (tested.returncode, "Test from watcher" in tested.stdout) == (0, True)


def test_config_show_masks_secrets_and_names_their_place(watcher, shipped):
    shown = watcher(
        "config", "show", "--origin", "--config", shipped, WATCHER__CHANNELS__CONSOLE__URL="json://u:canary@localhost/"
    )
    assert shown.returncode == 0
    assert "canary" not in shown.stdout + shown.stderr
    assert "env WATCHER__CHANNELS__CONSOLE__URL" in shown.stdout


def test_db_upgrade_says_what_it_did(watcher, shipped):
    first, second = (watcher("db", "upgrade", "--config", shipped) for _ in range(2))
    assert (first.stdout.split(":")[0], second.stdout) == ("applied", "the store is up to date\n")


def test_without_a_configuration_the_places_are_named(watcher):
    run = watcher("run", "--once")
    assert run.returncode == 78
    assert "watcher init" in run.stderr


OWN = """
[[agency]]
name = "Norvania Press Agency"
kind = "agency"
marks = ["NPA"]

[[agency]]
name = "Quay Syndicate"
kind = "distributor"
"""
CREDITED = f"""Title: Vote on the harbour
Source: Linden Courier

PORT LINDEN (NPA) - {REFERENDUM}

Distributed by Quay Syndicate, LLC.
"""


def test_an_agency_of_the_users_own_is_the_origin_wherever_a_story_is_shown(watcher, tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "vote.txt").write_text(CREDITED, encoding="utf-8")
    (tmp_path / "agencies.toml").write_text(OWN, encoding="utf-8")
    configuration = '[[drops]]\nname = "inbox"\npath = "texts"\n[stories]\nagencies = ["agencies.toml"]\n'
    (tmp_path / "watcher.toml").write_text(f'data-dir = "data"\n{configuration}', encoding="utf-8")

    tried = json.loads(watcher("try", "--json", "texts/vote.txt", "--config", "watcher.toml").stdout)["articles"][0]
    run = watcher("run", "--once", "--config", "watcher.toml")
    [story] = json.loads(watcher("stories", "list", "--json", "--config", "watcher.toml").stdout)["stories"]
    shown = watcher("stories", "show", story["id"], "--config", "watcher.toml").stdout
    exported = watcher("export", "jsonl", "--config", "watcher.toml").stdout

    credited = ("Norvania Press Agency", 0.9, "Quay Syndicate")
    assert run.returncode == 0
    assert (tried["origin"], tried["origin_confidence"], tried["distributor"]) == credited
    assert (story["origin"], story["origin_confidence"], story["distributor"]) == credited
    assert "  by Norvania Press Agency (90 % sure), via Quay Syndicate; 1 copy\n" in shown
    assert "  credit: Distributed by Quay Syndicate, LLC.\n  credit: PORT LINDEN (NPA) -\n" in shown
    assert '"origin_confidence": 0.9' in exported
