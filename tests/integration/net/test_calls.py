"""JSON calls, against a server on the loopback that does what servers do."""

import json
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.integration.farm import Farm, reply
from tests.integration.servers import closed_port
from watcher.net import Caller, CallError

SOON = timedelta(seconds=0.3)
LATER = timedelta(seconds=20)
CANARY = "canary-4711"


PROGRAM = """
import sys
from watcher.net import Caller
caller = Caller()
print(caller.call("POST", sys.argv[1], {}, {}).status)
"""


def failure(url: str, caller: Caller | None = None) -> CallError:
    with pytest.raises(CallError) as caught:
        (caller or Caller()).call("POST", url, {"subject": "Вода"}, {"X-Token": CANARY})
    return caught.value


@pytest.fixture
def resetting() -> Iterator[int]:
    """Read a request and reset the connection in place of an answer; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            connection.recv(65_536)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


@pytest.fixture
def keeping() -> Iterator[list[int]]:
    """Keep connections open; gives the port, and behind it the ports of those who connected."""
    connected: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            connected.append(self.client_address[1])
            super().setup()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        connected.append(server.server_port)
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield connected
        server.shutdown()
        thread.join(5)


def test_what_is_sent_arrives_as_json(farm: Farm) -> None:
    url = farm.says("/hook", reply(201, b'{"id": "7"}', X_Served_By="quay"))
    answer = Caller().call("PUT", url, {"subject": "Вода"}, {"X-Token": CANARY})
    (request,) = farm.requests
    assert (request.method, json.loads(request.body)) == ("PUT", {"subject": "Вода"})
    assert (request.headers["Content-Type"], request.headers["X-Token"]) == ("application/json", CANARY)
    assert (answer.status, answer.taken, answer.fields) == (201, True, {"id": "7"})
    assert answer.headers["x-served-by"] == "quay"


def test_half_of_a_surrogate_pair_is_sent_as_a_question_mark(farm: Farm) -> None:
    url = farm.says("/hook", reply())
    Caller().call("POST", url, {"subject": "\ud83d"}, {})
    assert json.loads(farm.requests[0].body) == {"subject": "?"}


@pytest.mark.parametrize("status", [204, 302, 404, 429, 503])
def test_every_status_is_an_answer_and_no_redirect_is_followed(farm: Farm, status: int) -> None:
    url = farm.says("/hook", reply(status, b"", Location="/elsewhere"))
    answer = Caller().call("POST", url, {}, {})
    assert (answer.status, answer.taken) == (status, status == 204)
    assert [request.path for request in farm.requests] == ["/hook"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>", id="no JSON"),
        pytest.param(b"[1]", id="no object"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 50_000, id="nested without end"),
    ],
)
def test_a_body_that_is_no_object_has_no_fields(farm: Farm, body: bytes) -> None:
    assert Caller().call("POST", farm.says("/hook", reply(200, body)), {}, {}).fields == {}


def test_of_a_long_answer_the_beginning_is_read(farm: Farm) -> None:
    url = farm.says("/hook", reply(400, b"x" * 1_000_000))
    assert Caller(max_answer=1_000).call("POST", url, {}, {}).body == b"x" * 1_000


def test_an_answer_that_comes_byte_by_byte_is_read_for_as_long_as_there_is_time(farm: Farm) -> None:
    answer = Caller(total_timeout=SOON).call("POST", farm.drips("/hook", 0.01), {}, {})
    assert answer.taken
    assert set(answer.body) == {ord("x")}


def test_an_answer_that_breaks_off_is_one(farm: Farm) -> None:
    url = farm.says("/hook", reply(200, b"half", Content_Length="99"))
    assert Caller().call("POST", url, {}, {}).body == b"half"


def test_user_and_password_in_the_address_are_a_login(farm: Farm) -> None:
    farm.says("/hook", reply())
    Caller().call("POST", f"http://ana:{CANARY}@{farm.host}/hook", {}, {})
    (request,) = farm.requests
    assert (request.path, request.headers["Authorization"]) == ("/hook", "Basic YW5hOmNhbmFyeS00NzEx")


def test_an_address_is_asked_as_it_is_written(farm: Farm) -> None:
    path = "/rooms/%21a%3Ab/%23c%2Fd?sig=a%2Fb%2B"
    Caller().call("POST", farm.says(path, reply()), {}, {})
    assert [request.path for request in farm.requests] == [path]


@pytest.mark.usefixtures("_trusted")
def test_an_encrypted_call_to_a_server_that_is_trusted(farm: Farm, server_tls: ssl.SSLContext) -> None:
    farm.encrypt(server_tls)
    farm.says("/hook", reply())
    assert Caller().call("POST", f"https://localhost:{farm.port}/hook", {}, {}).taken


def test_calls_of_several_threads_do_not_wait_for_each_other(farm: Farm) -> None:
    hook, hanging = farm.says("/hook", reply()), farm.hangs("/hanging")
    caller = Caller(read_timeout=LATER)
    with ThreadPoolExecutor(2) as threads:
        held_up = threads.submit(caller.call, "POST", hanging, {}, {})
        assert caller.call("POST", hook, {}, {}).taken
        assert not held_up.done()
        farm.closing.set()
        assert isinstance(held_up.exception(), CallError)


def test_calls_in_a_row_share_a_connection(keeping: list[int]) -> None:
    caller, url = Caller(), f"http://127.0.0.1:{keeping[0]}/"
    assert [caller.call("POST", url, {}, {}).status for _ in range(5)] == [204] * 5
    assert len(keeping[1:]) == 1


def test_a_program_ends_in_silence_with_a_connection_open(keeping: list[int]) -> None:
    command = [sys.executable, "-c", PROGRAM, f"http://127.0.0.1:{keeping[0]}/"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "204\n", "")


def test_nothing_was_sent_where_nobody_listens() -> None:
    error = failure(f"http://127.0.0.1:{closed_port()}/{CANARY}")
    assert (str(error), error.written, error.late) == ("connection refused", False, False)


def test_nothing_was_sent_to_a_name_that_nobody_has() -> None:
    error = failure(f"http://nobody.invalid/{CANARY}")
    assert "host name" in str(error)
    assert (error.written, error.late) == (False, False)


def test_nothing_was_sent_to_a_server_that_is_not_trusted(farm: Farm, server_tls: ssl.SSLContext) -> None:
    farm.encrypt(server_tls)
    error = failure(f"https://localhost:{farm.port}/{CANARY}")
    assert str(error).startswith("the certificate is not valid")
    assert not error.written


def test_nothing_was_sent_to_a_server_that_speaks_no_tls(farm: Farm) -> None:
    farm.greeting = b"220 mail.quay.example ESMTP\r\n"
    error = failure(f"https://{farm.host}/{CANARY}")
    assert str(error).startswith("no encrypted connection can be made")
    assert not error.written


def test_nothing_was_sent_where_encryption_does_not_begin_in_time(hanging: int) -> None:
    error = failure(f"https://127.0.0.1:{hanging}/{CANARY}", Caller(connect_timeout=SOON))
    assert (str(error), error.written, error.late) == ("could not be reached within 0.3 s", False, True)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "http:///hook", "http://[::1/hook", "hook"])
def test_nothing_was_sent_to_what_is_no_address(url: str) -> None:
    error = failure(url)
    assert (str(error), error.written) == ("is not a complete http(s) address", False)


@pytest.mark.parametrize(
    "caller",
    [pytest.param(Caller(read_timeout=SOON), id="reading"), pytest.param(Caller(total_timeout=SOON), id="in all")],
)
def test_a_server_that_hangs_may_have_taken_it(farm: Farm, caller: Caller) -> None:
    error = failure(farm.hangs(f"/{CANARY}"), caller)
    assert (str(error), error.written, error.late) == ("no answer in time", True, True)


def test_headers_that_come_byte_by_byte_end_with_the_time(farm: Farm) -> None:
    def dripping(_: object) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX-Long: "
        while not farm.closing.wait(0.01):
            yield b"x"

    error = failure(farm.plays(f"/{CANARY}", dripping), Caller(total_timeout=SOON))
    assert (str(error), error.written, error.late) == ("no answer in time", True, True)


def test_a_connection_that_is_reset_may_have_brought_it(resetting: int) -> None:
    error = failure(f"http://127.0.0.1:{resetting}/{CANARY}")
    assert str(error) == "the connection was closed without an answer"
    assert (error.written, error.late) == (True, False)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param(b"", "the connection was closed without an answer", id="none"),
        pytest.param(b"220 mail.quay.example ESMTP\r\n\r\n", "what answers does not speak HTTP", id="no HTTP"),
        pytest.param(reply(X_Long="x" * 70_000), "sends more than 64 KiB of headers", id="headers without end"),
    ],
)
def test_what_is_no_answer_leaves_open_whether_it_was_taken(farm: Farm, answer: bytes, problem: str) -> None:
    error = failure(farm.says(f"/{CANARY}", answer))
    assert (str(error), error.written, error.late) == (problem, True, False)


def test_no_error_tells_the_address_or_a_header(farm: Farm) -> None:
    error = failure(farm.says(f"/{CANARY}", b""))
    assert CANARY not in f"{error!r} {error.__cause__!r}"
