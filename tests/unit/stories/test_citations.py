import pytest

from watcher.stories import Agencies, Agency, AgencyKind, Citation, cited

ABOUT_AGENCIES = ["Reuters to sell its building", "Harbour to close - Reuters"]


def sources(body: str, title: str = "Harbour to close") -> list[str]:
    return [citation.name for citation in cited(title, body)]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param("The harbour master will resign, an aide told Reuters on Friday.", "Reuters", id="told"),
        pytest.param("Reuters first reported the sale of the docks.", "Reuters", id="first reported"),
        pytest.param("The council, citing Bloomberg News, said the docks are sold.", "Bloomberg", id="citing"),
        pytest.param("Bloomberg has learned that the docks are sold.", "Bloomberg", id="has learned"),
        pytest.param("Two ships left on Monday, according to the AFP.", "AFP", id="according to"),
        pytest.param("It was sold, the state news agency Xinhua said.", "Xinhua", id="the news agency said"),
        pytest.param(
            "The mayor confirmed it in an interview with the Associated Press.", "Associated Press", id="interview"
        ),
        pytest.param("“We are closing,” she told the Financial Times.", "Financial Times", id="a publisher"),
        pytest.param("A Reuters report said on Monday that the docks are sold.", "Reuters", id="report"),
        pytest.param(
            "It closes, as first reported by the Harbour Times.", "Harbour Times", id="an outlet nobody knows"
        ),
        pytest.param("The Linden Evening Post reported the sale.", "Linden Evening Post", id="an outlet that reported"),
        pytest.param("It was sold, the official Xinhua News Agency said.", "Xinhua", id="its full name"),
        pytest.param("She told Norvania's Business Daily that it is sold.", "Business Daily", id="behind a country"),
        pytest.param("The newspaper Dagens Havn reported the sale.", "Dagens Havn", id="a newspaper of any name"),
        pytest.param("Der Hafen schließt, wie die Nachrichtenagentur dpa meldete.", "dpa", id="German"),
        pytest.param("Laut dpa schließt der Hafen.", "dpa", id="German, laut"),
        pytest.param("Der Hafen schließt, sagte eine Sprecherin der Agentur AFP.", "AFP", id="German, told"),
        pytest.param("Le port ferme, selon l’AFP.", "AFP", id="French"),
        pytest.param("Le port ferme, a déclaré la maire à l'agence Reuters.", "Reuters", id="French, told"),
        pytest.param("El puerto cierra, según la agencia EFE.", "EFE", id="Spanish"),
        pytest.param("El puerto cierra, dijo la alcaldesa a Reuters.", "Reuters", id="Spanish, told"),
        pytest.param("Il porto chiude, riferisce l'ANSA.", "ANSA", id="Italian"),
        pytest.param("O porto fecha, informou a Agência Lusa.", "Lusa", id="Portuguese"),
        pytest.param("De haven sluit, meldt persbureau ANP.", "ANP", id="Dutch"),
        pytest.param("Hamnen stängs, enligt nyhetsbyrån TT.", "TT", id="Swedish"),
        pytest.param("Port będzie zamknięty – podała PAP.", "PAP", id="Polish"),
        pytest.param("Port zamknięto, powiedział rzecznik agencji Reutersowi.", "Reuters", id="Polish, declined"),
        pytest.param("Порт закрито, повідомляє Інтерфакс-Україна.", "Interfax-Ukraine", id="Ukrainian"),
        pytest.param("Про це розповіла речниця агентству «Укрінформ».", "Ukrinform", id="Ukrainian, quoted"),
        pytest.param("Порт закрыт, как сообщает Рейтер.", "Reuters", id="Russian"),
        pytest.param("Источник рассказал «Интерфаксу» о закрытии порта.", "Interfax", id="Russian, declined"),
        pytest.param("О продаже сообщила газета «Портовый вестник».", "Портовый вестник", id="Russian, any newspaper"),
        pytest.param("Reuters'a konuşan bir yetkili limanın kapandığını söyledi.", "Reuters", id="Turkish"),
        pytest.param("Anadolu Ajansı'nın haberine göre liman kapandı.", "Anadolu", id="Turkish, according to"),
        pytest.param("قال مسؤول لرويترز إن الميناء أغلق.", "Reuters", id="Arabic, told"),
        pytest.param("نقلت وكالة الأناضول عن مسؤول أن الميناء أغلق.", "Anadolu", id="Arabic, quoted"),
        pytest.param("据路透社报道，港口已关闭。", "Reuters", id="Chinese"),
        pytest.param("港口官员告诉法新社，港口已关闭。", "AFP", id="Chinese, told"),
        pytest.param("ロイター通信によると、港は閉鎖された。", "Reuters", id="Japanese"),
        pytest.param("港の閉鎖は共同通信が報じた。", "Kyodo News", id="Japanese, reported"),
        pytest.param("연합뉴스에 따르면 항구가 폐쇄됐다.", "Yonhap", id="Korean"),
    ],
)
def test_a_text_cites_whom_it_names_as_its_source(body: str, name: str) -> None:
    assert sources(body) == [name]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("He told reporters on Friday that the docks are sold.", id="reporters"),
        pytest.param("Reuters shares rose 5 % in Toronto.", id="the agency as a company"),
        pytest.param("Bloomberg reported earnings above forecasts.", id="its results"),
        pytest.param("Bloomberg said he would run for mayor of Port Linden.", id="a person of that name"),
        pytest.param("Analysts polled by Reuters expect a fall.", id="polled by"),
        pytest.param("Prices will fall, according to a Reuters poll.", id="a poll"),
        pytest.param("Prices fell, according to data compiled by Bloomberg.", id="data"),
        pytest.param("Prices will fall, according to Bloomberg Intelligence.", id="a part that is no newsroom"),
        pytest.param("It stands in a study in the journal Harbour Science.", id="a journal of science"),
        pytest.param("She criticised an ABC News correspondent for it.", id="a reporter"),
        pytest.param("The AP exam is hard, students told the council.", id="an abbreviation"),
        pytest.param("A crowd met in front of the Reuters building.", id="a building"),
        pytest.param("Press Secretary Ana Reyes said the port closes.", id="a title with such a word"),
        pytest.param("The Post Office said the port closes.", id="another body with such a word"),
        pytest.param("The Times Square crowd said nothing.", id="a place with such a word"),
        pytest.param("Mehr sagte sie nicht.", id="German: more"),
        pytest.param("Der Sender schweigt, sagte Ana Reyes.", id="German: a newspaper without a name"),
        pytest.param("两国共同报道了港口的关闭。", id="Chinese: jointly"),
        pytest.param("新华社区报道会在港口举行。", id="Chinese: part of another word"),
        pytest.param("الميناء مغلق منذ يوم الجمعة.", id="Arabic without a name"),
        pytest.param("The release came by PR Newswire, according to PR Newswire.", id="a wire of press releases"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_name_alone_is_no_source(body: str) -> None:
    assert sources(body) == []


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Reuters: harbour to close", id="in front"),
        pytest.param("Harbour to close: Reuters", id="behind a colon"),
        pytest.param("Harbour to close, mayor tells Reuters", id="told"),
        pytest.param("Порт закроют: Рейтер", id="Russian"),
        pytest.param("路透：港口将关闭", id="Chinese"),
    ],
)
def test_a_headline_may_name_the_source(title: str) -> None:
    assert cited(title, "") == (Citation(name="Reuters", known=True, sentence=title),)


@pytest.mark.parametrize("title", [*ABOUT_AGENCIES, "How Reuters works", "Harbour to close: mayor", ""])
def test_a_headline_about_an_agency_cites_nobody(title: str) -> None:
    assert cited(title, "") == ()


def test_the_sentence_is_the_evidence() -> None:
    body = "Ferries wait.\n\nThe port closes. It will open\nin May, an aide told Reuters. Boats wait.\n\nMore."
    assert cited("", body)[0].sentence == "It will open in May, an aide told Reuters."


def test_each_source_is_given_once_in_the_order_of_the_text() -> None:
    body = "The Harbour Times reported it. Officials told AFP. They told Reuters. AFP reported it again."
    assert sources(body, title="Harbour to close: Reuters") == ["Reuters", "Harbour Times", "AFP"]


def test_a_source_that_no_table_knows_says_so() -> None:
    assert [each.known for each in cited("", "AFP reported it. The Harbour Times reported it.")] == [True, False]


def test_the_users_agencies_are_sources_too() -> None:
    own = Agency(name="Quay Wire", kind=AgencyKind.AGENCY, marks=("QW",))
    body = "The port closes, an aide told QW."
    assert [each.name for each in cited("", body, Agencies(own=(own,)))] == ["Quay Wire"]
    assert cited("", body) == ()


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("The minister told Norvania's Reuters on Monday.", ["Reuters"], id="a name between"),
        pytest.param("She told the newspaper Skerrow so.", ["Skerrow"], id="a name behind a kind"),
        pytest.param("She told the newspaper “skerrow” so.", ["skerrow"], id="quotes behind a kind"),
        pytest.param("A magazine of note, she told the newspaper Skerrow.", ["Skerrow"], id="behind one of two kinds"),
        pytest.param("She told the newspaper of the harbour so.", [], id="no name behind a kind"),
    ],
)
def test_what_may_stand_beside_a_name(body: str, names: list[str]) -> None:
    assert sources(body) == names


def test_a_press_review_is_cut_short() -> None:
    body = " ".join(f"Quay{chr(97 + n)} Times reported it." for n in range(20))
    assert len(cited("", body)) == 12


@pytest.mark.timeout(5)
@pytest.mark.parametrize("word", ["told ", "Harbour Times ", "газета ", "dijo a ", "according to the ", "據"])
def test_hostile_texts_cost_linear_time(word: str) -> None:
    assert len(cited(word * 200, word * 20_000)) <= 12
