import pickle
import subprocess
import sys
import tomllib

import pytest

from tests.unit.events.reading import KIND, lexicons
from watcher.events import BUILT_IN, Lexicons
from watcher.events.tables import LexiconError


def test_our_kinds_are_there_in_six_languages() -> None:
    assert BUILT_IN.kinds == ("appointment", "law", "meeting")
    for language in ("en", "de", "fr", "es", "uk", "ru"):
        assert {kind.name for kind in BUILT_IN.of(language)} == set(BUILT_IN.kinds)


def test_a_text_in_one_language_has_no_kinds_and_places_of_another_read() -> None:
    program = (
        "from watcher.events import BUILT_IN, lexicons\n"
        "BUILT_IN.index('fr'), BUILT_IN.kinds, BUILT_IN.grammars['de'].small, BUILT_IN.grammars['fr']['places'].words\n"
        "print(lexicons._table.cache_info().currsize)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    grammars, kinds, places = 6, 3, 1
    assert int(said) == grammars + kinds + places


def test_closed_fields_have_their_values_and_free_ones_none() -> None:
    assert BUILT_IN.values("appointment", "status")[:2] == ("offered", "nominated")
    assert BUILT_IN.values("appointment", "person") == ()
    assert BUILT_IN.fields("law") == ("what", "body", "stage")


def test_a_kind_of_the_user_stands_beside_ours() -> None:
    own = lexicons()
    assert own.kinds == (*BUILT_IN.kinds, "hiring")
    assert own.fields("hiring") == ("person", "post", "org", "place", "status")
    assert "hiring" not in BUILT_IN.kinds


def test_a_kind_that_the_user_writes_anew_stands_for_ours() -> None:
    own = lexicons(KIND.replace('"hiring"', '"meeting"'))
    assert next(kind.fields for kind in own.of("en") if kind.name == "meeting").keys() >= {"person", "post"}
    assert set(own.kinds) == set(BUILT_IN.kinds)


def test_a_language_of_the_user_needs_its_grammar() -> None:
    kind = tomllib.loads(KIND.replace('language = "en"', 'language = "nl"'))
    grammar = {"language": "nl", "words": {"determiners": "de, het, een"}}
    with pytest.raises(LexiconError, match="language 'nl' has no grammar"):
        Lexicons({"hiring.nl.toml": kind})
    both = Lexicons({"hiring.nl.toml": kind, "nl.toml": grammar})
    assert [each.name for each in both.of("nl")] == ["hiring"]


def test_lexicons_cross_the_process_border_as_what_they_were_read_from() -> None:
    own = lexicons()
    again = pickle.loads(pickle.dumps(own))  # noqa: S301 - our own
    assert again == own
    assert hash(again) == hash(own)
    assert again.kinds == own.kinds
    assert again != BUILT_IN


def test_of_several_files_the_broken_one_is_named() -> None:
    bad = tomllib.loads(KIND.replace('status = "gone"', 'status = "lost"', 1))
    with pytest.raises(LexiconError) as caught:
        Lexicons({"hiring.toml": tomllib.loads(KIND), "bad.toml": bad})
    assert caught.value.path == "bad.toml"


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('kind = "hiring"', "", "kind is missing"),
        ('place = "place"', 'place = "town"', "fields.place has no type 'town'"),
        ('frame = "take"', 'frame = "give"', "trigger 1 names the frame 'give', which [frames] does not have"),
        ('status = "hired"', 'status = "bought"', "trigger 1 sets status = 'bought'; status is one of hired, gone"),
        ("not-object", "not-objects", "trigger 1 has 'not-objects', which is no field and no condition"),
        ('subject = ["@houses"]', 'subject = ["@boats"]', "subject names the list '@boats'"),
        ('realis = "planned"', 'realis = "perhaps"', "trigger 4: realis is one of"),
        ("confidence = 0.5", 'confidence = "high"', "trigger 4: confidence is a number from 0 to 1"),
        ('needs = ["person"]', 'needs = ["boat"]', "trigger 3 needs 'boat', which is no field"),
        ('needs = ["person"]', "needs = true", "trigger 3: needs must be an array of words"),
        ('person = ["of"]', 'person = "of"', "trigger 4: person must be an array of words"),
        ('frame = "take"', 'frame = ["take"]', "trigger 1 names the frame ['take'], which [frames] does not have"),
        ('where = "title"', 'where = "foot"', "trigger 4: where is one of title, body, lead"),
    ],
)
def test_every_mistake_in_a_kind_is_named(before: str, after: str, problem: str) -> None:
    text = f'{KIND}realis = "planned"\nwhere = "title"\n'
    assert before in text
    with pytest.raises(LexiconError) as caught:
        lexicons(text.replace(before, after, 1))
    assert problem in caught.value.problem


def test_an_unknown_class_of_words_is_named() -> None:
    with pytest.raises(LexiconError, match="has no class 'nouns'"):
        Lexicons({"xx.toml": {"language": "xx", "words": {"nouns": "a"}}})
