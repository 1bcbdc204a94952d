"""The founding case with invented text: one wire article, as a pasted drop and as a shortened, retitled feed entry."""

from pathlib import Path

import pytest

from tests import stores
from tests.integration.servers import PASSWORD, MailServer, Receiver
from watcher.engine.once import one_round
from watcher.settings import load

TEXT = """\
Envoys of the four lake states will meet in Tarnholm on Thursday in the latest effort to agree on who may draw water in
dry summers, Prime Minister Edda Lorne said.

Lorne told reporters that the talks could last two days. She hopes to invite the presidents of all four states to the
lake by the end of June, and said that the shipping lines had been asked to send observers.

The mayor of Tarnholm has not yet said where the envoys will meet. The old customs hall is being painted, and the town
theatre is let to a travelling circus until the end of the week.

Farmers on the western shore blocked the dam road on Monday with tractors. They fear that a common water board would
favour the cities, and want seats on it before any treaty is signed.

Separately, Osk Maren, who leads the largest party in the assembly, said the house hopes to have a law on a
referendum about the water treaty ready before June. Voters could then be asked on the day of the council elections, he
said, if the spring floods are over by then.

Hydrologists at the lake institute put the level eleven centimetres below that of last year. They expect the shallow
southern bay to fall dry in August unless the rivers bring more than the usual rain."""
PARAGRAPHS = [paragraph.replace("\n", " ") for paragraph in TEXT.split("\n\n")]
PASTED = "\n\n".join(
    (
        "Regional News",
        "/",
        "Lakeside Ledger",
        "Lorne says envoys of lake states to meet in Tarnholm",
        "Signe Aldous, Meridian News on",
        "Published in Region & Politics",
        *PARAGRAPHS,
        "©2026 Meridian News. Visit meridian-news.example. Distributed by Continental Content Service, LLC.",
        "Comments",
        "blog comments powered by Chatterbox",
    )
)
HALF = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[2:5])
FEED = f"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>Dam Courier</title><link>https://dam-courier.example/</link>
<item><title>Assembly could put the water treaty to a vote</title><link>https://dam-courier.example/vote</link>
<guid>dc-1</guid><pubDate>Tue, 12 May 2026 09:00:00 GMT</pubDate><description><![CDATA[{HALF}]]></description></item>
</channel></rss>
"""


@pytest.fixture
def configuration(tmp_path: Path, receiver: Receiver, starttls: MailServer, _trusted: None) -> Path:
    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "ledger.txt").write_text(PASTED, encoding="utf-8")
    (tmp_path / "courier.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "water"\nquery = "referendum"\n', encoding="utf-8")
    mail = f"mailtos://herald:{PASSWORD}@localhost:{starttls.port}/desk@quay.example?mode=starttls&smtp=localhost"
    (tmp_path / "watcher.toml").write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
collect = {{ first-run = "alert" }}
feeds = [{{ name = "courier", path = "courier.xml" }}]
drops = [{{ name = "inbox", path = "drops" }}]
channels = [
    {{ name = "hook", url = "json://127.0.0.1:{receiver.port}/alerts" }},
    {{ name = "mail", url = "{mail}" }},
]
defaults = {{ channels = ["hook", "mail"] }}
""",
        encoding="utf-8",
    )
    return tmp_path / "watcher.toml"


@pytest.fixture
def stories(configuration: Path):
    """Run one round to its end; gives the stories it showed."""
    with one_round(load(configuration, stores.ENVIRON), lambda _: None) as (round_, tally):
        shown = round_.collect()
        round_.deliver()
    assert (tally.problems, tally.undelivered, tally.alerts) == ([], [], 1)
    return shown


def test_both_copies_are_one_story_with_its_origin(stories):
    [summary] = stories
    assert {copy.outlet for copy in summary.copies} == {"Lakeside Ledger", "Dam Courier"}
    assert (summary.story.origin, summary.story.distributor) == ("Meridian News", "Continental Content Service")


@pytest.mark.usefixtures("stories")
def test_one_message_each_arrives_by_webhook_and_by_mail(receiver, starttls):
    assert (len(receiver.requests), len(starttls.mails)) == (1, 1)


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize("words", ["a law on a «referendum» about the water treaty", "Lakeside Ledger", "Dam Courier"])
def test_the_webhook_gets_the_evidence_and_both_outlets(receiver, words):
    assert words in receiver.requests[0].body["message"]


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize("words", ["a law on a referendum about the water", "Lakeside Ledger", "Dam Courier"])
def test_the_mail_holds_the_evidence_and_both_outlets(starttls, words):
    [mail] = starttls.mails
    assert words in " ".join(mail.get_body(("plain",)).get_content().split())


def test_a_second_round_sends_nothing_more(configuration, stories, receiver):
    with one_round(load(configuration, stores.ENVIRON), lambda _: None) as (round_, tally):
        assert round_.collect() == []
        round_.deliver()
    assert (len(stories), tally.new_entries, len(receiver.requests)) == (1, 0, 1)
