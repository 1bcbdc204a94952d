"""All ways in which a daemon shows itself to the outside: its log, its metrics, its dead-man switch."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from watcher.clock import Clock
from watcher.engine.heartbeat import ailments
from watcher.engine.logs import hide
from watcher.engine.metrics import Metrics
from watcher.engine.ping import EVERY, Ping
from watcher.engine.program import Program
from watcher.engine.redact import concealing
from watcher.engine.report import LOG, Reports, together
from watcher.engine.serving import serving
from watcher.settings import Settings

CONFIGURATIONS = 5  # whose secrets are blanked: what was begun under an older one may still speak of it


class Telemetry:
    """Hears of everything through `reports`, and shows it while the block of `showing` runs."""

    def __init__(self, clock: Clock, ping_every: timedelta = EVERY) -> None:
        self._clock = clock
        self._metrics = Metrics(clock)
        self.registry = self._metrics.registry
        self._ping = Ping(clock, ping_every)
        self._held: list[Settings] = []  # the latest last
        self.reports = together(LOG, self._metrics.reports, Reports(following=self._follow))

    @contextmanager
    def showing(self, program: Program) -> Iterator[None]:
        """Serve metrics and call the dead-man switch, where the settings ask for it.

        Raises:
            ServiceUnavailable: the port for metrics is taken.
            ConfigurationError: this machine cannot listen there.
        """
        self.reports.following(program.settings)
        with ExitStack() as stack:
            if program.settings.metrics is not None:
                self._metrics.look_into(program.store, program.feed_states().values())
                stack.enter_context(serving(program.settings.metrics, self.registry, self._ailments))
            stack.enter_context(self._ping.running())
            yield

    def _follow(self, settings: Settings) -> None:
        if settings.secrets not in [held.secrets for held in self._held] or settings.feeds != self._held[-1].feeds:
            self._held = [*self._held, settings][-CONFIGURATIONS:]
            hide(concealing(*self._held))
        self._ping.follow(settings)

    def _ailments(self) -> tuple[str, ...]:
        return tuple(ailments(self._held[-1].data_dir, self._clock.now()))
