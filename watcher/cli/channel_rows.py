"""How channels stand, for `watcher channels list`: a row of the table, or an object of its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from watcher.deliver.bucket import usual_rate
from watcher.deliver.senders import scheme_of
from watcher.model import Channel, DeliveryState
from watcher.settings.times import format_pause, format_rate, format_time

CHANNEL_COLUMNS = ("NAME", "KIND", "MESSAGES LEAVE", "WAITING", "DEAD")
GONE = "not configured"

Counts = Mapping[DeliveryState, int]

_DONE = frozenset({DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SUPPRESSED})


def channel_row(channel: Channel, counts: Counts) -> tuple[object, ...]:
    """Give the cells of `CHANNEL_COLUMNS`; `counts` are the channel's deliveries by their states."""
    return channel.name, scheme_of(channel), calm_words(channel), _waiting(counts), _dead(counts)


def gone_row(name: str, counts: Counts) -> tuple[object, ...]:
    """Give the same for a channel that has deliveries and is not configured any more."""
    return name, None, GONE, _waiting(counts), _dead(counts)


def channel_json(channel: Channel, counts: Counts) -> dict[str, Any]:
    """Give the same, and more, as data."""
    calm, rate = channel.calm, channel.rate or usual_rate(channel)
    return {
        "name": channel.name,
        "kind": scheme_of(channel),
        "configured": True,
        "digest": [format_time(each) for each in calm.digest],
        "group_wait": format_pause(calm.group_wait),
        "group_interval": format_pause(calm.group_interval),
        "quiet_hours": [format_time(calm.quiet.start), format_time(calm.quiet.end)] if calm.quiet else None,
        "burst": calm.burst,
        "rate": format_rate(rate) if rate else None,
        "parallel": channel.parallel,
        **_counts_json(counts),
    }


def gone_json(name: str, counts: Counts) -> dict[str, Any]:
    """Give the same for a channel that has deliveries and is not configured any more."""
    return {"name": name, "kind": None, "configured": False, **_counts_json(counts)}


def calm_words(channel: Channel) -> str:
    """Say when a channel's messages leave: "digest at 07:30; nothing but urgent ones 22:00-07:00; 1/s"."""
    return "; ".join(_calm(channel))


def _calm(channel: Channel) -> Iterator[str]:
    calm, rate = channel.calm, channel.rate or usual_rate(channel)
    if calm.digest:
        yield f"in a digest at {', '.join(map(format_time, calm.digest))}"
    elif calm.group_wait or calm.group_interval:
        wait = f"together after {format_pause(calm.group_wait)}" if calm.group_wait else "together"
        yield f"{wait}, {format_pause(calm.group_interval)} apart" if calm.group_interval else wait
    else:
        yield f"at once, more than {calm.burst} as one"
    if calm.quiet:
        yield f"only urgent ones {format_time(calm.quiet.start)}-{format_time(calm.quiet.end)}"
    if rate:
        yield f"at most {format_rate(rate)}"
    if channel.parallel > 1:
        yield f"{channel.parallel} at a time"


def _waiting(counts: Counts) -> int:
    return sum(count for state, count in counts.items() if state not in _DONE)


def _dead(counts: Counts) -> int:
    return counts.get(DeliveryState.DEAD, 0)


def _counts_json(counts: Counts) -> dict[str, Any]:
    deliveries = {state.value: counts.get(state, 0) for state in DeliveryState}
    return {"waiting": _waiting(counts), "dead": _dead(counts), "deliveries": deliveries}
