import pytest

from watcher.parse.stamps import best, read_stamps


def told(line: str) -> list[str]:
    return [f"{stamp.moment:%Y-%m-%d %H:%M}{' changed' if stamp.changed else ''}" for stamp in read_stamps(line)]


@pytest.mark.parametrize(
    ("line", "stamps"),
    [
        ("3 January 2026", ["2026-01-03 00:00"]),
        ("Published Jan. 3, 2026, 2:05 p.m. ET", ["2026-01-03 19:05"]),
        ("Jan 3, 2026 • 5 min read", ["2026-01-03 00:00"]),
        (
            "PUBLISHED: January 3, 2026 at 2:05 PM GMT | UPDATED: January 3, 2026 at 4:40 PM GMT",
            ["2026-01-03 14:05", "2026-01-03 16:40 changed"],
        ),
        ("Last modified on Sat 3 Jan 2026 16.40 GMT", ["2026-01-03 16:40 changed"]),
        (
            "Publié le 03 janvier 2026 à 11h20, modifié le 03 janvier 2026 à 14h05",
            ["2026-01-03 11:20", "2026-01-03 14:05 changed"],
        ),
        ("Stand: 03.01.2026 14:05 Uhr", ["2026-01-03 14:05 changed"]),
        ("Actualizado: 3 de enero de 2026, 14:05", ["2026-01-03 14:05 changed"]),
        ("Оновлено: 3 січня 2026, 14:05", ["2026-01-03 14:05 changed"]),
    ],
)
def test_a_date_line_gives_its_dates(line: str, stamps: list[str]) -> None:
    assert told(line) == stamps


@pytest.mark.parametrize(
    "line",
    [
        "The council met on 3 January 2026 and voted for the pier.",
        "Standing orders of 3 January 2026 were read to the council again",
        "Updated 2 hours ago",
        "03/01/2026",
        "Harbour",
        "",
    ],
)
def test_text_and_doubtful_dates_are_no_date_line(line: str) -> None:
    assert read_stamps(line) == []


def test_publication_goes_before_change() -> None:
    stamps = read_stamps("Updated January 4, 2026 | Published January 3, 2026")
    assert f"{best(stamps):%d}" == "03"
    assert best([]) is None
