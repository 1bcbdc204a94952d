"""Credit lines in many languages, and lines that look like them."""

import pytest

from tests.builders import HERRING, an_entry
from watcher.stories import read_credit

LONG = f"{HERRING} {HERRING}"


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        pytest.param("© 2026 dpa Deutsche Presse-Agentur GmbH", "dpa", id="German copyright"),
        pytest.param("Quelle: dpa", "dpa", id="German source"),
        pytest.param("© 2026 AFP. Tous droits réservés.", "AFP", id="French copyright"),
        pytest.param("Fuente: EFE", "EFE", id="Spanish source"),
        pytest.param("(EFE)", "EFE", id="Spanish brackets"),
        pytest.param("Źródło: PAP", "PAP", id="Polish source"),
        pytest.param("(PAP)", "PAP", id="Polish brackets"),
        pytest.param("Джерело: Укрінформ", "Ukrinform", id="Ukrainian source"),
        pytest.param("Источник: Интерфакс", "Interfax", id="Russian source"),
        pytest.param("Kaynak: Anadolu Ajansı", "Anadolu", id="Turkish source"),
        pytest.param("(AA)", "Anadolu", id="Turkish brackets"),
        pytest.param("المصدر: رويترز", "Reuters", id="Arabic source"),
        pytest.param("(أ ف ب)", "AFP", id="Arabic abbreviation"),
        pytest.param("来源：新华社", "Xinhua", id="Chinese source"),
        pytest.param("（来源：路透社）", "Reuters", id="Chinese source in brackets"),
        pytest.param("（共同）", "Kyodo News", id="Japanese brackets"),
        pytest.param("出典：時事通信", "Jiji Press", id="Japanese source"),
        pytest.param(
            "This report by The Canadian Press was first published Jan. 3, 2026.", "Canadian Press", id="report by"
        ),
    ],
)
def test_credit_lines_of_many_languages_name_the_origin(line: str, origin: str) -> None:
    credit, body = read_credit(an_entry(body=f"{LONG}\n\n{line}"))
    assert (credit.origin, body) == (origin, LONG)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("The mayor told Reuters that the docks are sold.", id="told"),
        pytest.param("Reuters reported that the docks are sold.", id="reported"),
        pytest.param("Ana Reyes contributed reporting to Reuters from Port Linden.", id="contributed"),
        pytest.param("(Avec AFP)", id="French: with material of"),
        pytest.param("With files from the harbour office.", id="with files from nobody"),
        pytest.param("Quelle: Hafenamt Linden", id="German source that no table knows"),
        pytest.param("Источник: портовая служба", id="Russian source that no table knows"),
        pytest.param("Порт закрыт, сообщает Рейтер.", id="Russian citation"),
        pytest.param("据路透社报道，港口已关闭。", id="Chinese citation"),
        pytest.param("قال مسؤول لرويترز إن الميناء أغلق.", id="Arabic citation"),
        pytest.param("They joined the Associated Press Club of Port Linden.", id="a longer name"),
    ],
)
def test_a_line_that_cites_or_names_nobody_known_makes_no_origin(line: str) -> None:
    credit, _ = read_credit(an_entry(body=f"{LONG}\n\n{line}"))
    assert (credit.origin, credit.origin_confidence) == (None, 0.0)
