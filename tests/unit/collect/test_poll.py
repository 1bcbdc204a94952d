"""What one poll makes of each answer."""

from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.builders import NOON
from watcher.collect import hash_of, poll
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus, Validators
from watcher.net import FetchError, Response

URL = "https://feeds.example/harbour"
HARBOUR = Feed(name="harbour", url=URL)
BODY = b"<rss>herring</rss>"
BOTH = Validators(etag='W/"5e-1"', last_modified="Fri, 06 Mar 2026 09:00:00 GMT")
KNOWN = FeedState(name="harbour", validators=BOTH, body_hash=hash_of(b"<rss>cod</rss>"))


class Script:
    """A fetcher that answers one way and notes what it was asked."""

    def __init__(self, answer: Response | FetchError) -> None:
        self._answer = answer
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.own: list[Mapping[str, str]] = []

    async def get(self, url: str, headers: Mapping[str, str], *, own: Mapping[str, str]) -> Response:
        self.asked.append((url, headers))
        self.own.append(own)
        if isinstance(self._answer, FetchError):
            raise self._answer
        return self._answer


def an_answer(status: int = 200, body: bytes = BODY, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status=status, url=URL, headers=named, body=body)


def outcome(run: Coroutine[Any, Any, Poll]) -> Poll:
    """Run what never really waits, without an event loop."""
    try:
        run.send(None)
    except StopIteration as end:
        done: Poll = end.value
        return done
    raise AssertionError("it waits")


def polled(answer: Response | FetchError, state: FeedState = KNOWN, feed: Feed = HARBOUR) -> Poll:
    return outcome(poll(Script(answer), feed, state, NOON, 2**20))


def asked(state: FeedState) -> Mapping[str, str]:
    script = Script(an_answer())
    outcome(poll(script, HARBOUR, state, NOON, 2**20))
    return script.asked[0][1]


def test_validators_are_sent_back_byte_for_byte() -> None:
    sent = asked(KNOWN)
    assert sent["If-None-Match"] == 'W/"5e-1"'
    assert sent["If-Modified-Since"] == "Fri, 06 Mar 2026 09:00:00 GMT"


def test_a_feed_never_seen_is_asked_for_without_conditions() -> None:
    assert set(asked(FeedState(name="harbour"))) == {"Accept"}


def test_feeds_are_preferred_to_pages() -> None:
    accept = asked(KNOWN)["Accept"]
    assert accept.startswith("application/atom+xml, application/rss+xml, application/feed+json")
    assert accept.endswith("*/*;q=0.1")


@pytest.mark.parametrize("status", [200, 226])
def test_a_new_body_is_a_document(status: int) -> None:
    answer = an_answer(status, etag='"6"', last_modified="Fri, 06 Mar 2026 11:00:00 GMT", content_type="text/xml")
    assert polled(answer) == Poll(
        feed="harbour",
        status=PollStatus.FETCHED,
        at=NOON,
        document=Document(
            source="harbour",
            kind=DocumentKind.FEED,
            body=BODY,
            received_at=NOON,
            content_type="text/xml",
            url=URL,
        ),
        validators=Validators(etag='"6"', last_modified="Fri, 06 Mar 2026 11:00:00 GMT"),
        body_hash=hash_of(BODY),
        http_status=status,
        size=len(BODY),
    )


def test_the_same_body_again_is_not_modified_and_brings_new_validators() -> None:
    found = polled(an_answer(etag='"6"'), FeedState(name="harbour", validators=BOTH, body_hash=hash_of(BODY)))
    assert (found.status, found.document) == (PollStatus.NOT_MODIFIED, None)
    assert (found.validators, found.body_hash) == (Validators(etag='"6"'), hash_of(BODY))


def test_a_document_without_validators_forgets_the_old_ones() -> None:
    assert polled(an_answer()).validators == Validators()


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        pytest.param({}, BOTH, id="none given"),
        pytest.param({"etag": '"6"'}, Validators(etag='"6"', last_modified=BOTH.last_modified), id="another etag"),
        pytest.param(
            {"last_modified": "Fri, 06 Mar 2026 11:00:00 GMT"},
            Validators(etag=BOTH.etag, last_modified="Fri, 06 Mar 2026 11:00:00 GMT"),
            id="another date",
        ),
    ],
)
def test_a_304_renews_the_validators_that_it_names(headers: dict[str, str], kept: Validators) -> None:
    found = polled(an_answer(304, b"", **headers))
    assert (found.status, found.validators, found.body_hash) == (PollStatus.NOT_MODIFIED, kept, KNOWN.body_hash)


def test_a_304_to_an_unconditional_question_is_a_failure() -> None:
    found = polled(an_answer(304, b""), FeedState(name="harbour"))
    assert found.status is PollStatus.FAILED
    assert found.error == "the server answered 304 Not Modified although nothing was there to compare with"


@pytest.mark.parametrize("value", ['"caf\xe9"', '"a\tb"', ""], ids=["not ASCII", "a tab", "empty"])
def test_an_etag_that_could_not_be_sent_back_as_it_came_is_not_kept(value: str) -> None:
    assert polled(an_answer(etag=value)).validators == Validators()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (206, "the server answered 206 Partial Content"),
        (300, "the server answered 300 Multiple Choices"),
        (403, "the server answered 403 Forbidden"),
        (404, "the server answered 404 Not Found"),
        (410, "the server answered 410 Gone"),
        (503, "the server answered 503 Service Unavailable"),
        (599, "the server answered 599"),
    ],
)
def test_every_other_status_is_a_failure_in_words(status: int, error: str) -> None:
    found = polled(an_answer(status, etag='"6"'))
    assert (found.status, found.error) == (PollStatus.FAILED, error)
    assert (found.document, found.validators, found.body_hash) == (None, Validators(), None)


def test_a_server_that_asks_to_wait_is_heard() -> None:
    assert polled(an_answer(429, b"", retry_after="600")).retry_after == timedelta(minutes=10)


def test_what_the_network_does_is_a_failure_in_words() -> None:
    found = polled(FetchError(url=URL, problem="connection refused"))
    assert (found.status, found.error, found.retry_after) == (PollStatus.FAILED, "connection refused", None)


def test_a_problem_behind_a_redirect_names_the_other_host() -> None:
    found = polled(FetchError(url="https://moved.example/x", problem="connection refused"))
    assert found.error == "connection refused (redirected to moved.example)"


def test_the_password_of_a_feed_is_not_in_its_errors() -> None:
    feed = Feed(name="harbour", url="https://ana:s3cret@feeds.example/harbour")
    found = polled(
        FetchError(url="https://ana:s3cret@feeds.example/harbour", problem="connection refused"), KNOWN, feed
    )
    assert found.error == "connection refused"


def test_headers_and_credentials_of_a_feed_are_handed_over_as_its_own() -> None:
    script = Script(an_answer())
    feed = Feed(name="harbour", url=URL, headers={"X-Token": "t"}, user="ana", password="cod")
    outcome(poll(script, feed, KNOWN, NOON, 2**20))
    assert script.own == [{"X-Token": "t", "Authorization": "Basic YW5hOmNvZA=="}]
    assert not {"X-Token", "Authorization"} & script.asked[0][1].keys()
