"""A farm of invented feeds on 127.0.0.1, for benchmarks: `/feed/N` is RSS with an ETag, the same on every machine."""

import random
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self

SYLLABLES = (
    "ba",
    "bor",
    "cen",
    "da",
    "fel",
    "gri",
    "ho",
    "kan",
    "lo",
    "mer",
    "nis",
    "or",
    "pu",
    "ral",
    "sto",
    "tev",
    "vu",
)
SHORTEST, LONGEST = 30, 600  # words of an entry


class Server(ThreadingHTTPServer):
    """A server that takes many connections at once and leaves none behind."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024


class Serving:
    """A server on 127.0.0.1, while the block runs."""

    _server: Server

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class Farm(Serving):
    """Serves so many feeds of so many entries each while the block runs; counts requests by feed, answers by status."""

    def __init__(self, feeds: int, entries: int) -> None:
        self.requests: Counter[int] = Counter()
        self.statuses: Counter[int] = Counter()
        self.first_served: dict[tuple[int, int], float] = {}  # Unix time, by feed and how many entries it then had
        self._words = ["".join(group) for group in _syllables(20_000)]
        self._entries = [entries] * feeds
        self._titles: dict[tuple[int, int], str] = {}  # by feed and entry
        self._feeds = [self._feed(number, entries) for number in range(feeds)]
        self._lock = Lock()
        farm = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the name that http.server asks for
                number = int(self.path.rpartition("/")[2])
                count = farm._entries[number]
                tag = f'"{count}"'
                same = self.headers["If-None-Match"] == tag
                body = b"" if same else farm._feeds[number]
                status = 304 if same else 200
                if not same:
                    farm.first_served.setdefault((number, count), time.time())
                farm._count(number, status)
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)

    def url(self, number: int) -> str:
        """Give the address of a feed."""
        return f"http://127.0.0.1:{self._server.server_port}/feed/{number}"

    def add_entry(self, number: int, title: str = "") -> int:
        """Give a feed one new entry, those before it stay as they are; give how many it has now.

        Its own headline follows `title`.
        """
        count = self._entries[number] + 1
        self._titles[number, count - 1] = title
        self._feeds[number] = self._feed(number, count)
        self._entries[number] = count
        return count

    def _feed(self, number: int, entries: int) -> bytes:
        titles = [self._titles.get((number, each), "") for each in range(entries)]
        return _feed(number, titles, self._words).encode()

    def _count(self, number: int, status: int) -> None:
        with self._lock:
            self.requests[number] += 1
            self.statuses[status] += 1


def _syllables(count: int) -> list[list[str]]:
    chance = random.Random(0)  # noqa: S311 - reproducible, not secret
    return [chance.choices(SYLLABLES, k=chance.randint(1, 4)) for _ in range(count)]


def _feed(number: int, titles: list[str], words: list[str]) -> str:
    chance = random.Random(number)  # noqa: S311 - reproducible, not secret
    shown = "".join(_entry(number, each, title, words, chance) for each, title in enumerate(titles))
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{shown}</channel></rss>'


def _entry(feed: int, number: int, title: str, words: list[str], chance: random.Random) -> str:
    link = f"https://feed-{feed}.example/{number}"
    text = chance.choices(words, k=chance.randint(SHORTEST, LONGEST))
    headline = f"{title} {' '.join(text[:9]).capitalize()}".strip()
    sentences = (" ".join(text[at : at + 18]).capitalize() + "." for at in range(0, len(text), 18))
    return (
        f"<item><guid>{link}</guid><link>{link}</link><title>{headline}</title>"
        f"<pubDate>Fri, 06 Mar 2026 09:{number % 60:02}:00 +0000</pubDate>"
        f"<description>&lt;p&gt;{' '.join(sentences)}&lt;/p&gt;</description></item>"
    )
