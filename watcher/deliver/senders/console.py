"""`console:` alerts on the terminal, or wherever standard output goes."""

import os
import re
import threading
from typing import TextIO

from watcher.deliver.result import Cause, Outcome, Result
from watcher.deliver.senders import Message
from watcher.errors import ConfigurationError
from watcher.model import Channel

RULE = "─" * 72

_MARKED = re.compile("«[^»]*»")
_one_at_a_time = threading.Lock()  # two console channels share one terminal


class ConsoleSender:
    """Writes alerts to a text stream, with a line between them; in colour on a terminal unless NO_COLOR is set."""

    endpoint = None

    def __init__(self, channel: Channel, stream: TextIO) -> None:
        if (channel.url or "").strip().lower().rstrip("/") != "console:":
            raise ConfigurationError(f"channel {channel.name}: a console channel is written console: and nothing more")
        self._stream = stream
        self._colour = stream.isatty() and not os.environ.get("NO_COLOR")

    def send(self, message: Message) -> Result:
        """Write the alert and flush; a closed or full stream may come back."""
        shown = message.rendering
        block = f"{RULE}\n{self._bold(shown.subject)}\n\n{self._highlighted(shown.text)}\n"
        try:
            with _one_at_a_time:
                self._stream.write(self._encodable(block))
                self._stream.flush()
        except (OSError, ValueError) as error:
            return Result(outcome=Outcome.RETRY, reason=f"cannot write to the console: {error}", cause=Cause.OTHER)
        return Result(outcome=Outcome.SENT, reason="written to the console")

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colour else text

    def _highlighted(self, text: str) -> str:
        return _MARKED.sub("\x1b[33m\\g<0>\x1b[0m", text) if self._colour else text

    def _encodable(self, text: str) -> str:
        encoding = self._stream.encoding or "utf-8"
        return text.encode(encoding, "replace").decode(encoding)
