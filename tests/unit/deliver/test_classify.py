"""What Apprise 2.3 logs when a send fails, and what is made of it. The records are as captured from it."""

from datetime import timedelta

import pytest

from watcher.deliver import Outcome
from watcher.deliver.classify import Record, answered, classify, mail_cause, outcome_of
from watcher.deliver.redact import redactor_of
from watcher.deliver.result import Cause

R, D = Outcome.RETRY, Outcome.DEAD


def unchanged(text: str) -> str:
    return text


def http(status: int, body: bytes = b"") -> list[Record]:
    return [
        Record("DEBUG", "JSON Payload: {'title': 'error=404.'}"),
        Record("WARNING", f"Failed to send JSON POST notification: Some text., error={status}."),
        Record("DEBUG", f"Response Details:\r\n{body!r}"),
    ]


def smtp(cause: str) -> list[Record]:
    return [
        Record("WARNING", 'Connection error while submitting email to "mail.example"'),
        Record("DEBUG", f"Socket Exception: {cause}"),
    ]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 599, 301, 418])
def test_an_answer_that_may_change_is_asked_for_again(status: int) -> None:
    assert classify(http(status), unchanged).outcome is R


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
def test_an_answer_that_stays_the_same_ends_the_delivery(status: int) -> None:
    assert classify(http(status), unchanged).outcome is D


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "the server answered 404 (Not Found)", id="no body"),
        pytest.param(b"no such\r\n hook", "the server answered 404 (Not Found): no such hook", id="body on one line"),
        pytest.param("ні".encode(), "the server answered 404 (Not Found): ні", id="UTF-8"),
        pytest.param(b"\xff\x1b[2J", "the server answered 404 (Not Found): �[2J", id="rubbish"),
    ],
)
def test_the_reason_says_what_the_server_said(body: bytes, reason: str) -> None:
    assert classify(http(404, body), unchanged).reason == reason


def test_a_status_without_a_name_is_given_by_number() -> None:
    assert classify(http(599), unchanged).reason == "the server answered 599"


@pytest.mark.parametrize(
    ("body", "wait"),
    [
        pytest.param(b'{"message": "slow down", "retry_after": 1.5, "global": false}', 1500, id="Discord"),
        pytest.param(b'{"ok":false,"error_code":429,"parameters":{"retry_after":31}}', 31_000, id="Telegram"),
        pytest.param(b'{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500}', 2500, id="Matrix"),
        pytest.param(b'{"retry_after": "5"}', 5000, id="as a string"),
    ],
)
def test_a_pause_that_the_answer_asks_for_is_read(body: bytes, wait: int) -> None:
    assert classify(http(429, body), unchanged).retry_after == timedelta(milliseconds=wait)


@pytest.mark.parametrize("body", [b"", b"retry later", b'{"retry_after": null}', b'{"retry_after": "soon"}'])
def test_an_answer_that_asks_for_no_pause_gives_none(body: bytes) -> None:
    assert classify(http(429, body), unchanged).retry_after is None


@pytest.mark.parametrize(
    ("cause", "outcome", "reason"),
    [
        pytest.param(
            "(535, b'5.7.8 Bad credentials')", D, "the mail server answered 535: 5.7.8 Bad credentials", id="login"
        ),
        pytest.param("(454, b'4.7.0 Later')", R, "the mail server answered 454: 4.7.0 Later", id="login later"),
        pytest.param(
            "{'a@b.example': (550, b'No such user')}", D, "the mail server answered 550: No such user", id="rcpt"
        ),
        pytest.param(
            "{'a@b.example': (451, b'Greylisted')}", R, "the mail server answered 451: Greylisted", id="greylist"
        ),
        pytest.param('(554, b"it\'s spam")', D, "the mail server answered 554: it's spam", id="quote in the answer"),
        pytest.param(
            "(552, b'one\\ntwo', 'w@b.example')", D, "the mail server answered 552: one two", id="sender, 2 lines"
        ),
        pytest.param("(421, b'')", R, "the mail server answered 421", id="no text"),
    ],
)
def test_the_reply_of_a_mail_server_decides(cause: str, outcome: Outcome, reason: str) -> None:
    result = classify(smtp(cause), unchanged)
    assert (result.outcome, result.reason) == (outcome, reason)


def test_a_recipient_refused_among_others_is_found_in_the_summary() -> None:
    records = [Record("WARNING", "SMTP recipient a@b.example was refused: 550 b'No such user'")]
    result = classify(records, unchanged)
    assert (result.outcome, result.reason) == (D, "the mail server answered 550: No such user")


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        pytest.param("[Errno 111] Connection refused", "no connection: connection refused", id="refused"),
        pytest.param("[Errno -2] Name or service not known", "no connection: name or service not known", id="DNS"),
        pytest.param(
            "HTTPConnectionPool(host='h', port=1): Max retries exceeded with url: /x (Caused by "
            "NewConnectionError('<o>: Failed to establish a new connection: [Errno 111] Connection refused'))",
            "no connection: connection refused",
            id="refused, as requests says it",
        ),
        pytest.param(
            "HTTPConnectionPool(host='h', port=1): Max retries exceeded with url: /x (Caused by "
            "ConnectTimeoutError(<o>, 'Connection to h timed out. (connect timeout=4.0)'))",
            "no connection in time",
            id="no answer to the connection",
        ),
        pytest.param(
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
            "the server's certificate is not trusted: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
            "self-signed certificate (_ssl.c:1006)",
            id="certificate",
        ),
        pytest.param("Cannot reach it", "the connection failed: Cannot reach it", id="another"),
    ],
)
def test_a_connection_that_fails_is_tried_again(cause: str, reason: str) -> None:
    result = classify(smtp(cause), unchanged)
    assert (result.outcome, result.reason) == (R, reason)


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        pytest.param(
            "HTTPConnectionPool(host='h', port=1): Read timed out. (read timeout=4.0)", "no answer in time", id="hang"
        ),
        pytest.param("timed out", "no answer in time", id="mail hang"),
        pytest.param(
            "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
            "the connection was lost before an answer came",
            id="closed",
        ),
        pytest.param(
            "('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
            "the connection was lost before an answer came",
            id="reset",
        ),
        pytest.param(
            "Connection unexpectedly closed", "the connection was lost before an answer came", id="mail closed"
        ),
    ],
)
def test_what_was_sent_and_not_answered_may_have_arrived(cause: str, reason: str) -> None:
    result = classify(smtp(cause), unchanged)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, f"{reason}; the message may have arrived")


@pytest.mark.parametrize(
    ("status", "answer", "cause"),
    [
        pytest.param(401, "", Cause.AUTH, id="401"),
        pytest.param(403, "invalid_token", Cause.AUTH, id="Slack: token"),
        pytest.param(403, "Forbidden: bot was blocked by the user", Cause.GONE, id="Telegram: blocked"),
        pytest.param(400, "Bad Request: chat not found", Cause.GONE, id="Telegram: no such chat"),
        pytest.param(400, "Bad Request: message is too long", Cause.TOO_LONG, id="Telegram: too long"),
        pytest.param(
            400,
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 7',
            Cause.MARKUP,
            id="Telegram: markup",
        ),
        pytest.param(400, '{"content": ["Must be 2000 or fewer in length."]}', Cause.TOO_LONG, id="Discord: too long"),
        pytest.param(400, '{"errors": {"code": "BASE_TYPE_MAX_LENGTH"}}', Cause.TOO_LONG, id="Discord: too long too"),
        pytest.param(404, '{"message": "Unknown Webhook", "code": 10015}', Cause.GONE, id="Discord: no such hook"),
        pytest.param(400, "msg_too_long", Cause.TOO_LONG, id="Slack: too long"),
        pytest.param(400, "invalid_blocks", Cause.MARKUP, id="Slack: markup"),
        pytest.param(404, "no_service", Cause.GONE, id="Slack: no such hook"),
        pytest.param(200, '{"ok":false,"error":"channel_not_found"}', Cause.GONE, id="Slack's bot: no such channel"),
        pytest.param(200, '{"ok":false,"error":"ratelimited"}', Cause.RATE, id="Slack's bot: rate"),
        pytest.param(200, '{"ok":false,"error":"fatal_error"}', Cause.OTHER, id="Slack's bot: another"),
        pytest.param(413, '{"errcode":"M_TOO_LARGE"}', Cause.TOO_LONG, id="Matrix: too long"),
        pytest.param(400, '{"id":"x.too_long.app_error","message":"too long"}', Cause.TOO_LONG, id="Mattermost"),
        pytest.param(429, "the message is too long", Cause.RATE, id="the status says it all"),
        pytest.param(502, "message too long", Cause.SERVER, id="a server in trouble says anything"),
        pytest.param(422, "", Cause.REFUSED, id="422"),
        pytest.param(302, "", Cause.OTHER, id="redirect"),
    ],
)
def test_an_answer_says_why(status: int, answer: str, cause: Cause) -> None:
    assert answered(status, answer).cause is cause


@pytest.mark.parametrize(
    ("code", "words", "cause"),
    [
        pytest.param(421, "4.3.2 closing", Cause.SERVER, id="closing"),
        pytest.param(450, "4.7.28 too many mails", Cause.RATE, id="rate"),
        pytest.param(535, "5.7.8 bad credentials", Cause.AUTH, id="login"),
        pytest.param(550, "5.1.1 no such user here", Cause.GONE, id="no mailbox"),
        pytest.param(552, "5.3.4 message size exceeds the limit", Cause.TOO_LONG, id="too large"),
        pytest.param(554, "5.7.1 spam", Cause.REFUSED, id="spam"),
    ],
)
def test_a_mail_servers_reply_says_why(code: int, words: str, cause: Cause) -> None:
    assert mail_cause(code, words) is cause


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        *((cause, D) for cause in (Cause.AUTH, Cause.TOO_LONG, Cause.MARKUP, Cause.GONE, Cause.REFUSED)),
        *((cause, R) for cause in (Cause.RATE, Cause.SERVER, Cause.NETWORK, Cause.TIMEOUT, Cause.OTHER)),
    ],
)
def test_only_what_a_person_has_to_mend_is_given_up_at_once(cause: Cause, outcome: Outcome) -> None:
    assert outcome_of(cause) is outcome


@pytest.mark.parametrize(
    ("header", "body", "seconds"),
    [(None, '{"retry_after": 2}', 2), (7, "", 7), (7, '{"retry_after": 2}', 7), (1, '{"retry_after": 1.5}', 1.5)],
)
def test_the_longer_pause_of_header_and_body_counts(header: int | None, body: str, seconds: float) -> None:
    asked = None if header is None else timedelta(seconds=header)
    assert answered(429, body, asked).retry_after == timedelta(seconds=seconds)


def test_an_unknown_failure_is_tried_again_and_says_what_apprise_says() -> None:
    result = classify([Record("WARNING", "There are no service(s) to notify")], unchanged)
    assert (result.outcome, result.reason) == (R, "There are no service(s) to notify")


def test_a_failure_without_any_word_is_tried_again() -> None:
    assert classify([], unchanged).reason == "not sent, and no reason was given"


@pytest.mark.parametrize(
    "records",
    [
        pytest.param(http(404, b"x" * 195 + b" canary-77"), id="answer"),
        pytest.param(http(404, b"x" * 195 + " c\u00e0nary-77".encode()), id="answer that is not ASCII"),
        pytest.param(smtp("(550, b'" + "x" * 195 + " canary-77')"), id="reply"),
        pytest.param(smtp("x" * 195 + " canary-77"), id="cause"),
        pytest.param([Record("WARNING", "x" * 495 + " canary-77")], id="summary"),
    ],
)
def test_a_reason_is_redacted_before_it_is_cut(records: list[Record]) -> None:
    reason = classify(records, redactor_of("json://h/canary-77/c%C3%A0nary-77")).reason
    assert "x c" not in reason
    assert reason.endswith(("***", "…"))


def test_the_reason_has_at_most_500_characters() -> None:
    assert len(classify([Record("ERROR", "x" * 900)], unchanged).reason) == 500
