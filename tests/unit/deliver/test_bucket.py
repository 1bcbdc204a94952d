from datetime import timedelta

import pytest

from tests.builders import FakeClock
from watcher.deliver.bucket import Bucket, usual_rate
from watcher.model import Channel, Email, Rate

NONE = timedelta(0)
RATE = Rate(count=5, per=timedelta(seconds=2))


def sent(bucket: Bucket, clock: FakeClock, count: int) -> list[float]:
    """Give when so many messages leave that all wait."""
    moments = []
    for _ in range(count):
        clock.forward(bucket.wait())
        bucket.take()
        moments.append(clock.monotonic())
    return moments


def test_without_a_rate_there_is_always_a_token() -> None:
    clock = FakeClock()
    assert sent(Bucket(None, clock), clock, 1000) == [0.0] * 1000


def test_as_many_leave_at_once_as_the_rate_has_and_the_next_when_its_time_is_over() -> None:
    clock = FakeClock()
    assert sent(Bucket(RATE, clock), clock, 11) == [0.0] * 5 + [2.0] * 5 + [4.0]


def test_no_stretch_of_its_time_has_more_than_the_rate_says() -> None:
    clock = FakeClock()
    bucket = Bucket(RATE, clock)
    moments = [*sent(bucket, clock, 3), *(clock.forward(timedelta(seconds=1.5)) or []), *sent(bucket, clock, 40)]
    assert max(sum(first <= each < first + 2 for each in moments) for first in moments) == 5


def test_tokens_are_counted_as_they_come_back() -> None:
    clock = FakeClock()
    bucket, left = Bucket(RATE, clock), []
    for _ in range(5):
        left.append(bucket.left())
        bucket.take()
        clock.forward(timedelta(seconds=0.5))
    assert left == [5, 4, 3, 2, 2]
    assert Bucket(None, clock).left() is None


def test_a_token_that_was_not_used_is_not_kept_for_later() -> None:
    clock = FakeClock()
    bucket = Bucket(RATE, clock)
    clock.forward(timedelta(hours=1))
    assert sent(bucket, clock, 6) == [3600.0] * 5 + [3602.0]


@pytest.mark.parametrize(
    ("url", "rate"),
    [
        pytest.param("discord://1/a", RATE, id="Discord"),
        pytest.param("slack://a/b/c", Rate(count=1, per=timedelta(seconds=1)), id="Slack"),
        pytest.param("tgram://1:a/2", Rate(count=1, per=timedelta(seconds=1)), id="Telegram"),
        pytest.param("json://quay.example", None, id="a webhook"),
        pytest.param("console:", None, id="the console"),
    ],
)
def test_a_kind_of_channel_has_its_usual_rate(url: str, rate: Rate | None) -> None:
    assert usual_rate(Channel(name="desk", url=url)) == rate


def test_mail_has_one_a_second() -> None:
    mail = Email(host="mail.example", port=465, sender="watcher@example.org", to=("ana@example.org",))
    assert usual_rate(Channel(name="mail", email=mail)) == Rate(count=1, per=timedelta(seconds=1))
