"""A real Matrix server for tests: Synapse on the loopback, with everything in memory and nobody to talk to."""

import base64
import json
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.integration.servers import closed_port

BURST = 20
"""So many events a user sends at once, and then one in ten seconds."""

_MANY = {"per_second": 1_000, "burst_count": 1_000}
_numbers = count(1)


@dataclass(frozen=True)
class User:
    """Somebody with an account, who does what people do in their client."""

    server: str
    name: str
    token: str

    def ask(self, method: str, path: str, content: object = None, *, version: str = "v3") -> Any:
        body = None if content is None else json.dumps(content).encode()
        url = f"{self.server}/_matrix/client/{version}/{path}"
        request = Request(url, body, method=method)  # noqa: S310 - our own server
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def room(self, **options: object) -> str:
        """Open a room and give its id."""
        return str(self.ask("POST", "createRoom", {"preset": "public_chat", **options})["room_id"])

    def does(self, what: str, room: str, whom: "User") -> None:
        """Have the room "invite", "kick" or "ban" somebody."""
        self.ask("POST", f"rooms/{quote(room)}/{what}", {"user_id": whom.name})

    def messages(self, room: str) -> list[dict[str, Any]]:
        """Give the messages of a room as events, the oldest first."""
        wanted = quote(json.dumps({"types": ["m.room.message"]}))
        return list(self.ask("GET", f"rooms/{quote(room)}/messages?dir=f&limit=99&filter={wanted}")["chunk"])

    def thread(self, room: str, event: str) -> list[str]:
        """Give the ids of the events in a thread."""
        found = self.ask("GET", f"rooms/{quote(room)}/relations/{quote(event)}/m.thread", version="v1")
        return [each["event_id"] for each in found["chunk"]]

    def edits(self, room: str, event: str) -> list[str]:
        """Give the ids of the edits of an event, the newest first."""
        found = self.ask("GET", f"rooms/{quote(room)}/relations/{quote(event)}/m.replace", version="v1")
        return [each["event_id"] for each in found["chunk"]]

    def reads(self, room: str, event: str) -> dict[str, Any]:
        """Give what a client shows as an event: of its valid edits the newest, else what it was sent with."""
        found = self.ask("GET", f"rooms/{quote(room)}/event/{quote(event)}")
        edit = found["unsigned"].get("m.relations", {}).get("m.replace")
        return dict(edit["content"]["m.new_content"] if edit else found["content"])

    def redact(self, room: str, event: str) -> None:
        """Take the content out of an event."""
        self.ask("PUT", f"rooms/{quote(room)}/redact/{quote(event)}/redaction", {})


@dataclass(frozen=True)
class Synapse:
    """A running server."""

    url: str

    def user(self) -> User:
        """Register somebody new."""
        wish = {
            "username": f"user{next(_numbers)}",
            "password": secrets.token_hex(8),
            "auth": {"type": "m.login.dummy"},
        }
        account = User(self.url, "", "").ask("POST", "register", wish)
        return User(self.url, account["user_id"], account["access_token"])


@contextmanager
def running(python: str, folder: Path) -> Iterator[Synapse]:
    """Run a server with the Python of an environment that has matrix-synapse."""
    port = closed_port()
    key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_quay {key}\n")
    (folder / "homeserver.json").write_text(json.dumps(_configuration(port, folder)))  # JSON is YAML
    command = [python, "-m", "synapse.app.homeserver", "--config-path", "homeserver.json"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(process, f"http://127.0.0.1:{port}/health", folder / "log")
        yield Synapse(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    give_up = time.monotonic() + 100
    while not _answers(url):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own server
            return True
    except URLError:
        return False


def _configuration(port: int, folder: Path) -> dict[str, object]:
    resources = [{"names": ["client"]}]
    return {
        "server_name": "quay.example",
        "listeners": [{"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": resources}],
        "database": {"name": "sqlite3", "args": {"database": ":memory:"}},
        "signing_key_path": str(folder / "signing.key"),
        "media_store_path": str(folder / "media"),
        "macaroon_secret_key": secrets.token_hex(),
        "form_secret": secrets.token_hex(),
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "presence": {"enabled": False},
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_registration": _MANY,
        "rc_joins": {"local": _MANY},
        "rc_message": {"per_second": 0.1, "burst_count": BURST},
    }
