"""What an entry costs from bytes to stored story: `.venv/bin/python benchmarks/pipeline.py [--json] [--entries N]`.

A stream of invented entries (the same on every machine; 30 to 600 words, every fifth a copy of an earlier one) goes in
documents of ten through `prepare`, `known`, `decide` under 100 rules, and `write` into a SQLite file. Prints the CPU
time (user and system, never wall) of each stage. docs/benchmarks.md says how to read it.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate, islice
from pathlib import Path

from watcher.model import Document, DocumentKind, Rule
from watcher.pipeline import Prepared, decide, prepare
from watcher.rules import RuleSet
from watcher.store import Store

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
SOURCES = 40
TOGETHER = 10  # entries of a document
RULES = 100
COPIES = 0.2
SHORTEST, LONGEST = 30, 600  # words of a body
VOCABULARY = 20_000
RECENT = 500  # entries that copies are made of
STAGES = ("prepare", "known", "decide", "write")
SYLLABLES = [
    "ba",
    "be",
    "bor",
    "ca",
    "den",
    "dra",
    "el",
    "fen",
    "gar",
    "hal",
    "ic",
    "jo",
    "kel",
    "lan",
    "mar",
    "nor",
    "ol",
    "per",
    "quen",
    "ras",
    "sil",
    "tor",
    "ul",
    "ven",
    "wes",
    "yar",
    "zim",
]


class Stream:
    """Invented news, from one seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        names = ("".join(self._random.choices(SYLLABLES, k=self._random.randint(1, 4))) for _ in range(VOCABULARY))
        self.words = list(dict.fromkeys(names))
        weights = (1 / (rank + 10) for rank in range(len(self.words)))  # as in a language: few words are most
        self._weights = list(accumulate(weights))
        self._recent: list[tuple[str, str]] = []
        self._number = 0

    def documents(self, entries: int) -> list[Document]:
        """Give so many entries as RSS, one feed after the other, a minute apart."""
        sizes = [TOGETHER] * (entries // TOGETHER) + [entries % TOGETHER] * (entries % TOGETHER > 0)
        return [self._document(number, size) for number, size in enumerate(sizes)]

    def rules(self, count: int) -> list[Rule]:
        """Give rules of several shapes, made of words that are neither rare nor everywhere."""
        telling = self.words[200:5_000]
        shapes = ("{} AND {}", '"{} {}" OR {}', "({} OR {}) AND NOT {}", "title:{} OR lead:{}", "{} AND {} AND {}*")
        return [
            Rule(name=f"rule-{number}", query=shapes[number % len(shapes)].format(*self._random.sample(telling, 3)))
            for number in range(count)
        ]

    def _document(self, number: int, entries: int) -> Document:
        source = f"feed-{number % SOURCES}"
        now = BEGIN + timedelta(minutes=number)
        shown = "".join(self._entry(source, now) for _ in range(entries))
        body = f'<rss version="2.0"><channel><title>{source}</title>{shown}</channel></rss>'
        return Document(source=source, kind=DocumentKind.FEED, body=body.encode(), received_at=now)

    def _entry(self, source: str, at: datetime) -> str:
        self._number += 1
        title, text = self.text()
        link = f"https://{source}.example/{self._number}"
        return (
            f"<item><guid>{link}</guid><link>{link}</link><title>{escape(title)}</title>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{escape(text)}</description></item>"
        )

    def text(self) -> tuple[str, str]:
        """Give the headline and the HTML of one more entry: a new one, or a copy of an earlier one."""
        return self._copied() if self._recent and self._random.random() < COPIES else self._written()

    def _written(self) -> tuple[str, str]:
        title = " ".join(self._choose(9)).capitalize()
        left = self._random.randint(SHORTEST, LONGEST)
        sentences = []
        while left > 0:
            sentences.append(" ".join(self._choose(min(left, 18))).capitalize() + ".")
            left -= 18
        text = "".join(f"<p>{' '.join(sentences[at : at + 3])}</p>" for at in range(0, len(sentences), 3))
        self._recent = [*self._recent, (title, text)][-RECENT:]
        return title, text

    def _copied(self) -> tuple[str, str]:
        title, text = self._random.choice(self._recent)
        return title, f"{text}<p>Reporting by the {self._random.choice(self.words).capitalize()} desk.</p>"

    def _choose(self, count: int) -> list[str]:
        return self._random.choices(self.words, cum_weights=self._weights, k=count)


class Stopwatch:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what the block uses."""
        before = time.process_time()
        yield
        self.seconds[name] += time.process_time() - before


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Give the beginning."""
        return BEGIN

    def monotonic(self) -> float:
        """Give zero."""
        return 0.0


def run(entries: int) -> dict[str, float]:
    """Put so many entries through all stages; give the figures."""
    stream = Stream()
    rules, documents = RuleSet(stream.rules(RULES)), stream.documents(entries)
    for document in islice(Stream(seed=2).documents(2 * TOGETHER), 2):
        prepare(document)  # what is loaded on first use is no cost of an entry
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder:
        file = Path(folder) / "watcher.db"
        with closing(Store.open(f"sqlite:///{file}", FixedClock())) as store:
            store.upgrade()
            for document in documents:
                with watch.stage("prepare"):
                    prepared = prepare(document)
                _keep(store, prepared, rules, watch)
            with store.read() as tx:
                counts = tx.counts()
        size = sum(each.stat().st_size for each in Path(folder).iterdir())
    spent = sum(watch.seconds.values())
    return {
        **{f"{name} ms": 1_000 * watch.seconds[name] / entries for name in STAGES},
        "total ms": 1_000 * spent / entries,
        "entries per CPU second": entries / spent,
        "bytes per story": size / counts.stories,
        "entries": entries,
        "stories": counts.stories,
        "alerts": sum(counts.alerts.values()),
    }


def _keep(store: Store, prepared: Prepared, rules: RuleSet, watch: Stopwatch) -> None:
    with watch.stage("write"), store.write() as tx:  # the other two are taken out again: begin and commit are writing
        before = sum(watch.seconds.values())
        with watch.stage("known"):
            known = tx.memory.known(prepared.source, prepared.entries, prepared.received_at)
        with watch.stage("decide"):
            outcome = decide(prepared, known, rules, prepared.received_at)
        watch.seconds["write"] -= sum(watch.seconds.values()) - before
        tx.outcomes.write(outcome, prepared, prepared.received_at)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--entries", type=int, default=3_000, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    figures = run(max(1, options.entries))
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"{name:24}{value:12,.3f}" if name.endswith(" ms") else f"{name:24}{value:12,.0f}")


if __name__ == "__main__":
    main()
