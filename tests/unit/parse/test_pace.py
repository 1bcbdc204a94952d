from datetime import timedelta

import pytest

from watcher.model import Pace
from watcher.parse.pace import read_pace

URL = "https://pier.example/feed/rss.xml"
HOUR = timedelta(hours=1)


def rss(inside: str, behind: str = "") -> str:
    return f"<rss><channel>{inside}<item><title>Pier</title><ttl>9000</ttl></item>{behind}</channel></rss>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(rss(""), Pace(), id="nothing"),
        pytest.param(rss("<ttl>60</ttl>"), Pace(hint=HOUR), id="ttl"),
        pytest.param(rss("<ttl> <![CDATA[ 60 ]]></ttl>"), Pace(hint=HOUR), id="ttl in a CDATA section"),
        pytest.param(rss("", "<ttl>60</ttl>"), Pace(hint=HOUR), id="ttl behind the entries"),
        pytest.param(rss("<ttl>0</ttl>"), Pace(), id="a ttl of nothing"),
        pytest.param(rss("<ttl>soon</ttl>"), Pace(), id="a ttl that is no number"),
        pytest.param(rss("<sy:updatePeriod>daily</sy:updatePeriod>"), Pace(hint=24 * HOUR), id="a period"),
        pytest.param(
            rss("<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"),
            Pace(hint=HOUR / 2),
            id="twice a period",
        ),
        pytest.param(
            rss("<ttl>15</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>"),
            Pace(hint=HOUR),
            id="the longest of both",
        ),
        pytest.param(
            rss("<skipHours><hour>24</hour><hour>1</hour><hour>77</hour></skipHours>"),
            Pace(skip_hours=frozenset({0, 1})),
            id="hours, 24 is 0",
        ),
        pytest.param(
            rss("<skipDays><day>Sunday</day><day>monday</day><day>Feast</day></skipDays>"),
            Pace(skip_days=frozenset({0, 6})),
            id="days",
        ),
        pytest.param(
            rss('<atom:link rel="next" href="rss.xml?page=2&amp;n=9"/>'),
            Pace(next_page="https://pier.example/feed/rss.xml?page=2&n=9"),
            id="a next page",
        ),
        pytest.param(
            '<feed><link href="/a"/><link href="/older" rel="next"/><entry><link rel="next" href="/x"/></entry></feed>',
            Pace(next_page="https://pier.example/older"),
            id="a next page of Atom",
        ),
        pytest.param(rss('<atom:link rel="prev-archive" href="/a"/>'), Pace(), id="an archive is no next page"),
        pytest.param("<rss><channel><ttl>60</ttl></channel></rss>", Pace(hint=HOUR), id="no entries"),
    ],
)
def test_a_feed_says_when_to_ask_again(text: str, expected: Pace) -> None:
    assert read_pace(text, URL) == expected
