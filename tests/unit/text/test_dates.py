from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import read_date
from watcher.text.date_words import _MONTHS, MONTHS, ZONES

JANUARY_3 = "2026-01-03T00:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # RFC 822 and its relatives
        ("Sat, 03 Jan 2026 09:14:00 GMT", "2026-01-03T09:14:00+00:00"),
        ("03 Jan 2026 09:14 +0200", "2026-01-03T07:14:00+00:00"),
        ("Sat, 3 Jan 26 09:14:00 EST", "2026-01-03T14:14:00+00:00"),
        ("Sat, 03 Jan 99 09:14:00 Z", "1999-01-03T09:14:00+00:00"),
        ("Sat, 03 Jan 2026 09:14:00 +0000 (UTC)", "2026-01-03T09:14:00+00:00"),
        ("Sat, 03 Jan 2026 09:14:00 (CET)", "2026-01-03T08:14:00+00:00"),
        ("Fri, 17 Jul 2026 06:00:00 BST", "2026-07-17T05:00:00+00:00"),
        ("Sat, 03 Jan 2026 09:14:00 IST", "2026-01-03T03:44:00+00:00"),
        ("Sat, 03 Jan 2026 09:14:00 UTC+2", "2026-01-03T07:14:00+00:00"),
        ("Sat, 03 Jan 2026 09:14:00 QQQ", "2026-01-03T09:14:00+00:00"),
        ("Sat, 3 Jan 2026 24:00:00 GMT", "2026-01-04T00:00:00+00:00"),
        ("Sat Jan  3 09:14:00 2026", "2026-01-03T09:14:00+00:00"),
        ("Sat, Dec 19 2026 02:02:33 PM", "2026-12-19T14:02:33+00:00"),
        ("03-Jan-2026 10:00", "2026-01-03T10:00:00+00:00"),
        # ISO 8601
        ("2026-01-03", JANUARY_3),
        ("2026-01-03T09:14Z", "2026-01-03T09:14:00+00:00"),
        ("2026-01-03T09:14:05.123456-05:00", "2026-01-03T14:14:05+00:00"),
        ("2026-01-03 09:14:05 +0530", "2026-01-03T03:44:05+00:00"),
        ("2026-01-03T24:00:00Z", "2026-01-04T00:00:00+00:00"),
        ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59+00:00"),
        ("20260103T091400Z", "2026-01-03T09:14:00+00:00"),
        ("20260103", JANUARY_3),
        # numbers
        ("2026/6/29 15:07:41", "2026-06-29T15:07:41+00:00"),
        ("2026.01.03", JANUARY_3),
        ("22.11.2026 12:16", "2026-11-22T12:16:00+00:00"),
        ("3.4.2026", "2026-04-03T00:00:00+00:00"),
        ("29.06.26", "2026-06-29T00:00:00+00:00"),
        ("13/04/2026", "2026-04-13T00:00:00+00:00"),
        ("4/13/2026 5:06 pm", "2026-04-13T17:06:00+00:00"),
        ("05/05/2026", "2026-05-05T00:00:00+00:00"),
        # words
        ("Friday, January 30, 2026 04:42 PM", "2026-01-30T16:42:00+00:00"),
        ("January 30, 2026 12:05 AM", "2026-01-30T00:05:00+00:00"),
        ("3 January 2026", JANUARY_3),
        ("January 3, 2026", JANUARY_3),
        ("Jan. 3, 2026", JANUARY_3),
        ("Sept. 3rd, 2026, 5 pm", "2026-09-03T17:00:00+00:00"),
        ("Jan 3, 2026 at 9:14 a.m. ET", "2026-01-03T14:14:00+00:00"),
        ("3 May 2026", "2026-05-03T00:00:00+00:00"),
        # other languages
        ("3. Januar 2026, 14:05 Uhr", "2026-01-03T14:05:00+00:00"),
        ("mar. 3 mars 2026 à 14:05", "2026-03-03T14:05:00+00:00"),
        ("ven, 02 gen 2026 10:00:00 +0100", "2026-01-02T09:00:00+00:00"),
        ("3 de enero de 2026", JANUARY_3),
        ("quarta-feira, 2 de setembro de 2026", "2026-09-02T00:00:00+00:00"),
        ("Вт, 03 мар 2026 10:00:00 +0300", "2026-03-03T07:00:00+00:00"),
        ("3 січня 2026 р.", JANUARY_3),
        ("3 stycznia 2026", JANUARY_3),
        ("3 Ocak 2026", JANUARY_3),
        ("2026年1月3日 9時14分", "2026-01-03T09:14:00+00:00"),
        ("2026년 1월 3일", JANUARY_3),
        ("5. března 2026", "2026-03-05T00:00:00+00:00"),
        ("5 martie 2026, 10:00", "2026-03-05T10:00:00+00:00"),
        ("5. maaliskuuta 2026", "2026-03-05T00:00:00+00:00"),
        ("5 Agustus 2026 10:00 WIB", "2026-08-05T03:00:00+00:00"),
        # between date and time, and behind them
        ("Thursday, March 5, 2026 - 12:15pm", "2026-03-05T12:15:00+00:00"),
        ("13/03/2026 – 12:15", "2026-03-13T12:15:00+00:00"),
        ("2026-03-05T10:00:00+01:00[Europe/Paris]", "2026-03-05T09:00:00+00:00"),
        ("Thu, 05 Mar 2026 10:00:00 Etc/GMT", "2026-03-05T10:00:00+00:00"),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, expected: str) -> None:
    moment = read_date(text)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        ("CST", None, "2026-03-06T15:00:00+00:00"),
        ("CST", "en-US", "2026-03-06T15:00:00+00:00"),
        ("CST", "zh-CN", "2026-03-06T01:00:00+00:00"),
        ("(CST)", "zh", "2026-03-06T01:00:00+00:00"),
        ("IST", "he", "2026-03-06T07:00:00+00:00"),
        ("IST", "en-IE", "2026-03-06T08:00:00+00:00"),
        ("AST", "ar", "2026-03-06T06:00:00+00:00"),
        ("EST", "en-AU", "2026-03-05T23:00:00+00:00"),
        ("-0300", "zh", "2026-03-06T12:00:00+00:00"),
    ],
)
def test_a_zone_name_means_what_it_means_in_the_language(zone: str, language: str | None, expected: str) -> None:
    moment = read_date(f"Fri, 06 Mar 2026 09:00:00 {zone}", language)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("soon", id="a word"),
        pytest.param("yesterday", id="a relative day"),
        pytest.param("03/04/2026", id="day and month may be swapped"),
        pytest.param("3-4-2026", id="with hyphens, too"),
        pytest.param("25/03/26", id="which of them is the year"),
        pytest.param("2026", id="only a year"),
        pytest.param("2026-01", id="only a month"),
        pytest.param("January 2026", id="only a month in words"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", id="the epoch"),
        pytest.param("2101-01-01", id="too late"),
        pytest.param("31 February 2026", id="no such day"),
        pytest.param("2026-01-03T25:00:00Z", id="no such hour"),
        pytest.param("Sat, 03 Jan 2026 09:14:00 +3000", id="no such zone"),
        pytest.param("2026-01-03 by Ana Reyes", id="a date and more"),
        pytest.param("The council met on January 3, 2026", id="a sentence"),
        pytest.param("3 January 2026 " * 100, id="long"),
    ],
)
def test_what_is_no_single_moment_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_no_month_name_means_two_months() -> None:
    meanings = {
        (word, at)
        for months in _MONTHS.values()
        for at, forms in enumerate(months.split("|"))
        for word in forms.split()
    }
    assert [word for word, count in Counter(word for word, _ in meanings).items() if count > 1] == []


def test_every_language_has_twelve_months() -> None:
    assert {language: len(months.split("|")) for language, months in _MONTHS.items()} == dict.fromkeys(_MONTHS, 12)
    assert set(MONTHS.values()) == set(range(1, 13))


def test_zones_are_within_a_day() -> None:
    assert max(map(abs, ZONES.values())) <= 14 * 60
    assert len(ZONES) >= 60


@given(st.text(alphabet=st.sampled_from("0123456789 :.,/-+TZJanMarPmгода年月日()"), max_size=40))
def test_nothing_that_looks_like_a_date_raises(text: str) -> None:
    moment = read_date(text)
    assert moment is None or 1989 <= moment.year <= 2101
