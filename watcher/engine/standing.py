"""What the operator has to know for as long as it is so: told once, and anew only when something else is so."""

from dataclasses import dataclass

import structlog

from watcher.engine.telling import Operator
from watcher.errors import WatcherError

log = structlog.get_logger("watcher")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is so, by its `mark`, and how to say it."""

    mark: object
    subject: str
    text: str


class Standing:
    """States by their keys. What could not be told, since the store was away, is told by a later `tell`."""

    def __init__(self) -> None:
        self._so: dict[str, State] = {}
        self._told: dict[str, object] = {}

    def begin(self, key: str, state: State) -> None:
        """Note that this is so now; the same mark as before changes nothing."""
        self._so[key] = state

    def end(self, key: str) -> None:
        """Note that it is no longer so; when it begins again, it is told again."""
        self._so.pop(key, None)
        self._told.pop(key, None)

    def untold(self) -> bool:
        """Say whether there is something to tell."""
        return any(self._is_news(key) for key in self._so)

    def tell(self, operator: Operator) -> None:
        """Tell what was not told yet."""
        for key in filter(self._is_news, tuple(self._so)):
            state = self._so[key]
            try:
                operator.tell(state.subject, state.text, key=key)
            except WatcherError as error:  # by name only: a store's message may quote its URL
                log.warning("operator.untold", about=key, error=type(error).__name__)
            else:
                self._told[key] = state.mark

    def _is_news(self, key: str) -> bool:
        return key not in self._told or self._told[key] != self._so[key].mark
