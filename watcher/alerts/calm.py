"""When a channel's deliveries leave, and which of them as one message: `digest`, `group-wait`, `quiet-hours`, `burst`.

Everything is decided at the moment of sending, from what waits, the channel and the clock: nothing is evaluated later
because of it, and another configuration holds at once. Times of the day are those of the local clock (`wallclock`).

- Urgent ones leave at once, whatever the hour. Nothing else leaves in quiet hours.
- What was tried comes again as it was, alone or in its bundle, and joins no other.
- A channel with `digest` gathers all others; a digest leaves at each of its times, also an empty one. A channel
  without gathers low ones for eight in the morning.
- A channel with `group-wait` or `group-interval` gathers what is left as Alertmanager does: the first waits so long for
  others, and no group leaves sooner after the last message than the interval.
- Elsewhere they leave one by one; of normal ones more than `burst` leave as one message.
- One message holds at most `FULL`. Of more, the oldest leave first, as messages of their own that wait for no others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from watcher.alerts.digest_times import DigestTimes
from watcher.alerts.reminding import MORNING
from watcher.alerts.wallclock import open_from
from watcher.model import Bundle, Calm, Channel, DeliveryId, Priority

FULL = 50
"""Deliveries in one message: twice as many would be a mail of which webmail shows the beginning only."""

PASSED_AFTER = 3
"""Failed tries of a delivery from which those behind it may pass: it may be its own fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One delivery that is not sent yet, as much of it as says when it leaves."""

    id: DeliveryId
    priority: Priority  # of a notice high
    created_at: datetime  # of its alert or notice, of a bundle of the oldest in it
    not_before: datetime | None = None  # after a failed try, or of an escalation
    tried: bool = False  # it was sent before, alone or in its bundle, and comes again as it was
    attempts: int = 0  # failed tries that count


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a recipient of a channel got before."""

    digest_at: datetime | None = None  # when the digest that was made last was due
    message_at: datetime | None = None  # when its last message left


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done about a channel's recipient now."""

    send: tuple[DeliveryId, ...] = ()  # several, by time, only where `bundle` is set; of an empty digest none
    bundle: Bundle | None = None
    due: datetime | None = None  # of a digest: its time; where nothing leaves: when something does, None: nothing waits

    @property
    def leaves(self) -> bool:
        """Whether a message leaves now."""
        return bool(self.send or self.bundle)


def plan(channel: Channel, waiting: Sequence[Waiting], past: Past, *, zone: ZoneInfo, now: datetime) -> Plan:
    """Say what leaves now: one message, the first of all that are due; or else when one does.

    A delivery that failed holds up those behind it until it is due again, and all that gathers in digests and groups;
    no longer once it failed `PASSED_AFTER` times. Where the clock is set back, no digest leaves twice, a group waits
    at most twice as long, and what failed for as much longer as the clock went back.

    Args:
        channel: whose deliveries they are.
        waiting: those of one recipient, by priority and then in the order in which they were written. Of very many
            that are due the first are enough, if they are more than `FULL` and the channel's `burst`.
        past: what that recipient got before.
        zone: of the local clock.
        now: the moment.
    """
    ahead, held_until = _not_held_up(waiting, now)
    scene = _Scene(calm=channel.calm, waiting=ahead, held_until=held_until, past=past, zone=zone, now=now)
    due = [scene.leaves(each) for each in ahead]
    first = next((each for each, leaves in zip(ahead, due, strict=True) if leaves <= now), None)
    if first is not None:
        return scene.message(first)
    if channel.calm.digest:
        due.append(scene.digest_leaves)
        if scene.digest_leaves <= now:
            return scene.digest()
    return Plan(due=min(due, default=None))


def _not_held_up(waiting: Sequence[Waiting], now: datetime) -> tuple[Sequence[Waiting], datetime]:
    """Give those that no failed one holds up, with the one that does, and until when it does; `now`: none does."""
    for number, each in enumerate(waiting):
        again = each.not_before
        if again and again > now and each.tried and each.attempts < PASSED_AFTER:
            return waiting[: number + 1], again
    return waiting, now


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """All that the decision is made from; no moment that it gives is before `now`."""

    calm: Calm
    waiting: Sequence[Waiting]
    held_until: datetime
    past: Past
    zone: ZoneInfo
    now: datetime

    def leaves(self, each: Waiting) -> datetime:
        """Give when a delivery leaves if nothing else comes."""
        ready = self._ready(each)
        if each.priority is Priority.URGENT:
            return ready
        if self._is_for_digest(each):
            return self.digest_leaves if ready == self.now else self._gathered(self._digests.after(ready))
        if self._is_for_group(each):
            return self._gathered(self._group_due(each))
        return self._open(ready)

    def message(self, first: Waiting) -> Plan:
        """Give the message that this one is in, the first of those that leave now."""
        if self._is_for_digest(first):
            return _bundled(self._digested, Bundle.BACKLOG) if len(self._digested) > FULL else self.digest()
        if self._is_for_group(first):
            return _bundled(self._grouped, Bundle.GROUP)
        many = [each for each in self.waiting if _is_collapsible(each) and self._ready(each) == self.now]
        if _is_collapsible(first) and len(many) > self.calm.burst:
            return _bundled(many, Bundle.BACKLOG)
        return Plan(send=(first.id,))

    def digest(self) -> Plan:
        """Give the digest that leaves now, with all that it gathered."""
        return Plan(send=_by_time(self._digested), bundle=Bundle.DIGEST, due=self._digests.last)

    @cached_property
    def digest_leaves(self) -> datetime:
        """When the digest leaves that takes what is ready now, on a channel with `digest` also if nothing is."""
        oldest = min((_since(each, self.now) for each in self._digested), default=None)
        at_once = self._gathered(self.now)
        is_owed = self._digests.is_owed(oldest, empty=at_once if self.calm.digest else None)
        return at_once if is_owed else self._gathered(self._digests.next)

    @cached_property
    def _digests(self) -> DigestTimes:
        return DigestTimes(
            times=self.calm.digest or (MORNING,),
            quiet=self.calm.quiet,
            zone=self.zone,
            made=self.past.digest_at,
            now=self.now,
        )

    @cached_property
    def _digested(self) -> Sequence[Waiting]:
        return [each for each in self.waiting if self._is_for_digest(each) and self._ready(each) == self.now]

    @cached_property
    def _grouped(self) -> Sequence[Waiting]:
        return [each for each in self.waiting if self._is_for_group(each) and self._ready(each) == self.now]

    def _is_for_digest(self, each: Waiting) -> bool:
        return _is_held(each) and (bool(self.calm.digest) or each.priority is Priority.LOW)

    def _is_for_group(self, each: Waiting) -> bool:
        gathers = self.calm.group_wait or self.calm.group_interval
        return _is_held(each) and bool(gathers) and not self._is_for_digest(each)

    def _group_due(self, first: Waiting) -> datetime:
        """Give when a group is due that begins with this one."""
        if len(self._grouped) >= FULL:
            return self.now
        wait = self.calm.group_wait
        waited = first.not_before + wait if first.not_before else self._after(first.created_at, wait)
        if self.past.message_at is None:
            return waited
        return max(waited, self._after(self.past.message_at, self.calm.group_interval))

    def _after(self, moment: datetime, wait: timedelta) -> datetime:
        """Add a wait to a past moment; where it lies further ahead than the wait, the clock was set back since."""
        return self.now if moment > self.now + wait else moment + wait

    def _ready(self, each: Waiting) -> datetime:
        """Give from when on only calm holds it."""
        return max(_since(each, self.now), self.now)

    def _gathered(self, moment: datetime) -> datetime:
        return self._open(max(moment, self.held_until))

    def _open(self, moment: datetime) -> datetime:
        return self._open_now if moment <= self._open_now else open_from(moment, self.calm.quiet, self.zone)

    @cached_property
    def _open_now(self) -> datetime:
        return open_from(self.now, self.calm.quiet, self.zone)


def _since(each: Waiting, now: datetime) -> datetime:
    """Give since when a delivery may leave, or from when on it may."""
    return each.not_before or min(each.created_at, now)


def _is_held(each: Waiting) -> bool:
    """Say whether calm may hold it back for others."""
    return each.priority is not Priority.URGENT and not each.tried


def _is_collapsible(each: Waiting) -> bool:
    """Say whether it may be one of many in a message because they are many."""
    return each.priority is Priority.NORMAL and not each.tried


def _bundled(members: Sequence[Waiting], bundle: Bundle) -> Plan:
    """Give the oldest of them as one message, a single one as itself."""
    send = _by_time(members)[:FULL]
    return Plan(send=send, bundle=bundle if len(send) > 1 else None)


def _by_time(members: Sequence[Waiting]) -> tuple[DeliveryId, ...]:
    return tuple(each.id for each in sorted(members, key=lambda each: (each.created_at, each.id)))
