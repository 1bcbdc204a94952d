import pytest

from watcher.stories.bylines import read_byline


@pytest.mark.parametrize(
    ("text", "persons", "agency"),
    [
        pytest.param("Ana Reyes", ("Ana Reyes",), None, id="one name"),
        pytest.param("By Ana Reyes", ("Ana Reyes",), None, id="By"),
        pytest.param("Ana Reyes, Bloomberg News on", ("Ana Reyes",), "Bloomberg", id="trailing on"),
        pytest.param("By ANA REYES, Associated Press", ("Ana Reyes",), "Associated Press", id="capitals"),
        pytest.param("ANA REYES and BEN O'KOVAL", ("Ana Reyes", "Ben O'Koval"), None, id="two in capitals"),
        pytest.param("Ana Reyes, Ben Koval and Cato Dunne", ("Ana Reyes", "Ben Koval", "Cato Dunne"), None, id="three"),
        pytest.param("ana@harbour.example (Ana Reyes)", ("Ana Reyes",), None, id="e-mail"),
        pytest.param("Ana Reyes, Staff Writer", ("Ana Reyes",), None, id="role"),
        pytest.param("Ana Reyes | Reuters", ("Ana Reyes",), "Reuters", id="bar"),
        pytest.param("Von Anna Müller und Jan van der Berg", ("Anna Müller", "Jan van der Berg"), None, id="German"),
        pytest.param("Ana de la Cruz y Luis Pardo, EFE", ("Ana de la Cruz", "Luis Pardo"), "EFE", id="Spanish"),
        pytest.param("Robert E Koval", ("Robert E Koval",), None, id="initial"),
        pytest.param("Ана Рейс, Укрінформ", ("Ана Рейс",), "Ukrinform", id="Cyrillic"),
        pytest.param("山田太郎", ("山田太郎",), None, id="Japanese name"),
        pytest.param("ロイター", (), "Reuters", id="Japanese agency"),
        pytest.param("Reuters Staff", (), "Reuters", id="agency's staff"),
        pytest.param("the Associated Press", (), "Associated Press", id="the"),
        pytest.param("PA", (), "PA Media", id="abbreviation"),
        pytest.param("pa", (), None, id="abbreviation in small letters"),
        pytest.param("list.metadata.agency", (), None, id="a template's hole"),
        pytest.param("The Editors", (), None, id="editors"),
        pytest.param("admin", (), None, id="admin"),
        pytest.param("", (), None, id="empty"),
        pytest.param("Ana Reyes " * 40, (), None, id="too long"),
    ],
)
def test_a_byline_names_persons_and_agency(text: str, persons: tuple[str, ...], agency: str | None) -> None:
    byline = read_byline(text)
    assert (byline.persons, byline.agency and byline.agency.name) == (persons, agency)


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        pytest.param("Ben Koval in Port Linden", ("Ben Koval",), id="place"),
        pytest.param("By Ana Reyes Sat, January 3, 2026 at 2:05 PM GMT 3 min read", ("Ana Reyes",), id="date"),
        pytest.param("Ana Reyes | 3 January 2026", ("Ana Reyes",), id="date behind a bar"),
        pytest.param("Ana Reyes and Ben Koval (Bloomberg Law)", ("Ana Reyes", "Ben Koval"), id="an agency's desk"),
        pytest.param("ANI PR", (), id="press release"),
    ],
)
def test_only_persons_are_persons(text: str, persons: tuple[str, ...]) -> None:
    assert read_byline(text).persons == persons
