"""What a step should come to against what it came to: one line for each difference."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.play.case import Step, absolute
from tests.play.moments import moment
from tests.play.player import Seen, name_of
from watcher.model import Entry, PollStatus, Trouble

Check = Callable[[Any, Seen], Iterator[str]]


def differences(step: Step, seen: Seen) -> Iterator[str]:
    """Say what is not as the step wants it."""
    wrong = list(_requests(step, seen))
    for key, wanted in step.wanted.items():
        wrong += _CHECKS[key](wanted, seen)
    unstored = seen.report is not None and seen.report.feed is None
    if seen.report is not None and seen.report.error and (wrong or unstored):
        wrong.append(f"the poll said: {seen.report.error}")
    yield from wrong


def _requests(step: Step, seen: Seen) -> Iterator[str]:
    if not seen.asked:
        if step.request or step.final_url:
            yield "nothing was asked"
        return
    last = seen.asked[-1]
    yield from _differ("final_url", step.final_url or last.url, last.url)
    for name, wanted in step.request.items():
        yield from _differ(f"request {name}", wanted, last.headers[name])


def _differ(what: str, wanted: object, got: object) -> Iterator[str]:
    if wanted != got:
        yield f"{what}: wanted {_shown(wanted)}, got {_shown(got)}"


def _count(wanted: int, seen: Seen) -> Iterator[str]:
    yield from _differ("n_entries", wanted, len(seen.entries))


def _at_least(wanted: int, seen: Seen) -> Iterator[str]:
    if len(seen.entries) < wanted:
        yield f"n_entries_min: wanted {wanted}, got {len(seen.entries)}"


def _the_entries(wanted: list[Mapping[str, Any]], seen: Seen) -> Iterator[str]:
    for place, each in enumerate(wanted):
        name = each.get("id") or each.get("guid") or each.get("title") or f"no. {place + 1}"
        found = _find(each, seen)
        if found is None:
            yield f"entry {name}: wanted it in the document, got {_shown([name_of(one) for one in seen.entries])}"
            continue
        if found.title not in seen.titles:
            yield f"entry {name}: is in the document, but not in the store"
        got = {"title": found.title, "link": found.link, "published": found.published}
        for key in each.keys() & got.keys():
            yield from _differ(f"entry {name} {key}", _meant(key, each[key]), got[key])


def _find(wanted: Mapping[str, Any], seen: Seen) -> Entry | None:
    guid = wanted.get("id") or wanted.get("guid")
    if guid is None:
        return next((entry for entry in seen.entries if entry.title == wanted.get("title")), None)
    return next((entry for entry in seen.entries if name_of(entry) == guid), None)


def _new(wanted: int, seen: Seen) -> Iterator[str]:
    if len(seen.new) != wanted:
        yield f"new: wanted {wanted}, got {len(seen.new)} {_shown([copy.title for copy in seen.new][:5])}"


def _new_titles(wanted: list[str], seen: Seen) -> Iterator[str]:
    yield from _differ("new_titles", sorted(wanted), sorted(copy.title for copy in seen.new))


def _updated(wanted: int, seen: Seen) -> Iterator[str]:
    yield from _differ("updated", wanted, seen.updated)


def _all_ids(wanted: list[str], seen: Seen) -> Iterator[str]:
    yield from _differ("new_total_ids", sorted(wanted), sorted(seen.ids))
    yield from _differ("entries stored", len(wanted), seen.stored)


def _told(wanted: int, seen: Seen) -> Iterator[str]:
    if seen.told > wanted:
        yield f"notify_max: wanted at most {wanted}, got {seen.told}"


def _stored(wanted: Mapping[str, str | None], seen: Seen) -> Iterator[str]:
    kept = seen.state.validators
    got = {"etag": kept.etag, "last-modified": kept.last_modified, "hash": seen.state.body_hash}
    for key, value in wanted.items():
        yield from _differ(f"stored {key}", value, got[key])


def _error(wanted: bool | str, seen: Seen) -> Iterator[str]:  # noqa: FBT001 - as the format has it
    """A text is for people, unless it names one of our kinds of trouble."""
    failed = seen.report is not None and seen.report.status == PollStatus.FAILED
    yield from _differ("error", bool(wanted), failed)
    if wanted in set(Trouble):
        yield from _differ("error", wanted, seen.state.trouble)


def _disabled(wanted: bool, seen: Seen) -> Iterator[str]:  # noqa: FBT001 - as the format has it
    yield from _differ("disabled", wanted, seen.state.stopped)


def _not_before(wanted: str, seen: Seen) -> Iterator[str]:
    if seen.due is not None and seen.due < moment(wanted, seen.at):
        yield f"next_check_not_before: wanted {_shown(moment(wanted, seen.at))}, got {_shown(seen.due)}"


def _scope(wanted: str, seen: Seen) -> Iterator[str]:
    yield from _differ("scope", wanted, "host" if seen.neighbour_due > seen.at else "feed")


def _candidate(wanted: str | None, seen: Seen) -> Iterator[str]:
    yield from _differ("rewrite_candidate", wanted, seen.state.moved_to or seen.state.current_url)


def _cpu(wanted: float, seen: Seen) -> Iterator[str]:
    if seen.cpu > wanted:
        yield f"max_cpu_s: wanted at most {wanted}, got {seen.cpu:.2f}"


def _for_people(_wanted: str, _seen: Seen) -> Iterator[str]:
    yield from ()


_CHECKS: Mapping[str, Check] = {
    "n_entries": _count,
    "n_entries_min": _at_least,
    "entries": _the_entries,
    "new": _new,
    "new_titles": _new_titles,
    "updated": _updated,
    "new_total_ids": _all_ids,
    "notify_max": _told,
    "stored": _stored,
    "error": _error,
    "disabled": _disabled,
    "next_check_not_before": _not_before,
    "scope": _scope,
    "rewrite_candidate": _candidate,
    "max_cpu_s": _cpu,
    "state": _for_people,
}


def _meant(key: str, value: Any) -> Any:
    return absolute(value) if key == "published" and value is not None else value


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return repr(str(value) if isinstance(value, Trouble) else value)
