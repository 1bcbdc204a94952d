"""A feed's own secrets do not come back with what its server says."""

import pytest

from watcher.collect import feed_secrets
from watcher.collect.secrets import redacted, without_secrets
from watcher.model import Feed
from watcher.net import Response

URL = "https://ana:canary-1a@wire.example/feed?token=canary-2b&page=1"
FEED = Feed(
    name="wire",
    url=URL,
    headers={
        "X-Api-Key": "canary-3c",
        "Cookie": "session=canary-4d; theme=dark",
        "Authorization": "Bearer canary-5e",
        "Referer": "https://wire.example/",
        "User-Agent": "newsroom-reader",
    },
    user="desk",
    password="canary-6f",
)
EVERY = ["canary-1a", "canary-2b", "canary-3c", "canary-4d", "canary-5e", "canary-6f"]


@pytest.mark.parametrize("secret", EVERY)
def test_a_secret_is_known_alone(secret: str) -> None:
    assert secret in set(feed_secrets(FEED))


@pytest.mark.parametrize("public", ["https://wire.example/", "newsroom-reader", "desk", "1", "theme=dark"])
def test_what_tells_nothing_is_no_secret(public: str) -> None:
    assert public not in set(feed_secrets(FEED))


def an_answer(body: str, **headers: str) -> Response:
    return Response(status=200, url="https://cdn.example/f?sig=abc", headers=headers, body=body.encode())


def test_an_answer_loses_them_in_body_headers_and_address() -> None:
    said = " ".join((*EVERY, "ZGVzazpjYW5hcnktNmY="))  # "desk:canary-6f"
    answer = without_secrets(an_answer(said, ETag=said), FEED)
    assert answer.body.decode() == " ".join(["***"] * 7)
    assert answer.headers["etag"] == " ".join(["***"] * 7)
    assert answer.url == "https://cdn.example/f?sig=***"


def test_a_link_with_the_token_of_its_feed_loses_the_token_only() -> None:
    answer = without_secrets(an_answer("<link>https://wire.example/a?token=canary-2b&amp;id=7</link>"), FEED)
    assert answer.body == b"<link>https://wire.example/a?token=***&amp;id=7</link>"


def test_a_word_that_is_also_a_short_password_stays_in_the_news() -> None:
    feed = Feed(name="wire", url="https://wire.example/", user="desk", password="press")
    assert without_secrets(an_answer("The press asks"), feed).body == b"The press asks"
    assert redacted("login press refused", feed) == "login *** refused"


def test_an_answer_to_a_feed_without_secrets_stays_as_it_is() -> None:
    answer = an_answer("canary-1a")
    assert without_secrets(answer, Feed(name="wire", url="https://wire.example/")).body is answer.body


def test_an_error_loses_them_and_whatever_looks_like_one() -> None:
    problem = "redirected to canary-2b.example at http://a:b@h/?key=1"
    assert redacted(problem, FEED) == "redirected to ***.example at http://***@h/?key=***"
