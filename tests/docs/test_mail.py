"""docs/channels.md: what it says of a mail's headers holds."""

import re
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.unit.alerts.builders import a_view
from watcher.alerts import Rendering
from watcher.deliver.senders import Message
from watcher.deliver.senders.message import compose
from watcher.model import Email

MAIL = (Path(__file__).parents[2] / "docs" / "channels.md").read_text(encoding="utf-8").partition("\n## Mail\n")[2]
HEADERS = re.findall(r"`([A-Z][A-Za-z-]+)`", "".join(re.findall(r"^\| (`[^|]+) \|", MAIL, re.MULTILINE)))
PLACES = {"KEY": "01h8zk3m5q7rt", "HOST": "quay.example", "RULE": "zelmar-votes", "CHANNEL": "desk"}


def mail(**message: object) -> dict[str, str]:
    email = Email(host="mail.quay.example", port=465, sender="watcher@quay.example", to=("ana@quay.example",))
    rendering = Rendering(subject="Vote", text="A vote.", html="<p>A vote.</p>")
    fields = {"rendering": rendering, "key": PLACES["KEY"], "thread": "<first@quay.example>", **message}
    return dict(compose(email, Message(**fields), channel=PLACES["CHANNEL"], now=NOON).items())


def test_every_header_that_stands_there_is_in_a_mail() -> None:
    assert HEADERS == ["Subject", "Message-ID", "In-Reply-To", "References", "List-Id", "Auto-Submitted"]
    assert set(HEADERS) <= mail().keys()


@pytest.mark.parametrize(
    ("header", "shape", "views"),
    [
        pytest.param("Message-ID", "<KEY@HOST>", (), id="Message-ID"),
        pytest.param("List-Id", "<RULE.CHANNEL.watcher.HOST>", (a_view(),), id="List-Id of a rule"),
        pytest.param("List-Id", "<CHANNEL.watcher.HOST>", (a_view(), a_view(rule="laws")), id="List-Id of several"),
    ],
)
def test_a_header_has_the_shape_that_stands_there(header: str, shape: str, views: tuple[object, ...]) -> None:
    filled = re.sub("[A-Z]+", lambda place: PLACES[place.group()], shape)
    assert f"`{shape}`" in MAIL
    assert mail(views=views)[header].endswith(filled)
