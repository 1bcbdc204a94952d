"""A watcher with a drop folder and a webhook, run for one round after the other."""

from collections.abc import Callable
from pathlib import Path

from tests import stores
from tests.integration.servers import Receiver
from watcher.engine.once import one_round
from watcher.settings import load

Round = Callable[..., list[str]]


def dropping(folder: Path, port: int, rule: str) -> Path:
    """Write a configuration with one rule, a drop folder and the webhook on a port; give its path."""
    (folder / "drops").mkdir()
    (folder / "rules.toml").write_text(rule, encoding="utf-8")
    configuration = folder / "watcher.toml"
    configuration.write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops" }}]
channels = [{{ name = "hook", url = "json://127.0.0.1:{port}/alerts" }}]
defaults = {{ channels = ["hook"] }}
""",
        encoding="utf-8",
    )
    return configuration


def rounds(path: Path, receiver: Receiver, field: str) -> Round:
    """Give a round: drops these texts, runs once from start to end, and gives a field of what the channel got."""

    def one(*texts: str) -> list[str]:
        before = len(receiver.requests)
        for number, text in enumerate(texts):
            (path.parent / "drops" / f"{number}.txt").write_text(text, encoding="utf-8")
        with one_round(load(path, stores.ENVIRON), lambda _: None) as (round_, tally):
            round_.collect()
            round_.deliver()
        assert (tally.problems, tally.undelivered) == ([], [])
        return [request.body[field] for request in receiver.requests[before:]]

    return one
