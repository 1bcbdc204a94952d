import pytest

from tests.unit.deliver.fakes import DEAD, RETRY, SENT, TOO_LONG, UNKNOWN
from watcher.deliver import Outcome, Result, said
from watcher.deliver.result import Cause


@pytest.mark.parametrize(
    ("result", "words"),
    [
        pytest.param(SENT, "took it; look whether it arrived", id="taken is not arrived"),
        pytest.param(
            UNKNOWN,
            "nobody knows whether it was sent (timeout): no answer in time; look whether it is there",
            id="unknown",
        ),
        pytest.param(
            RETRY, "not sent (server): the server answered 503; an alert would be tried again", id="it may pass"
        ),
        pytest.param(
            DEAD,
            "not sent (gone): the server answered 404; an alert would be given up at once. "
            "Check the address of the channel: what it leads to is not there, or not open to us.",
            id="for good, with what helps",
        ),
        pytest.param(
            TOO_LONG,
            "not sent (too long): the server answered 413; an alert would be given up at once. "
            "It was tried again shorter; the other side takes even less.",
            id="for good, with what was tried",
        ),
        pytest.param(
            Result(outcome=Outcome.DEAD, reason="the server answered 400", cause=Cause.REFUSED),
            "not sent (refused): the server answered 400; an alert would be given up at once",
            id="for good",
        ),
        pytest.param(
            Result(outcome=Outcome.RETRY, reason="cannot write to the console: closed"),
            "not sent: cannot write to the console: closed; an alert would be tried again",
            id="without a cause",
        ),
    ],
)
def test_a_test_says_what_the_other_side_said_and_no_more(result: Result, words: str) -> None:
    assert said(result) == words
