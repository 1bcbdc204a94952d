"""Events, how well and how fast: `.venv/bin/python benchmarks/events.py [--json] [--articles N] [--entries RECORDING]`.

Quality is measured on the labelled sentences of tests/quality/events, by kind and language: the lexicons were written
with them in view, so these are figures to hold, not to hope for in news. Speed is measured on articles of 600 words put
together from those English sentences and from sentences without any trigger, and, with --entries, on the English texts
of a recording (.jsonl, as `watcher replay` takes it) that have 400 words or more, in CPU seconds of one process.
"""

import argparse
import dataclasses
import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))  # for the labelled sentences, which the tests own

from tests.quality.events.samples import names, samples, tally
from watcher.events import BUILT_IN, detect
from watcher.events.language import recognise
from watcher.text import html_to_text

ARTICLES = 300
WORDS = 600
LONG = 400  # words
FILLER = (
    "The rain came early that year and the river stood high under the old bridge.",
    "Farmers in the valley spoke of a good harvest, with more wheat than in the years before.",
    "Prices of bread and milk stayed where they were, and few complained.",
    "A grey cat slept on the warm stones by the harbour wall.",
    "Most of the houses along the coast are built of wood and painted in bright colours.",
    "Fish is landed before dawn, and by noon the market is empty.",
)
PUBLISHED = datetime(2026, 3, 4, 12, tzinfo=UTC)


def articles(number: int, told: float) -> list[str]:
    """Make articles of `WORDS` words, of whose sentences the share `told` is a labelled one; always the same."""
    chance = random.Random(1)  # noqa: S311 - nothing secret
    labelled = [sample.text or sample.title for name in names() if name.endswith(".en") for sample in samples(name)]
    made = []
    for _ in range(number):
        body: list[str] = []
        while sum(len(sentence.split()) for sentence in body) < WORDS:
            body.append(chance.choice(labelled) if chance.random() < told else chance.choice(FILLER))
        made.append(" ".join(body))
    return made


def per_second(texts: list[str]) -> dict[str, float]:
    """Give articles of `WORDS` words per CPU second, and events found in as many words."""
    detect("", texts[0], published=PUBLISHED, language="en")  # the lexicons are read
    began = time.process_time()
    found = sum(len(detect("", text, published=PUBLISHED, language="en")) for text in texts)
    seconds, sizes = time.process_time() - began, sum(len(text.split()) for text in texts) / WORDS
    return {"articles per CPU second": sizes / seconds, "events an article": found / sizes}


def recorded(path: Path) -> list[str]:
    """Give the longer English texts of a recording, as plain text."""
    lines = map(json.loads, filter(str.strip, path.read_text("utf-8").splitlines()))
    texts = (
        html_to_text(max(str(line.get("content") or ""), str(line.get("summary") or ""), key=len)) for line in lines
    )
    long = (text for text in texts if len(text.split()) >= LONG)
    return [text for text in long if recognise("", text, None, BUILT_IN.grammars) == "en"]


def run(number: int, entries: Path | None) -> dict[str, Any]:
    """Measure quality and speed."""
    texts = {
        "no trigger": articles(number, 0),
        "one sentence in twenty labelled": articles(number, 1 / 20),
        "one sentence in six labelled": articles(number, 1 / 6),
        **({} if entries is None else {f"{entries.name}, of 400 words and more": recorded(entries)}),
    }
    return {
        "quality": {name: dataclasses.asdict(tally(name)) for name in names()},
        "speed": {name: per_second(each) for name, each in texts.items()},
    }


def table(figures: dict[str, Any]) -> str:
    """Set the figures out."""
    lines = [f"{'samples':16} {'number':>7} {'found':>7} {'false':>7} {'fields':>7}"]
    lines += [
        f"{name:16} {row['samples']:7} {row['found']:7.3f} {row['false']:7.3f} {row['fields']:7.3f}"
        for name, row in figures["quality"].items()
    ]
    lines.append(f"\n{f'articles of {WORDS} words':38} {'a CPU second':>13} {'events each':>12}")
    lines += [
        f"{name:38} {row['articles per CPU second']:13.0f} {row['events an article']:12.1f}"
        for name, row in figures["speed"].items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many to measure speed with")
    parser.add_argument("--entries", type=Path, help="a recording (.jsonl) to measure speed with too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = run(options.articles, options.entries)
    print(json.dumps(figures, indent=2) if options.json else table(figures))


if __name__ == "__main__":
    main()
