"""`watcher try`: what a text, file or page would do, with nothing stored and nothing sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from watcher.collect import poll
from watcher.errors import DocumentError, ServiceUnavailable
from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons
from watcher.model import Article, Document, DocumentKind, Feed, FeedState, Match, Poll, Rule
from watcher.net import Client, ClientOptions, Response
from watcher.pipeline import Prepared, prepare
from watcher.rules import RuleSet, why_not
from watcher.stories import BUILT_IN, Agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrial:
    """One rule on one article: its match, or why there is none."""

    rule: Rule
    match: Match | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTrial:
    """One article and what every rule says of it."""

    article: Article
    rules: tuple[RuleTrial, ...]


def try_document(
    document: Document,
    rules: Sequence[Rule],
    agencies: Agencies = BUILT_IN,
    lexicons: Lexicons = OUR_LEXICONS,
    *,
    called: str,
    published: datetime | None = None,
) -> tuple[ArticleTrial, ...]:
    """Read a document and try every rule on every article in it; `published` overrides what the document says.

    Its credit is read by `agencies`, its events by `lexicons`; `called` names the document in errors.

    Raises:
        DocumentError: it cannot be read.
    """
    rule_set = RuleSet(rules)
    try:
        entries = prepare(document, agencies=agencies, lexicons=lexicons, published=published).entries
    except DocumentError as error:
        raise DocumentError(f"{called}: {error}") from None
    articles = (entry.article for entry in entries)
    return tuple(ArticleTrial(article=article, rules=_try_rules(article, rules, rule_set)) for article in articles)


def fetch(url: str, *, source: str, now: datetime, options: ClientOptions) -> Document:
    """Fetch a page or feed to try.

    Raises:
        ServiceUnavailable: it cannot be fetched.
    """
    response = asyncio.run(_get(url, options))
    return Document(
        source=source,
        kind=DocumentKind.DROP,
        body=response.body,
        received_at=now,
        content_type=response.headers.get("content-type"),
        url=response.url,
    )


async def _get(url: str, options: ClientOptions) -> Response:
    async with Client(options) as client:
        response = await client.get(url)
    if response.status != HTTPStatus.OK:
        raise ServiceUnavailable(f"{url} answered with status {response.status}")
    return response


def _try_rules(article: Article, rules: Sequence[Rule], rule_set: RuleSet) -> tuple[RuleTrial, ...]:
    found = {match.rule: match for match in rule_set.matches(article)}
    return tuple(
        RuleTrial(
            rule=rule,
            match=found.get(rule.name),
            reason=found[rule.name].reason if rule.name in found else why_not(rule, article),
        )
        for rule in rules
    )


def poll_feed(feed: Feed, *, called: str, options: ClientOptions, now: datetime) -> Prepared:
    """Poll a feed once, as new, and prepare what it gives; nothing is stored. `called` names it in errors.

    Raises:
        ServiceUnavailable: it cannot be fetched.
        DocumentError: what came is not a feed.
    """
    outcome = asyncio.run(_poll(feed, options, now))
    if outcome.document is None:
        raise ServiceUnavailable(f"{called}: {outcome.error}")
    try:
        return prepare(outcome.document, feed.tags)
    except DocumentError as error:
        raise DocumentError(f"{called}: {error}") from None


async def _poll(feed: Feed, options: ClientOptions, now: datetime) -> Poll:
    async with Client(options) as client:
        return await poll(client, feed, FeedState(name=feed.name), now, options.max_size)
