"""`watcher stories`: the stories in the store."""

from pathlib import Path

import click

from watcher.cli.diff import diff_json, diff_lines, harmless, in_colour
from watcher.cli.options import config_option, json_option, print_json, reading
from watcher.cli.show import (
    article_json,
    credit_lines,
    event_json,
    event_lines,
    local,
    story_event_json,
    story_json,
    story_lines,
    told_lines,
)
from watcher.cli.table import print_table


@click.group()
def stories() -> None:
    """List stories and show their copies."""


@stories.command("list", epilog="Example: watcher stories list --source harbour-times")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most this many.")
@click.option("--source", help="Only stories that this feed or drop carries.")
@config_option
@json_option
def list_(limit: int, source: str | None, config_file: Path | None, *, as_json: bool) -> None:
    """List stories, newest first."""
    with reading(config_file) as (settings, tx):
        found = tx.stories.list(limit=limit, source=source)
    if as_json:
        print_json({"stories": [story_json(summary) for summary in found]})
        return
    print_table(
        ("STORY", "FIRST SEEN", "COPIES", "ORIGIN", "TITLE"),
        [
            (
                one.story.id,
                local(one.story.first_seen, settings.timezone),
                len(one.copies),
                one.story.origin,
                one.lead.title,
            )
            for one in found
        ],
    )


@stories.command(epilog="Example: watcher stories show 8masf3 --diff")
@click.argument("story")
@click.option("--diff", "compared", is_flag=True, help="Show instead what changed between its texts, and when.")
@config_option
@json_option
def show(story: str, config_file: Path | None, *, compared: bool, as_json: bool) -> None:
    """Show one story: its copies, why they belong to it, its text.

    STORY is an id as alerts and lists show it, or its beginning.
    """
    from watcher.model import AlertLabel, Realis

    with reading(config_file) as (settings, tx):
        summary = tx.stories.summary(tx.stories.get(story))
        article = tx.stories.article(summary.lead.entry)
        event = tx.stories.event(summary.story.id)
        told = tx.events.list(story=summary.story.id, realis=tuple(Realis))
        alerts = tx.alerts.list(story=summary.story.id)
        versions = harmless(tx.stories.versions(summary.story.id)) if compared else []
    if compared and as_json:
        print_json(diff_json(summary, versions))
    elif compared:
        colour = in_colour()
        click.echo("\n".join(diff_lines(summary, versions, settings.timezone, colour=colour)), color=colour)
    elif as_json:
        events = [story_event_json(each, settings.lexicons) for each in told]
        about = {**story_json(summary), **event_json(event), "events": events}
        text = {key: value for key, value in article_json(article).items() if key != "events"}  # those are the story's
        print_json({**about, "article": text, "alerts": [one.id for one in alerts]})
    else:
        lines = (*story_lines(summary, settings.timezone), *told_lines(told))
        click.echo("\n".join((*lines, *event_lines(event), *credit_lines(article))))
        for alert in alerts:
            what = "alert" if alert.label is AlertLabel.NEW else alert.label.value
            click.echo(f"  ! {what} {alert.id} by rule {alert.rule} ({alert.state}): {alert.reason}")
        click.echo(f"\n{article.body}")
