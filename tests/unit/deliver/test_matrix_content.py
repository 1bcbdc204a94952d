"""A message as a Matrix event: what it says, how it is marked up, and how long it may be."""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.unit.alerts.builders import a_copy, a_view, evidence
from watcher.alerts import Rendering, render
from watcher.deliver.senders import Message
from watcher.deliver.senders.matrix_content import LIMIT, body, content, edit, edited

SUBJECT = "Vote & <water>"


def message(text: str, **more: object) -> Message:
    return Message(rendering=Rendering(subject=SUBJECT, text=text, html="<p>unused</p>"), key="8masf3", **more)


def formatted(text: str) -> str:
    return str(content(message(text))["formatted_body"]).removeprefix(
        "<p><strong>Vote &amp; &lt;water&gt;</strong></p>"
    )


def following(text: str, **more: object) -> Message:
    """Give an update that has the first message say this."""
    first = Rendering(subject="Update: vote & <water>", text=text, html="<p>unused</p>")
    return message("Only what is new.", **{"thread": "$first", "first": first, **more})


def size(event: dict[str, object]) -> int:
    return len(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode())


def test_an_event_holds_text_and_markup_and_mentions_nobody() -> None:
    assert content(message("One.\n\nTwo.")) == {
        "msgtype": "m.text",
        "body": "Vote & <water>\n\nOne.\n\nTwo.",
        "format": "org.matrix.custom.html",
        "formatted_body": "<p><strong>Vote &amp; &lt;water&gt;</strong></p><p>One.</p><p>Two.</p>",
        "m.mentions": {},
    }


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param(
            "A «vote» & a «law».", "<p>A <strong>«vote»</strong> &amp; a <strong>«law»</strong>.</p>", id="marks"
        ),
        pytest.param("- Quay\n  Bay", "<p>- Quay<br>  Bay</p>", id="lines"),
        pytest.param(
            "  https://quay.example/?a=1&b=2",
            '<p><a href="https://quay.example/?a=1&amp;b=2">https://quay.example/?a=1&amp;b=2</a></p>',
            id="link",
        ),
        pytest.param("See https://quay.example/ now", "<p>See https://quay.example/ now</p>", id="link in a sentence"),
        pytest.param("javascript://quay.example/", "<p>javascript://quay.example/</p>", id="no web page"),
        pytest.param(
            '<img src=x onerror="f()">', "<p>&lt;img src=x onerror=&quot;f()&quot;&gt;</p>", id="markup of a feed"
        ),
        pytest.param('https://quay.example/"><b>', "<p>https://quay.example/&quot;&gt;&lt;b&gt;</p>", id="broken link"),
        pytest.param("«<b>»", "<p><strong>«&lt;b&gt;»</strong></p>", id="marked markup"),
    ],
)
def test_text_is_marked_up_by_us_alone(text: str, html: str) -> None:
    assert formatted(text) == html


def test_an_alert_has_its_words_in_bold_and_its_link_as_one() -> None:
    view = a_view(a_copy(link="https://quay.example/1"), found=(evidence("A vote, @room.", "vote"),))
    event = content(Message(rendering=render(view, timezone=ZoneInfo("UTC")), key="8masf3"))
    assert "A <strong>«vote»</strong>, @\u200broom." in str(event["formatted_body"])
    assert '<a href="https://quay.example/1">https://quay.example/1</a>' in str(event["formatted_body"])
    assert event["m.mentions"] == {}


def test_what_follows_names_the_first_and_is_an_answer_where_threads_are_unknown() -> None:
    assert content(message("Two.", thread="$first"))["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": "$first",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$first"},
    }


def test_what_another_kind_of_channel_called_a_message_is_no_thread() -> None:
    assert "m.relates_to" not in content(message("Two.", thread="<8masf3@quay.example>"))


def test_a_plain_one_is_text_alone() -> None:
    plain = content(message("A «vote».", thread="$first", plain=True))
    assert plain == {"msgtype": "m.text", "body": f"{SUBJECT}\n\nA «vote».", "m.mentions": {}}


@pytest.mark.parametrize("letter", ["w", "ї", '"', "<", "🦆", "\\"])
def test_a_long_one_is_shortened_to_the_limit(letter: str) -> None:
    long = content(message("\n".join([letter * 99] * 1_000) + "\nLast line."))
    assert LIMIT * 0.9 < size(long) <= LIMIT
    assert str(long["body"]).endswith("… (shortened)\nLast line.")


@pytest.mark.parametrize("lines", [10, 1_000])
def test_where_it_was_too_long_half_of_it_is_sent(lines: int) -> None:
    long = message("A line of it.\n" * lines + "Last line.")
    short = content(replace(long, short=True))
    assert size(short) <= size(content(long)) // 2
    assert str(short["body"]).endswith("Last line.")


def test_the_body_of_a_rendering_is_what_its_event_says() -> None:
    rendering = message("One.\n" * 50_000).rendering
    assert body(rendering) == content(Message(rendering=rendering, key="8masf3"))["body"]


def test_an_edit_replaces_the_first_message_and_mentions_nobody() -> None:
    assert edit(following("One, @\u200broom.\n\n«Two» <b>.")) == {
        "msgtype": "m.text",
        "body": "* Update: vote & <water>\n\nOne, @\u200broom.\n\n«Two» <b>.",
        "m.mentions": {},
        "m.new_content": {
            "msgtype": "m.text",
            "body": "Update: vote & <water>\n\nOne, @\u200broom.\n\n«Two» <b>.",
            "format": "org.matrix.custom.html",
            "formatted_body": (
                "<p><strong>Update: vote &amp; &lt;water&gt;</strong></p><p>One, @\u200broom.</p>"
                "<p><strong>«Two»</strong> &lt;b&gt;.</p>"
            ),
            "m.mentions": {},
        },
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"},
    }


def test_the_message_in_the_thread_is_the_same_with_an_edit_and_without() -> None:
    assert content(following("Now.")) == content(following("Now.", first=None))


@pytest.mark.parametrize(
    "unedited",
    [
        pytest.param(following("Now.", first=None), id="nothing holds that did not"),
        pytest.param(following("Now.", thread=None), id="no first message"),
        pytest.param(following("Now.", thread="<8masf3@quay.example>"), id="of another kind of channel"),
    ],
)
def test_a_first_message_stays_as_it_is(unedited: Message) -> None:
    assert edit(unedited) is None


def test_a_plain_edit_is_text_alone_and_an_edit_still() -> None:
    text = "Update: vote & <water>\n\nNow."
    assert edit(following("Now.", plain=True)) == {
        "msgtype": "m.text",
        "body": f"* {text}",
        "m.mentions": {},
        "m.new_content": {"msgtype": "m.text", "body": text, "m.mentions": {}},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"},
    }


@pytest.mark.parametrize("letter", ["w", "ї", '"', "<", "🦆", "\\"])
def test_a_long_edit_is_within_the_limit_with_what_it_says_twice(letter: str) -> None:
    event = edit(following("\n".join([letter * 99] * 1_000) + "\nLast line."))
    assert LIMIT * 0.9 < size(event) <= LIMIT
    assert event["m.new_content"]["body"].endswith("… (shortened)\nLast line.")


def test_where_it_was_too_long_half_of_an_edit_is_sent() -> None:
    long = following("A line of it.\n" * 1_000 + "Last line.")
    assert size(edit(replace(long, short=True))) <= size(edit(long)) // 2


@pytest.mark.parametrize("text", ["Now.", "A line of it.\n" * 50_000], ids=["short", "long"])
def test_what_a_first_message_becomes_is_what_its_edit_says(text: str) -> None:
    assert edited(following(text, thread=None)) == edit(following(text))["m.new_content"]["body"]


def test_a_first_message_that_stays_becomes_nothing() -> None:
    assert edited(message("A vote.")) is None
