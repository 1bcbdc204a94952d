"""The benchmark's hard set at a reduced size, through the store, with floors that may only rise (tests/quality)."""

import re
import tomllib
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from random import Random

from benchmarks.adversarial import lines, made
from benchmarks.adversarial.measured import through_the_store
from benchmarks.adversarial.writing import Text, first_text

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["adversarial"]
SIZE = 40
RUN = 4  # words in a shingle


def shingles(text: Text) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(text.sentences).casefold())
    return set(zip(*(words[at:] for at in range(RUN)), strict=False))


def test_the_set_is_the_same_on_every_machine() -> None:
    text = "".join(lines(made(20)))
    assert sha256(text.encode()).hexdigest() == FLOORS["set"]


def test_another_seed_gives_other_texts() -> None:
    assert not {each.title for each in made(20)} & {each.title for each in made(20, seed=2) if each.copy}


def test_unrelated_stories_share_less_than_a_quarter_of_their_shingles() -> None:
    chance = (Random(number) for number in range(150))  # noqa: S311 - reproducible, not secret
    texts = [shingles(first_text(each, 0).text) for each in chance]
    shared = [len(a & b) / min(len(a), len(b)) for a, b in combinations(texts, 2)]
    assert 0.05 < max(shared) < 0.25


def test_the_figures_stay_above_their_floors() -> None:
    scores = through_the_store(made(SIZE)).scores
    apart = {kind: 1 - share for kind, share in scores.false_merges.items()}
    reached = {
        **{name: getattr(scores, name) for name in FLOORS["whole"]},
        **{f"copies: {kind}": scores.copies[kind] for kind in FLOORS["copies"]},
        **{f"apart: {kind}": apart[kind] for kind in FLOORS["apart"]},
        **{f"labels: {label}": scores.labels[label] for label in FLOORS["labels"]},
    }
    floors = {
        **FLOORS["whole"],
        **{f"{part}: {kind}": floor for part in ("copies", "apart", "labels") for kind, floor in FLOORS[part].items()},
    }
    assert {name: value for name, value in reached.items() if value < floors[name]} == {}
