"""What one poll makes of each answer."""

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.builders import NOON
from tests.loopback import LOOPBACK
from watcher.collect import hash_of, poll
from watcher.model import Document, DocumentKind, Feed, FeedState, Pace, Poll, PollStatus, Trouble, Validators
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

    async def get(
        self, url: str, headers: Mapping[str, str], *, own: Mapping[str, str], allow: Sequence[object]
    ) -> Response:
        self.asked.append((url, headers))
        self.own.append(own)
        self.allowed = allow
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


@pytest.mark.parametrize("status", [200, 203, 226])
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
        host="feeds.example",
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


CHALLENGE = {"cf_mitigated": "challenge", "content_type": "text/html"}
WALL = {"server": "cloudflare", "content_type": "text/html; charset=UTF-8"}


@pytest.mark.parametrize(
    ("status", "headers", "trouble", "error"),
    [
        (201, {}, Trouble.NO_FEED, "the server answered 201 Created"),
        (204, {}, Trouble.NO_FEED, "the server answered 204 No Content"),
        (205, {}, Trouble.NO_FEED, "the server answered 205 Reset Content"),
        (206, {"content_range": "bytes 9-18/19"}, Trouble.BROKE_OFF, "the server answered 206 Partial Content"),
        (300, {}, Trouble.SERVER, "the server answered 300 Multiple Choices"),
        (400, {}, Trouble.REFUSED, "the server answered 400 Bad Request"),
        (401, {}, Trouble.REFUSED, "the server answered 401 Unauthorized"),
        (403, {}, Trouble.REFUSED, "the server answered 403 Forbidden"),
        (403, WALL, Trouble.CHALLENGED, "blocked by bot protection: the server answered 403 Forbidden"),
        (
            403,
            {"server": "cloudflare", "content_type": "text/xml"},
            Trouble.REFUSED,
            "the server answered 403 Forbidden",
        ),
        (404, CHALLENGE, Trouble.MISSING, "the server answered 404 Not Found"),
        (407, {}, Trouble.NETWORK, "the server answered 407 Proxy Authentication Required"),
        (408, {}, Trouble.SERVER, "the server answered 408 Request Timeout"),
        (410, {}, Trouble.GONE, "the server answered 410 Gone"),
        (429, {}, Trouble.BUSY, "the server answered 429 Too Many Requests"),
        (451, {}, Trouble.REFUSED, "the server answered 451 Unavailable For Legal Reasons"),
        (500, {}, Trouble.SERVER, "the server answered 500 Internal Server Error"),
        (502, {}, Trouble.SERVER, "the server answered 502 Bad Gateway"),
        (503, {}, Trouble.BUSY, "the server answered 503 Service Unavailable"),
        (503, CHALLENGE, Trouble.CHALLENGED, "blocked by bot protection: the server answered 503 Service Unavailable"),
        (503, WALL | {"retry_after": "60"}, Trouble.BUSY, "the server answered 503 Service Unavailable"),
        (599, {}, Trouble.SERVER, "the server answered 599"),
    ],
)
def test_every_other_status_is_a_trouble_in_words(
    status: int, headers: dict[str, str], trouble: Trouble, error: str
) -> None:
    found = polled(an_answer(status, etag='"6"', **headers))
    assert (found.status, found.trouble, found.error) == (PollStatus.FAILED, trouble, error)
    assert (found.document, found.validators, found.body_hash) == (None, Validators(), None)
    assert (found.http_status, found.host) == (status, "feeds.example")


@pytest.mark.parametrize(
    ("content_range", "complete", "cut"),
    [("bytes 0-18/19", True, False), ("bytes 0-18/99", False, True), ("", False, True)],
    ids=["all of it", "the first part", "who knows"],
)
def test_a_part_is_a_document_without_validators(content_range: str, *, complete: bool, cut: bool) -> None:
    answer = an_answer(206, etag='"6"', content_range=content_range)
    found = polled(replace(answer, complete=complete))
    assert (found.status, found.cut, found.validators) == (PollStatus.FETCHED, cut, Validators())


def test_a_body_that_broke_off_is_a_document_that_is_cut() -> None:
    found = polled(replace(an_answer(etag='"6"'), complete=False))
    assert (found.status, found.cut, found.validators) == (PollStatus.FETCHED, True, Validators())


@pytest.mark.parametrize("status", [200, 304])
def test_how_long_an_answer_holds_and_where_it_moved_is_told(status: int) -> None:
    found = polled(replace(an_answer(status, cache_control="max-age=600"), moved="https://harbour.example/x"))
    assert (found.fresh_for, found.moved) == (timedelta(minutes=10), "https://harbour.example/x")


def test_after_eight_days_of_nothing_new_the_whole_feed_is_asked_for() -> None:
    old = replace(KNOWN, whole_at=NOON - timedelta(days=8))
    assert set(asked(old)) == {"Accept"}
    assert polled(an_answer(304, b""), old).trouble is Trouble.SERVER


@pytest.mark.parametrize(("refused", "trouble"), [(True, Trouble.REFUSED), (False, Trouble.NETWORK)], ids=str)
def test_what_we_do_not_take_is_refused_for_longer_than_what_does_not_answer(
    *, refused: bool, trouble: Trouble
) -> None:
    assert polled(FetchError(url=URL, problem="is at 10.0.0.5", refused=refused)).trouble is trouble


NEW_URL = "https://harbour.example/index.xml"
WITH_LOGIN = Feed(name="harbour", url=URL, headers={"X-Token": "t"}, user="ana", password="cod")


@pytest.mark.parametrize(
    ("moved_to", "own"),
    [
        (NEW_URL, [{}]),
        ("https://feeds.example/new", [{"X-Token": "t", "Authorization": "Basic YW5hOmNvZA=="}]),
    ],
    ids=["another host", "the same host"],
)
def test_a_feed_that_moved_is_asked_for_there_and_only_its_own_host_is_told_who_asks(
    moved_to: str, own: list[object]
) -> None:
    script = Script(an_answer())
    outcome(poll(script, WITH_LOGIN, replace(KNOWN, current_url=moved_to), NOON, 2**20))
    assert ([url for url, _ in script.asked], script.own) == ([moved_to], own)


GAP = replace(KNOWN, pace=Pace(next_page=f"{URL}?page=2"), polled_at=NOON)


def test_a_further_page_is_asked_for_without_conditions_and_leaves_nothing_to_ask_with() -> None:
    script = Script(an_answer(etag='"p"', cache_control="max-age=600"))
    found = outcome(poll(script, HARBOUR, GAP, NOON, 2**20))
    assert script.asked == [(f"{URL}?page=2", {"Accept": script.asked[0][1]["Accept"]})]
    assert (found.status, found.of_page, found.validators) == (PollStatus.FETCHED, True, Validators())
    assert (found.body_hash, found.fresh_for) == (None, None)


def test_an_hour_later_the_feed_itself_is_asked_for() -> None:
    script = Script(an_answer())
    outcome(poll(script, HARBOUR, replace(GAP, polled_at=NOON - timedelta(hours=2)), NOON, 2**20))
    assert [url for url, _ in script.asked] == [URL]


def test_the_private_networks_of_a_feed_are_handed_over() -> None:
    script = Script(an_answer())
    outcome(poll(script, replace(HARBOUR, allow_private=LOOPBACK), KNOWN, NOON, 2**20))
    assert script.allowed == LOOPBACK


def test_a_server_that_asks_to_wait_is_heard() -> None:
    assert polled(an_answer(429, b"", retry_after="600")).retry_after == timedelta(minutes=10)


@pytest.mark.parametrize(("status", "minutes"), [(429, 5), (403, 5), (500, None), (404, None)], ids=str)
def test_the_reset_of_a_rate_limit_counts_where_that_may_be_why(status: int, minutes: int | None) -> None:
    wait = polled(an_answer(status, b"", x_ratelimit_reset="300")).retry_after
    assert wait == (None if minutes is None else timedelta(minutes=minutes))


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
