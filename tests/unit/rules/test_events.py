"""Rules that ask for events: what matches, what shows it, and what keeps the others away."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests.builders import NOON, an_event
from tests.unit.query.strategies import articles, patient, queries
from watcher.events import BUILT_IN
from watcher.model import Article, Event, Evidence, Example, Expect, Realis, Rule, Within
from watcher.rules import RuleSet, run_examples, why_not

TITLE = "Koval takes defence"
NAMED = "President Ana Reyes named Ivan Koval defence minister."
LEFT = "Petra Osk, chair of the harbour board, resigned."
BODY = f"{NAMED} The coast guard welcomed it. {LEFT} Norvania votes in May."


def told(sentence: str, *marked: str) -> Evidence:
    marks = tuple((sentence.index(words), sentence.index(words) + len(words)) for words in marked)
    return Evidence(field="body", sentence=sentence, start=BODY.index(sentence), marks=marks)


KOVAL = an_event(
    kind="appointment",
    person="Ivan Koval",
    post="defence minister",
    status="appointed",
    evidence=told(NAMED, "named", "Ivan Koval"),
)
OSK = an_event(
    kind="appointment", person="Petra Osk", post="board chair", status="resigned", evidence=told(LEFT, "resigned")
)
MEETING = an_event(participants=("Norvania", "the Tarn Islands"), type="summit", evidence=told(NAMED))


def article(*events: Event) -> Article:
    return Article(source="harbour", title=TITLE, body=BODY, events=events)


BOTH = article(KOVAL, OSK)


def a_rule(**fields: object) -> Rule:
    return Rule(**{"name": "r", "event": "appointment", **fields})


def found(rule: Rule, where: Article = BOTH) -> list[Event]:
    return [event for match in RuleSet([rule]).matches(where) for event in match.events]


def test_a_rule_takes_all_events_of_its_kind_in_their_order() -> None:
    assert found(a_rule(), article(MEETING, OSK, KOVAL)) == [OSK, KOVAL]
    assert found(a_rule(event="meeting"), article(MEETING, OSK)) == [MEETING]
    assert found(a_rule(event="law"), article(MEETING, OSK)) == []


@pytest.mark.parametrize(
    ("where", "events"),
    [
        ({"status": ("appointed", "nominated")}, [KOVAL]),
        ({"status": ("appointed", "resigned")}, [KOVAL, OSK]),
        ({"status": ("nominated",)}, []),
        ({"post": "minister OR chief"}, [KOVAL]),
        ({"post": "minist*", "person": "koval"}, [KOVAL]),
        ({"post": "minister", "status": ("resigned",)}, []),
        ({"post": "chair NOT board"}, []),
        ({"person": ("ivan KOVAL",)}, [KOVAL]),
        ({"person": ("Koval",)}, []),
        ({"org": "navy"}, []),
        ({"org": ("navy",)}, []),
    ],
    ids=str,
)
def test_where_holds_of_the_fields_of_one_event(where: dict[str, object], events: list[Event]) -> None:
    assert found(a_rule(where=where)) == events


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (("the tarn islands",), True),
        (("Tarn",), False),
        ("tarn AND norvania", True),
        ("tarn AND ostrey", False),
    ],
    ids=str,
)
def test_a_field_of_several_values_holds_where_one_of_them_does(asked: object, holds: bool) -> None:  # noqa: FBT001 -- a table's column
    rule = a_rule(event="meeting", where={"participants": asked})
    assert found(rule, article(MEETING)) == [MEETING] * holds


@pytest.mark.parametrize("realis", Realis)
def test_only_news_counts_where_the_rule_does_not_say_otherwise(realis: Realis) -> None:
    event = replace(KOVAL, realis=realis)
    news = realis in {Realis.ASSERTED, Realis.PLANNED, Realis.REPORTED}
    assert found(a_rule(), article(event)) == [event] * news
    assert found(a_rule(where={"realis": (realis.value,)}), article(event)) == [event]
    assert found(a_rule(where={"realis": "denied OR background"}), article(event)) == [event] * (
        realis in {Realis.DENIED, Realis.BACKGROUND}
    )


def test_a_query_beside_an_event_must_be_true_of_the_article() -> None:
    assert found(a_rule(query="norvania AND title:defence")) == [KOVAL, OSK]
    assert found(a_rule(query="ostrey")) == []
    assert found(a_rule(exclude="coast")) == []


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("reyes", [KOVAL]),
        ("harbour", [OSK]),
        ("reyes OR harbour", [KOVAL, OSK]),
        ("reyes AND harbour", []),
        ("norvania", []),
        ("minister NOT norvania", [KOVAL]),
        ("source:harbour AND ana", [KOVAL]),
        ("body:ana", [KOVAL]),
        ("title:ana", []),
    ],
)
def test_within_a_sentence_the_query_must_be_true_of_that_of_the_event(query: str, events: list[Event]) -> None:
    assert found(a_rule(query=query, within=Within.SENTENCE)) == events


def test_an_event_of_the_headline_is_in_the_headline() -> None:
    evidence = Evidence(field="title", sentence=TITLE, start=0, marks=((6, 11),))
    event = replace(KOVAL, evidence=evidence)
    rule = a_rule(query="title:defence", within=Within.SENTENCE)
    (match,) = RuleSet([rule]).matches(article(event))
    assert match.evidence == (replace(evidence, marks=((6, 11), (12, 19))),)


def test_the_sentence_of_the_event_leads_with_what_the_query_found_in_it() -> None:
    (match,) = RuleSet([a_rule(where={"post": "minister"}, query="ana AND minister AND votes")]).matches(BOTH)
    assert match.events == (KOVAL,)
    assert match.evidence == (
        told(NAMED, "Ana", "named", "Ivan Koval", "minister"),
        told("Norvania votes in May.", "votes"),
    )
    assert match.reason == "event appointment (post: defence minister); query matched: Ana, minister, votes"


def test_within_a_sentence_nothing_else_is_shown() -> None:
    rule = a_rule(query="harbour OR norvania", within=Within.SENTENCE)
    (match,) = RuleSet([rule]).matches(BOTH)
    assert match.evidence == (told(LEFT, "harbour", "resigned"),)


def test_marks_that_meet_are_one() -> None:
    (match,) = RuleSet([a_rule(where={"post": "minister"}, query='"named ivan"')]).matches(BOTH)
    assert match.evidence == (told(NAMED, "named Ivan Koval"),)


def test_several_events_show_their_sentences_once_each() -> None:
    (match,) = RuleSet([a_rule()]).matches(article(OSK, KOVAL, replace(KOVAL, evidence=told(NAMED, "Ana Reyes"))))
    assert match.evidence == (told(LEFT, "resigned"), told(NAMED, "Ana Reyes", "named", "Ivan Koval"))


def test_at_most_three_events_show_theirs() -> None:
    sentences = [NAMED, "The coast guard welcomed it.", LEFT, "Norvania votes in May."]
    events = [replace(KOVAL, evidence=told(sentence)) for sentence in sentences]
    (match,) = RuleSet([a_rule()]).matches(article(*events))
    assert [each.sentence for each in match.evidence] == sentences[:3]
    assert len(match.events) == 4


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (a_rule(), "event appointment (person: Ivan Koval, post: defence minister, status: appointed)"),
        (
            a_rule(where={"status": ("appointed",), "realis": ("asserted",)}),
            "event appointment (status: appointed, realis: asserted)",
        ),
        (a_rule(where={"status": ("resigned",)}), "event appointment (status: resigned)"),
    ],
    ids=str,
)
def test_the_reason_names_the_fields_that_were_asked_for_else_all(rule: Rule, reason: str) -> None:
    (match,) = RuleSet([rule]).matches(BOTH)
    assert match.reason == reason


def test_the_reason_is_one_line_of_some_length() -> None:
    event = replace(KOVAL, fields={"person": "Ivan\nKoval", "post": "x" * 100})
    (match,) = RuleSet([a_rule()]).matches(article(event))
    assert match.reason == f"event appointment (person: Ivan Koval, post: {'x' * 60}…)"


def test_an_event_without_fields_has_a_reason_too() -> None:
    (match,) = RuleSet([a_rule()]).matches(article(replace(KOVAL, fields={})))
    assert match.reason == "event appointment"


@pytest.mark.parametrize(
    ("rule", "events", "why"),
    [
        (a_rule(), (), "no appointment event"),
        (a_rule(), (MEETING,), "no appointment event"),
        (a_rule(), (KOVAL,), ""),
        (
            a_rule(where={"post": "minister OR chief"}),
            (OSK,),
            'appointment found, but post "board chair" does not match: minister OR chief',
        ),
        (
            a_rule(where={"status": ("appointed", "acting")}),
            (OSK,),
            'appointment found, but status "resigned" is none of: appointed, acting',
        ),
        (a_rule(where={"org": "navy"}), (OSK,), "appointment found, but no org is stated"),
        (a_rule(), (replace(OSK, realis=Realis.BACKGROUND),), "appointment found, but realis background"),
        (
            a_rule(where={"realis": ("denied",)}),
            (OSK,),
            'appointment found, but realis "asserted" is none of: denied',
        ),
        (
            a_rule(where={"person": "osk", "post": "chief", "org": "navy"}),
            (KOVAL, OSK),
            'appointment found, but post "board chair" does not match: chief; no org is stated',
        ),
        (a_rule(query="ostrey"), (KOVAL,), "missing: ostrey"),
        (
            a_rule(query="norvania", within=Within.SENTENCE),
            (KOVAL, OSK),
            "in the sentence of the appointment: missing: norvania",
        ),
        (a_rule(query="harbour", within=Within.SENTENCE), (KOVAL, OSK), ""),
        (a_rule(exclude="coast"), (KOVAL,), "excluded by: coast"),
        (a_rule(query="ostrey"), (), "no appointment event"),
    ],
    ids=str,
)
def test_what_keeps_an_event_from_matching_is_named(rule: Rule, events: tuple[Event, ...], why: str) -> None:
    assert why_not(rule, article(*events)) == why


@pytest.mark.parametrize(
    ("languages", "stated", "listens"),
    [
        ((), "de", True),
        (("en",), "en", True),
        (("en",), "EN-gb", True),
        (("en",), "enm", False),
        (("en",), "de", False),
        (("uk", "pt-BR"), "pt-br", True),
        (("pt-BR",), "pt", False),
        (("en",), None, True),
    ],
)
def test_languages_takes_in_what_is_in_them_or_does_not_say(
    languages: tuple[str, ...],
    stated: str | None,
    listens: bool,  # noqa: FBT001 -- a table's column
) -> None:
    rule, where = a_rule(languages=languages), replace(BOTH, language=stated)
    assert bool(found(rule, where)) == listens
    assert why_not(rule, where) == ("" if listens else f"languages: only {', '.join(languages)}")


@patient
@given(queries.map(str), articles)
def test_a_rule_without_a_query_is_never_passed_over(query: str, where: Article) -> None:
    event = replace(KOVAL, evidence=Evidence(field="title", sentence=where.title, start=0, marks=()))
    rules = [a_rule(name="a", query=query), a_rule(name="b"), Rule(name="c", query=query)]
    matched = [match.rule for match in RuleSet(rules).matches(replace(where, events=(event,)))]
    assert matched in (["b"], ["a", "b", "c"])


def test_examples_are_read_for_events_from_the_day_they_name() -> None:
    texts = [
        ("President Ana Reyes named Ivan Koval defence minister on Friday.", Expect.MATCH),
        ("President Ana Reyes named Ivan Koval defence minister in 2019.", Expect.NO_MATCH),
        ("Koval named defence minister\n\nThe coast guard welcomed it.", Expect.MATCH),
        ("President Ana Reyes praised Ivan Koval, the defence minister.", Expect.NO_MATCH),
    ]
    examples = tuple(Example(text=text, expect=expect, published=NOON) for text, expect in texts)
    assert run_examples(a_rule(where={"post": "minister"}, examples=examples), BUILT_IN) == ()


def test_an_example_that_fails_says_what_is_wrong_with_its_event() -> None:
    example = Example(text="President Ana Reyes named Ivan Koval defence minister.", expect=Expect.MATCH)
    (failed,) = run_examples(a_rule(where={"post": "chief"}, examples=(example,)))
    assert failed.sentence == (
        'expected a match, found none: appointment found, but post "defence minister" does not match: chief'
    )
