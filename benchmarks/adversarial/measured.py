"""Puts a set through the program: as `watcher replay` does, through a store, and without a store."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.engine.recordings import recorded
from watcher.engine.replay import Replay, ReplayClock
from watcher.model import Article, StoryId
from watcher.pipeline import Prepared
from watcher.rules import RuleSet
from watcher.store import Store
from watcher.store.sizes import measure
from watcher.stories import Fingerprint, Furniture, StoryIndex, StoryText, assign, begin, cleared, grown, learn, united
from watcher.stories import furniture as furniture_of

from .scores import Scores, score
from .shown import Shown, lines

INDEX = ("posting", "story_text", "exact")  # tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found, and what it cost. Seconds are CPU seconds (user and system), sizes bytes."""

    scores: Scores
    prepare_seconds: float  # parse, credit, fingerprint: of all entries
    store_seconds: float  # read what is known, decide, write
    sizes: dict[str, int]  # tables of the index, with their own indexes
    stories: int  # in the store
    documents: Sequence[Prepared]


def through_the_store(shown: Sequence[Shown]) -> Measured:
    """Replay a set into a temporary SQLite store and measure the verdicts against the truth."""
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder:
        recording = Path(folder) / "entries.jsonl"
        recording.write_text("".join(lines(shown)), encoding="utf-8")
        began = time.process_time()
        documents = list(recorded(recording, print))
        prepared = time.process_time() - began
        clock = ReplayClock()
        with closing(Store.open(f"sqlite:///{folder}/watcher.db", clock)) as store, store.lock():
            store.upgrade()
            began = time.process_time()
            run = Replay(store, clock)
            run.run(documents, RuleSet([]), lambda _: None)
            replayed = time.process_time() - began
            with store.read() as tx:
                sizes = {table.name: table.bytes or 0 for table in measure(tx, clock.now()).tables}
                stories = tx.counts().stories
    return Measured(
        scores=score(
            shown,
            {key: str(one.story) for key, one in run.seen.items()},
            {key: str(one.label) for key, one in run.seen.items()},
        ),
        prepare_seconds=prepared,
        store_seconds=replayed,
        sizes={table: sizes[table] for table in INDEX},
        stories=stories,
        documents=documents,
    )


def in_memory(documents: Sequence[Prepared]) -> float:
    """Assign prepared documents with an index in memory; give the CPU seconds."""
    index, furniture = StoryIndex((), {}), defaultdict[str, Furniture](Furniture)
    began = time.process_time()
    for document in documents:
        known = learn(furniture[document.source], [entry.fingerprint for entry in document.entries])
        furniture[document.source] = known
        parts = furniture_of(known)
        for entry in document.entries:
            _assign(entry.article, cleared(entry.fingerprint, parts), StoryId(entry.raw), index, document.received_at)
    return time.process_time() - began


def _assign(article: Article, fp: Fingerprint, begun: StoryId, index: StoryIndex, at: datetime) -> None:
    """Do what the pipeline does for an entry of a source that had not shown it before."""
    found = assign(article, fp, index, at)
    story = found.story or begun
    if found.story is None:
        index.put(begin(story, article, fp, at, digest=found.digest))
    for absorbed in found.unites:
        index.put(united(_text(index, story), _text(index, absorbed)))
        index.absorb(absorbed, story)
    fuller = grown(_text(index, story), fp, article)
    if fuller is not None:
        index.put(fuller)
    index.put_exact(fp, story)


def _text(index: StoryIndex, story: StoryId) -> StoryText:
    text = index.get(story)
    if text is None:
        raise KeyError(story)
    return text
