"""Whose turn it is to be asked: a queue for each server, places for all of them together. No clock, no event loop.

What waits for its server takes no place, and costs no more than its own turn in a queue: ten thousand may wait. A
server is asked so many things at once, with a pause from the beginning of one request to the next (`Manners`).

Servers that hang must not hold up the others. A turn that nobody answered for a while gives its place up and goes on
without one; the next time its feed waits for one of a few places of its own. So however many hang, three places of four
belong to those that answer.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from watcher.collect.address import Manners

_FOR_SLOW = 4  # one place of so many is for those that kept us waiting


@dataclass(slots=True, eq=False)
class Turn:
    """One request that waits for its turn, or has it."""

    server: str
    manners: Manners
    slow: bool = False  # its server kept us waiting
    place: "_Places | None" = None  # that it has
    beyond: bool = False  # it goes on without a place


@dataclass(slots=True, eq=False)
class _Server:
    name: str
    manners: Manners
    asked: int = 0  # requests under way
    waiting: dict[bool, deque[Turn]] = field(default_factory=dict)  # by `Turn.slow`; no queue in it is empty
    offered: set[bool] = field(default_factory=set)  # whether it stands in `_Places.ready` with one of those
    pausing: bool = False  # it stands in `Turns._pauses`


@dataclass(slots=True, eq=False)
class _Places:
    """How many turns may yet begin, and the servers that have one waiting for it."""

    free: int
    ready: deque[tuple[_Server, bool]] = field(default_factory=deque)  # with the `Turn.slow` that waits


class Turns:
    """Gives turns; `now` is in seconds of any one clock. Not for several threads."""

    def __init__(self, places: int) -> None:
        for_slow = places // _FOR_SLOW
        self._prompt = _Places(places - for_slow)
        self._slow = _Places(for_slow) if for_slow else self._prompt
        self._beyond = places  # turns that may yet go on without a place
        self._servers: dict[str, _Server] = {}  # those that have a turn waiting or under way
        self._free_at: dict[str, float] = {}  # when a server may be asked next
        self._pauses: list[tuple[float, str]] = []  # a heap: servers that are to be asked then

    def queue(self, turn: Turn, now: float) -> None:
        """Let a turn wait."""
        server = self._servers.get(turn.server)
        if server is None:
            server = self._servers[turn.server] = _Server(turn.server, turn.manners)
        server.waiting.setdefault(turn.slow, deque()).append(turn)
        self._offer(server, now)

    def begin(self, now: float) -> Iterator[Turn]:
        """Give the turns that begin now."""
        self._end_pauses(now)
        for places in (self._prompt, self._slow):
            while places.free and places.ready:
                turn = self._taken(*places.ready.popleft(), now)
                if turn:
                    places.free -= 1
                    turn.place = places
                    yield turn

    def wakes_at(self) -> float | None:
        """Give when a pause ends that turns wait for; None: nothing waits for the time only."""
        return self._pauses[0][0] if self._pauses else None

    def answered(self, turn: Turn, now: float) -> None:
        """Let the turn's server be asked again. The turn keeps its place until it leaves."""
        server = self._servers[turn.server]
        server.asked -= 1
        self._offer(server, now)
        self._forget_idle(server)

    def leave(self, turn: Turn) -> None:
        """Give the turn's place back; a second time does nothing."""
        if turn.place:
            turn.place.free += 1
            turn.place = None
        if turn.beyond:
            self._beyond += 1
            turn.beyond = False

    def go_on_without(self, turn: Turn) -> None:
        """Take its place from a turn that nobody answers, as long as not too many go on without one."""
        if turn.place and not turn.slow and self._beyond:
            self.leave(turn)
            turn.beyond = True
            self._beyond -= 1

    def drop(self, name: str) -> tuple[Turn, ...]:
        """Give up, and give, the turns that wait for a server."""
        server = self._servers.get(name)
        if server is None:
            return ()
        dropped = tuple(turn for queue in server.waiting.values() for turn in queue)
        server.waiting.clear()
        self._forget_idle(server)
        return dropped

    def drop_all(self) -> tuple[Turn, ...]:
        """Give up, and give, all turns that wait."""
        return tuple(turn for name in tuple(self._servers) for turn in self.drop(name))

    def _end_pauses(self, now: float) -> None:
        while self._pauses and self._pauses[0][0] <= now:
            server = self._servers.get(heappop(self._pauses)[1])
            if server:
                server.pausing = False
                self._offer(server, now)

    def _offer(self, server: _Server, now: float) -> None:
        """Let a server with something waiting stand in line where it may be asked, or at the end of its pause."""
        if not server.waiting or server.asked >= server.manners.at_once:
            return
        free_at = self._free_at.get(server.name, now)
        if free_at <= now:
            for slow in server.waiting.keys() - server.offered:
                server.offered.add(slow)
                (self._slow if slow else self._prompt).ready.append((server, slow))
        elif not server.pausing:
            server.pausing = True
            heappush(self._pauses, (free_at, server.name))

    def _taken(self, server: _Server, slow: bool, now: float) -> Turn | None:  # noqa: FBT001 - as it stands in line
        """Take the turn that a server stands in line with; None where something else of it went first."""
        server.offered.discard(slow)
        free = server.asked < server.manners.at_once and self._free_at.get(server.name, now) <= now
        if not free or slow not in server.waiting:
            self._offer(server, now)
            return None
        turn = server.waiting[slow].popleft()
        if not server.waiting[slow]:
            del server.waiting[slow]
        server.asked += 1
        if server.manners.spacing:
            self._free_at[server.name] = now + server.manners.spacing.total_seconds()
        self._offer(server, now)
        return turn

    def _forget_idle(self, server: _Server) -> None:
        if not server.asked and not server.waiting:
            self._servers.pop(server.name, None)
