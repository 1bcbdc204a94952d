"""A running daemon whose configuration becomes one that cannot be used."""

import shutil
from collections.abc import Callable

import pytest

from tests.integration.engine.desk import (
    RULES,
    Desk,
    let_an_example_fail,
    misspell,
    reloaded_by_a_signal,
)
from tests.integration.engine.running import Running, until
from tests.integration.servers import Receiver


def break_the_file(desk: Desk) -> None:
    desk.path.write_text("rules = [", encoding="utf-8")


def empty_the_secret(desk: Desk) -> None:
    desk.secret.write_text("\n", encoding="utf-8")


def give_an_address_of_no_use(desk: Desk) -> None:
    desk.secret.write_text("slack://canary-77", encoding="utf-8")


def remove_the_secret(desk: Desk) -> None:
    desk.secret.unlink()


def remove_the_rules(desk: Desk) -> None:
    shutil.rmtree(desk.rules.parent)


def add_a_rule_twice(desk: Desk) -> None:
    (desk.rules.parent / "again.toml").write_text(RULES, encoding="utf-8")


def remove_the_file(desk: Desk) -> None:
    desk.path.unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (break_the_file, "watcher.toml:1:10: not valid TOML"),
        (misspell, "unknown key 'colect'"),
        (let_an_example_fail, "rules/votes.toml:5:1: example 1 of rule 'votes' fails"),
        (empty_the_secret, "desk.secret is empty"),
        (give_an_address_of_no_use, "watcher.toml:7: channel desk: "),
        (remove_the_secret, "desk.secret: No such file"),
        (remove_the_rules, 'no file matches "rules/'),
        (add_a_rule_twice, "there is already a rule named 'votes'"),
        (remove_the_file, "watcher.toml: No such file"),
    ],
)
def test_a_file_with_a_mistake_is_told_of_once_and_changes_nothing(
    desk: Desk, daemon: Running, receiver: Receiver, spoil: Callable[[Desk], None], says: str
) -> None:
    before = daemon.daemon.program
    spoil(desk)
    until(lambda: receiver.requests)
    reloaded_by_a_signal(daemon, "config.refused")
    [notice] = receiver.requests
    assert says in notice.body["message"]
    assert daemon.daemon.program is before
