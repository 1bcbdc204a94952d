"""A daemon whose configuration changes while it polls and delivers."""

import itertools
from collections import Counter
from collections.abc import Iterator
from threading import Event

import pytest
from structlog.testing import capture_logs

from tests import loopback, stores
from tests.builders import HERRING, REFERENDUM
from tests.integration.engine.desk import (
    BAD,
    RULES,
    Desk,
    always_new,
    feed,
    let_an_example_fail,
    logged,
    misspell,
    misspell_a_key,
    reloaded_by_a_signal,
    rss,
    subjects,
)
from tests.integration.engine.running import Running, running, until
from tests.integration.farm import Farm, Request, reply
from tests.integration.servers import Receiver
from watcher.engine.program import assembled
from watcher.errors import StoreBusy
from watcher.model import DeliveryState
from watcher.settings import load


def test_twenty_reloads_under_load_lose_no_poll_and_tell_of_the_ten_bad_ones(
    farm: Farm, desk: Desk, receiver: Receiver
) -> None:
    names = [f"feed-{number}" for number in range(30)]
    feeds = "".join(feed(name, farm.plays(f"/{name}", always_new(name))) for name in names)
    desk.write(feeds)
    with running(desk.path) as daemon:
        until(lambda: len(daemon.polls) >= len(names))
        for number in range(10):
            desk.write(feeds + BAD)
            daemon.daemon.reload()
            until(lambda told=number + 1: len(receiver.requests) == told)
            desk.write(feeds, top=f'timezone = "Etc/GMT-{number}"')
            daemon.daemon.reload()
            until(lambda zone=f"Etc/GMT-{number}": daemon.daemon.program.settings.timezone.key == zone)
        done = len(daemon.polls)
        until(lambda: len(daemon.polls) >= done + len(names))
        store = daemon.daemon.program.store
        daemon.end()
        with store.read() as tx:
            entries, waiting = tx.counts().entries, tx.counts().deliveries
    asked, stored = (
        Counter(request.path[1:] for request in farm.requests),
        Counter(poll.source for poll in daemon.polls),
    )
    assert asked == stored
    assert entries == len(farm.requests)
    assert sorted(stored) == sorted(names)
    assert min(pauses(daemon)) >= 0.9  # none is polled before its time
    assert max(pauses(daemon)) < 60  # none is left out, however slow the machine
    assert len(receiver.requests) == waiting[DeliveryState.SENT] == 10
    assert set(subjects(receiver)) == {"The configuration was refused; the watcher goes on with the old one"}


def pauses(daemon: Running) -> list[float]:
    """Give the seconds between two polls of the same feed."""
    by_feed: dict[str, list[float]] = {}
    for poll in daemon.polls:
        by_feed.setdefault(poll.source, []).append(poll.state.polled_at.timestamp())
    return [later - earlier for moments in by_feed.values() for earlier, later in itertools.pairwise(moments)]


@pytest.mark.usefixtures("daemon")
def test_another_mistake_is_told_again(desk: Desk, receiver: Receiver) -> None:
    misspell(desk)
    until(lambda: len(receiver.requests) == 1)
    let_an_example_fail(desk)
    until(lambda: len(receiver.requests) == 2)
    first, second = (request.body["message"] for request in receiver.requests)
    assert "example 1" not in first
    assert "example 1" in second


def test_a_mended_file_holds_and_is_no_message(desk: Desk, daemon: Running, receiver: Receiver) -> None:
    misspell(desk)
    until(lambda: receiver.requests)
    with capture_logs() as logs:
        desk.write(top='timezone = "Europe/Kyiv"')
        until(lambda: logged(logs, "config.reloaded"))
    assert daemon.daemon.program.settings.timezone.key == "Europe/Kyiv"
    assert len(receiver.requests) == 1


def test_a_signal_without_a_change_reloads_and_tells_nobody(daemon: Running, receiver: Receiver) -> None:
    before = daemon.daemon.program
    line = reloaded_by_a_signal(daemon)
    assert line == {"event": "config.reloaded", "cause": "signal", "log_level": "info"}
    assert daemon.daemon.program.couriers == before.couriers
    assert receiver.requests == []


def test_a_template_that_changed_alone_holds_for_the_next_message_unless_it_has_a_mistake(
    farm: Farm, desk: Desk, receiver: Receiver
) -> None:
    shown = [REFERENDUM]
    template = desk.folder / "desk.j2"
    template.write_text("{% block text %}Old: {{ rule }}{% endblock %}", encoding="utf-8")
    url = farm.plays("/harbour", lambda _: [reply(body=rss(*shown))])
    desk.write('template = "desk.j2"\n' + feed("harbour", url, 'first-run = "alert"'))
    with running(desk.path):
        until(lambda: len(receiver.requests) == 1)
        with capture_logs() as logs:
            template.write_text("{% block text %}Broken: {{ nothing }}{% endblock %}", encoding="utf-8")
            until(lambda: logged(logs, "config.refused"))
            until(lambda: len(receiver.requests) == 2)
            template.write_text("{% block text %}New: {{ rule }}{% endblock %}", encoding="utf-8")
            until(lambda: logged(logs, "config.reloaded"))
        shown.append(f"{HERRING} They ask for a referendum.")
        until(lambda: len(receiver.requests) == 3)
    first, mistake, second = (request.body["message"] for request in receiver.requests)
    assert (first, second) == ("Old: votes", "New: votes")
    assert "desk.j2:1:1: template: " in mistake
    assert [line["channels"] for line in logged(logs, "config.reloaded")] == ["~1"]


def test_a_feed_that_came_is_polled_and_one_that_left_is_not(farm: Farm, desk: Desk, daemon: Running) -> None:
    harbour, islands = (feed(name, farm.plays(f"/{name}", always_new(name))) for name in ("harbour", "islands"))
    desk.write(harbour)
    until(lambda: daemon.polled("harbour"))
    desk.write(islands)
    until(lambda: daemon.polled("islands"))
    before = daemon.polled("harbour")
    until(lambda: daemon.polled("islands") > 2)
    assert daemon.polled("harbour") == before


def test_a_poll_under_way_is_stored_though_its_feed_left(farm: Farm, desk: Desk, daemon: Running) -> None:
    asked, go_on = Event(), Event()

    def slow(_: Request) -> Iterator[bytes]:
        asked.set()
        go_on.wait(30)
        yield reply(body=rss(HERRING))

    desk.write(feed("harbour", farm.plays("/harbour", slow)))
    until(asked.is_set)
    desk.write()
    until(lambda: not daemon.daemon.program.settings.feeds)
    go_on.set()
    until(lambda: daemon.polls)
    assert daemon.polls[0].new == 1


def test_another_address_is_asked_at_once_and_without_what_the_old_one_gave(
    farm: Farm, desk: Desk, daemon: Running
) -> None:
    old, new = farm.says("/old", reply(body=rss(HERRING), ETag='"old"')), farm.says("/new", reply(body=rss(HERRING)))
    slowly = 'interval = "1h"'
    desk.write(feed("harbour", old).replace('interval = "1s"', slowly))
    until(lambda: daemon.polled("harbour"))
    desk.write(feed("harbour", new).replace('interval = "1s"', slowly))
    until(lambda: daemon.polled("harbour") == 2)
    [request] = [request for request in farm.requests if request.path == "/new"]
    assert request.headers["If-None-Match"] is None


def test_the_next_document_is_decided_by_the_new_rules(
    farm: Farm, desk: Desk, daemon: Running, receiver: Receiver
) -> None:
    answers = (reply(body=rss(HERRING)), reply(body=rss(HERRING, REFERENDUM)))
    gate = Event()
    desk.rules.write_text(RULES.replace('"referendum"', '"zeppelin"'), encoding="utf-8")
    desk.write(feed("harbour", farm.plays("/harbour", lambda _: [answers[gate.is_set()]])))
    until(lambda: daemon.polled("harbour"))
    desk.rules.write_text(RULES, encoding="utf-8")
    until(lambda: daemon.daemon.program.settings.rules[0].query == "referendum")
    gate.set()
    until(lambda: receiver.requests)
    assert [alert.rule for poll in daemon.polls for alert in poll.alerts] == ["votes"]


def test_the_next_document_is_credited_by_the_new_agencies(farm: Farm, desk: Desk, daemon: Running) -> None:
    answers = (reply(body=rss(HERRING)), reply(body=rss(HERRING, f"{REFERENDUM} (QW)")))
    gate, own = Event(), desk.folder / "agencies.toml"
    own.write_text('[[agency]]\nname = "Quay Wire"\n', encoding="utf-8")
    feed_with_agencies = feed("harbour", farm.plays("/harbour", lambda _: [answers[gate.is_set()]]))
    desk.write(f'{feed_with_agencies}[stories]\nagencies = ["agencies.toml"]\n')
    until(lambda: daemon.polled("harbour"))
    own.write_text('[[agency]]\nname = "Quay Wire"\nmarks = ["QW"]\n', encoding="utf-8")
    until(lambda: daemon.daemon.program.settings.agencies.named("QW"))
    gate.set()
    until(lambda: sum(poll.new for poll in daemon.polls) == 2)
    with daemon.daemon.program.store.read() as tx:
        assert {summary.story.origin for summary in tx.stories.list(limit=5)} == {None, "Quay Wire"}


def test_events_of_the_next_document_are_found_by_the_new_lexicons(farm: Farm, desk: Desk, daemon: Running) -> None:
    answers = (reply(body=rss(HERRING)), reply(body=rss(HERRING, "The ferry crews of the islands struck on Monday.")))
    gate, own = Event(), desk.folder / "strike.toml"
    own.write_text('kind = "strike"\nlanguage = "en"\nfields = { who = "phrase" }\n', encoding="utf-8")
    source = feed("harbour", farm.plays("/harbour", lambda _: [answers[gate.is_set()]]))
    desk.write(f'{source}[events]\nlexicons = ["strike.toml"]\n')
    until(lambda: daemon.polled("harbour"))
    own.write_text(f"{own.read_text(encoding='utf-8')}[[triggers]]\nactive = 'struck'\nwho = ['subject']\n", "utf-8")
    until(lambda: daemon.daemon.program.settings.lexicons.index("en").hits("struck"))
    gate.set()
    until(lambda: sum(poll.new for poll in daemon.polls) == 2)
    with daemon.daemon.program.store.read() as tx:
        assert [told.event.kind for told in tx.events.list(kind="strike")] == ["strike"]


def test_other_limits_hold_for_the_next_polls_and_the_old_ones_finish(farm: Farm, desk: Desk, daemon: Running) -> None:
    asked, go_on = Event(), Event()

    def slow(_: Request) -> Iterator[bytes]:
        asked.set()
        go_on.wait(30)
        yield reply(body=rss(HERRING))

    feeds = feed("harbour", farm.plays("/harbour", always_new("harbour"))) + feed("slow", farm.plays("/slow", slow))
    desk.write(feeds)
    until(lambda: daemon.polled("harbour") and asked.is_set())
    desk.write(f'{feeds}[collect]\nconcurrency = 2\nmax-size = "100B"\n')
    until(lambda: any(poll.error for poll in daemon.polls))
    go_on.set()
    until(lambda: daemon.polled("slow"))
    first = next(poll for poll in daemon.polls if poll.source == "slow")
    assert (first.new, first.error) == (1, None)
    assert {poll.source for poll in daemon.polls if poll.error and "100" in poll.error} >= {"harbour"}


def test_a_drop_folder_that_came_is_looked_into(desk: Desk, daemon: Running) -> None:
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "bill.txt").write_text(f"Bill\n\n{REFERENDUM}\n", encoding="utf-8")
    desk.write('[[drops]]\nname = "inbox"\npath = "inbox"\n')
    until(lambda: daemon.polled("inbox"))
    until((inbox / "done" / "bill.txt").exists)


def test_a_message_under_way_is_sent_once_and_the_next_goes_to_the_new_address(
    farm: Farm, desk: Desk, receiver: Receiver
) -> None:
    asked, go_on = Event(), Event()

    def slow(_: Request) -> Iterator[bytes]:
        asked.set()
        go_on.wait(3)
        yield reply()

    desk.secret.write_text(farm.plays("/slow", slow).replace("http:", "json:"), encoding="utf-8")
    with running(desk.path) as daemon:
        misspell(desk)
        until(asked.is_set)
        desk.write()
        desk.secret.write_text(f"json://127.0.0.1:{receiver.port}/new", encoding="utf-8")
        until(lambda: daemon.daemon.program.settings.channels[0].url.endswith("/new"))
        let_an_example_fail(desk)
        go_on.set()
        until(lambda: len(daemon.deliveries) == 2)
    assert len([request for request in farm.requests if request.path == "/slow"]) == 1
    assert [request.path for request in receiver.requests] == ["/new"]
    assert [delivered.attempts for delivered in daemon.deliveries] == [1, 1]


def test_what_waits_for_a_channel_that_left_is_said(farm: Farm, desk: Desk) -> None:
    down = farm.says("/down", reply(503)).replace("http:", "json:")
    desk.write(f'[[channels]]\nname = "chat"\nurl = "{down}"\n')
    desk.change('operator = { channels = ["desk"] }', 'operator = { channels = ["chat"] }')
    with running(desk.path) as daemon, capture_logs() as logs:
        misspell_a_key(desk)
        until(lambda: daemon.deliveries)
        desk.write()
        until(lambda: logged(logs, "channel.missing"))
    [line] = logged(logs, "channel.missing")
    assert (line["channel"], line["waiting"]) == ("chat", 1)


@pytest.fixture
def _store_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name no store in the environment, which would win."""
    monkeypatch.setattr(stores, "ENVIRON", dict(loopback.ENVIRON))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('"data"', '"elsewhere"'), "data-dir"),
        (("[[channels]]", '[metrics]\nlisten = "127.0.0.1:9"\n[[channels]]'), "metrics.listen"),
        (("[[channels]]", '[store]\nurl = "sqlite:///other.db"\n[[channels]]'), "store.url"),
    ],
    ids=["data-dir", "metrics", "store"],
)
@pytest.mark.usefixtures("_store_in_the_file")
def test_what_needs_a_restart_is_told_once_and_does_not_hold(
    desk: Desk, daemon: Running, receiver: Receiver, change: tuple[str, str], key: str
) -> None:
    before = daemon.daemon.program.settings
    desk.change(*change)
    until(lambda: receiver.requests)
    reloaded_by_a_signal(daemon)
    after = daemon.daemon.program.settings
    assert subjects(receiver) == [f"Restart the watcher: {key} changed"]
    assert (after.data_dir, after.store_url, after.metrics) == (before.data_dir, before.store_url, before.metrics)


def test_a_reload_keeps_other_watchers_off_the_store(desk: Desk, daemon: Running) -> None:
    reloaded_by_a_signal(daemon)
    with pytest.raises(StoreBusy), assembled(load(desk.path, stores.ENVIRON), daemon.daemon.reports):
        pass


def test_an_end_during_a_reload_is_in_order(desk: Desk) -> None:
    with running(desk.path) as daemon:
        desk.write(top='timezone = "Europe/Kyiv"')
        daemon.daemon.reload()
    assert not daemon._thread.is_alive()
