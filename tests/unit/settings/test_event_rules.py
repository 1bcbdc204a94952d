"""What a rule may ask of events, as it is loaded."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from watcher.model import Rule, Within
from watcher.settings import load_rules

Write = Callable[[Mapping[str, str]], Path]


def test_a_rule_says_what_it_wants_of_events(write: Write) -> None:
    text = """
[[rules]]
name = "ministers"
event = "appointment"
query = "norvania"
within = "sentence"
languages = ["en", "pt-BR"]
on = ["new", "correction"]
remind = ["2h", "1d"]

[rules.where]
status = ["appointed", "resigned"]
post = "minister OR chief"
"""
    (rule,) = load_rules(write({"rules/a.toml": text}))

    assert (rule.event, rule.query, rule.within) == ("appointment", "norvania", Within.SENTENCE)
    assert rule.where == {"status": ("appointed", "resigned"), "post": "minister OR chief"}
    assert (rule.languages, rule.on) == (("en", "pt-BR"), ("new", "correction"))
    assert rule.remind == (timedelta(hours=2), timedelta(days=1))


def test_a_rule_that_says_nothing_of_events_takes_all_messages_and_languages(write: Write) -> None:
    rule = load_rules(write({"rules/a.toml": '[[rules]]\nname = "a"\nquery = "ferry"'}))[0]

    assert rule == Rule(name="a", query="ferry")
    assert rule.on == ("new", "update", "correction")
