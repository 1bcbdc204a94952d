"""Cases as their files say them; what does not keep to the format is refused with a sentence (`CaseError`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from tests.play.transport import Transport, TransportError

_CASE = frozenset({"case", "kind", "about", "sources", "now", "feed_url", "steps"})
_STEP = frozenset({"file", "at", "status", "headers", "transport", "request", "redirects", "final_url"})
_HOP = frozenset({"status", "to"})
_EXPECTED = frozenset({"case", "steps", "note"})
_ANSWER = frozenset(
    {
        "n_entries",
        "n_entries_min",
        "entries",
        "new",
        "new_titles",
        "updated",
        "new_total_ids",
        "notify_max",
        "stored",
        "error",
        "disabled",
        "next_check_not_before",
        "scope",
        "rewrite_candidate",
        "max_cpu_s",
        "state",
    }
)
_ENTRY = frozenset({"id", "guid", "title", "link", "published"})
_STORED = frozenset({"etag", "last-modified", "hash"})


class CaseError(Exception):
    """A case cannot be played as it stands; `str()` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the server answers at one poll, and what must come of it."""

    at: str | None  # see `moments.times`; None: when the feed is due
    status: int
    headers: Mapping[str, str]
    body: bytes
    transport: Transport
    request: Mapping[str, str | None]  # headers that must be sent; None: that must not be sent
    chain: tuple[str, ...]  # addresses from the feed's to the one that answers, at least one
    hops: tuple[int, ...]  # status of each redirect on the way
    final_url: str | None  # that must have been asked last
    wanted: Mapping[str, Any]  # as expected.json says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One folder."""

    name: str
    now: datetime
    feed_url: str
    steps: tuple[Step, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """Give the names of all servers that the case invents."""
        addresses = {self.feed_url}.union(*(step.chain for step in self.steps))
        return frozenset(host for address in addresses if (host := urlsplit(address).hostname))


def read_case(folder: Path) -> Case:
    """Read the case in a folder.

    Raises:
        CaseError: a file is missing or damaged, a key is unknown, or a value is none.
    """
    case, expected = _table(folder / "case.json"), _table(folder / "expected.json")
    _check("case.json", case, _CASE)
    _check("expected.json", expected, _EXPECTED)
    wanted = expected.get("steps", [])
    steps = case.get("steps", [])
    if not steps or len(steps) != len(wanted):
        raise CaseError(f"case.json has {len(steps)} steps, expected.json {len(wanted)}: give each its answer")
    feed_url = _address(case, steps)
    numbered = enumerate(zip_longest(steps, wanted), 1)
    return Case(
        name=folder.name,
        now=_moment(case.get("now")),
        feed_url=feed_url,
        steps=tuple(_step(folder, feed_url, number, step, answer) for number, (step, answer) in numbered),
    )


def absolute(text: str) -> datetime | None:
    """Read an ISO 8601 moment; one without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _step(folder: Path, feed_url: str, number: int, step: Mapping[str, Any], answer: Mapping[str, Any]) -> Step:
    where = f"step {number}"
    _check(where, step, _STEP)
    _check(f"{where} of expected.json", answer, _ANSWER)
    for entry in answer.get("entries", ()):
        _check(f"an entry of {where}", entry, _ENTRY)
    _check(f"stored of {where}", answer.get("stored", {}), _STORED)
    hops = step.get("redirects", ())
    for hop in hops:
        _check(f"a redirect of {where}", hop, _HOP)
    return Step(
        at=step.get("at"),
        status=step.get("status", 200),
        headers=step.get("headers", {}),
        body=_body(folder, step.get("file")),
        transport=_transport(where, step.get("transport", "")),
        request=step.get("request", {}),
        chain=_chain(feed_url, [hop["to"] for hop in hops]),
        hops=tuple(hop["status"] for hop in hops),
        final_url=step.get("final_url"),
        wanted=answer,
    )


def _address(case: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> str:
    """Give the feed's configured address: its http twin where a redirect leads from there to `feed_url` itself."""
    address: str = case.get("feed_url", "")
    if not urlsplit(address).hostname:
        raise CaseError(f"feed_url is {address!r}, which is no address")
    first = [step["redirects"][0].get("to") for step in steps if step.get("redirects")]
    parts = urlsplit(address)
    return urlunsplit(parts._replace(scheme="http")) if address in first and parts.scheme == "https" else address


def _chain(start: str, targets: list[str]) -> tuple[str, ...]:
    chain = [start]
    for target in targets:
        chain.append(urljoin(chain[-1], target))
    return tuple(chain)


def _body(folder: Path, name: str | None) -> bytes:
    if name is None:
        return b""
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise CaseError(f"{name} cannot be read: {error.strerror}") from None


def _transport(where: str, words: str) -> Transport:
    try:
        return Transport.of(words)
    except TransportError as error:
        raise CaseError(f"{where}: {error}") from None


def _moment(text: object) -> datetime:
    if isinstance(text, str) and (moment := absolute(text)):
        return moment
    raise CaseError(f"now is {text!r}, which is no moment such as 2026-03-06T12:00:00Z")


def _table(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CaseError(f"{path.name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise CaseError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(table, dict):
        raise CaseError(f"{path.name} is no JSON object")
    return table


def _check(where: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(table.keys() - known):
        raise CaseError(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
