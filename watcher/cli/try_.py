"""`watcher try`: what a text, file or page would do."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from watcher.cli.options import client_options, config_option, json_option, load_settings, print_json
from watcher.cli.show import article_json, evidence_json

if TYPE_CHECKING:
    from watcher.engine.trial import ArticleTrial
    from watcher.events import Lexicons
    from watcher.model import Document, Event, Rule
    from watcher.stories import Agencies

BRIEF = 160  # characters of a reason
SOURCE = "try"  # rules for all feeds see it; rules for named feeds say that they do not


@click.command("try", epilog="Example: watcher try --published 2026-01-03 article.txt")
@click.argument("what", default="-")
@click.option("--published", help="When it was published, as 2026-01-03 or 2026-01-03T09:30Z.")
@click.option(
    "--rules",
    "rules_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Try the rules of this file.  [default: those of the configuration]",
)
@config_option
@json_option
def try_(what: str, published: str | None, rules_file: Path | None, config_file: Path | None, *, as_json: bool) -> None:
    """Show how a text is read, and which rules match, or why not.

    WHAT is a file, an http(s) address, or - (default) for standard input. Nothing is stored and nothing is sent.
    """
    from watcher.engine.trial import try_document

    rules, agencies, lexicons = read_by(config_file, rules_file)
    called = "standard input" if what == "-" else what
    document = _document(what, config_file)
    trials = try_document(document, rules, agencies, lexicons, called=called, published=_published(published))
    if as_json:
        print_json({"articles": [_trial_json(trial, lexicons) for trial in trials]})
        return
    for trial in trials:
        click.echo("\n".join(_trial_lines(trial)) + "\n")


class ReadBy(NamedTuple):
    """What texts are read by where nothing is stored or sent."""

    rules: "tuple[Rule, ...]"
    agencies: "Agencies"
    lexicons: "Lexicons"


def read_by(config_file: Path | None, rules_file: Path | None) -> ReadBy:
    """Take the rules of the file that was named, else those of the configuration, where there is one.

    Agencies and lexicons are the configuration's, where there is one, else ours.
    """
    from watcher.events import BUILT_IN as OUR_LEXICONS
    from watcher.settings import NoConfiguration, load_rules
    from watcher.stories import BUILT_IN as OUR_AGENCIES

    try:
        settings = load_settings(config_file)
    except NoConfiguration:
        if config_file is not None:
            raise
        if rules_file is None:
            click.echo("watcher: no configuration found, so no rules are tried (name some with --rules FILE)", err=True)
        return ReadBy(load_rules(rules_file) if rules_file else (), OUR_AGENCIES, OUR_LEXICONS)
    rules = load_rules(rules_file, settings.lexicons) if rules_file else settings.rules
    return ReadBy(rules, settings.agencies, settings.lexicons)


def _document(what: str, config_file: Path | None) -> "Document":
    from watcher.errors import UsageError
    from watcher.model import Document, DocumentKind

    now = datetime.now(UTC)
    if what.startswith(("http://", "https://")):
        from watcher.engine.trial import fetch

        return fetch(what, source=SOURCE, now=now, options=client_options(config_file))
    if what == "-":
        if sys.stdin.isatty():
            click.echo("type or paste the text, then Ctrl-D on a line of its own", err=True)
        return Document(source=SOURCE, kind=DocumentKind.DROP, body=sys.stdin.buffer.read(), received_at=now)
    try:
        body, modified = Path(what).read_bytes(), datetime.fromtimestamp(Path(what).stat().st_mtime, UTC)
    except OSError as error:
        advice = "name a text file, an http(s) address, or - for standard input"
        raise UsageError(f"{what}: cannot be read ({error.strerror}); {advice}") from None
    return Document(
        source=SOURCE,
        kind=DocumentKind.DROP,
        body=body,
        received_at=now,
        file_name=Path(what).name,
        modified_at=modified,
    )


def _published(text: str | None) -> datetime | None:
    if text is None:
        return None
    from watcher.text import read_date

    read = read_date(text)
    if read is None:
        raise click.BadParameter(f"{text!r} is not a date; write it as 2026-01-03", param_hint="--published")
    return read


def _trial_json(trial: "ArticleTrial", lexicons: "Lexicons") -> dict[str, Any]:
    rules = [
        {
            "name": tried.rule.name,
            "matched": tried.match is not None,
            "evidence": [evidence_json(evidence) for evidence in tried.match.evidence] if tried.match else [],
            "reason": tried.reason,
        }
        for tried in trial.rules
    ]
    return {**article_json(trial.article, lexicons), "rules": rules}


def _trial_lines(trial: "ArticleTrial") -> Iterator[str]:
    from watcher.text import one_line

    shown = article_json(trial.article)
    del shown["events"], shown["body"], shown["origin_confidence"], shown["credit_evidence"]
    for name, value in shown.items():
        yield f"{name:15} {'-' if value is None else one_line(str(value))}"
    for line in trial.article.credit.evidence:
        yield f"{'credit':15} {one_line(line)}"
    yield f"{'body':15} {len(trial.article.body)} characters"
    yield from _event_lines(trial.article.events)
    for tried in trial.rules:
        yield f"{'rule':15} {tried.rule.name}: {'MATCH' if tried.match else 'no match'} ({_brief(tried.reason)})"
        for evidence in tried.match.evidence if tried.match else ():
            yield f"{'':15}   “{evidence.sentence}”"


def _event_lines(events: "Sequence[Event]") -> Iterator[str]:
    from watcher.alerts.frame import frame
    from watcher.text import one_line

    for event in events:
        yield f"{'event':15} {one_line(frame(event).subject)} ({event.kind}, {event.realis})"
        yield f"{'':15}   “{one_line(event.evidence.sentence)}”"


def _brief(reason: str) -> str:
    """Keep a line readable where a rule misses one of a hundred words; --json has them all."""
    return reason if len(reason) <= BRIEF else f"{reason[:BRIEF]}…"
