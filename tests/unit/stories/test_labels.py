"""What a text says it is to the one before it."""

import pytest

from watcher.model import Article, Label
from watcher.stories import label, version_mark, withdrawn

BODY = "The lower house took up a bill on Friday that gives the islands a tax office. A vote is due in June."


def marked(*marks: str) -> list[object]:
    return [pytest.param(mark, id=mark.strip()) for mark in marks]


@pytest.mark.parametrize(
    "title",
    marked(
        "UPDATE 2-Islands bill passes",
        "UPDATE 10-Islands bill passes",
        "UPDATE 1 - Islands bill passes",
        "UPDATE: Islands bill passes",
        "Update: Islands bill passes",
        "Updated: Islands bill passes",
        "Update 3: Islands bill passes",
        "3rd UPDATE: Islands bill passes",
        "**UPDATE**: Islands bill passes",
        "WRAPUP 2-Islands bill passes",
        "WRAP-UP: Islands bill passes",
        "RPT-UPDATE 3-Islands bill passes",
        "Islands bill passes, 1st Ld-Writethru",
        "BC-NV--Islands Bill, 2nd Ld-Writethru,416",
        "1st Ld-Writethru Islands bill passes",
        "Islands bill passes (Update2)",
        "Islands bill passes (updated)",
        "Islands bill passes (Updated at 3 pm) - Harbour Times",
        "Islands bill passes [UPDATE]",
        "Islands bill passes - UPDATE",
        "Islands bill passes – UPDATE 2 | Harbour Times",
        "(Adds quotes) Islands bill passes",
        "ROUNDUP 2: Inselgesetz angenommen",
        "AKTUALISIERT: Inselgesetz angenommen",
        "Inselgesetz angenommen (aktualisiert)",
        "Inselgesetz angenommen (aktualisiert um 14:30)",
        "MISE À JOUR : la loi sur les îles adoptée",
        "MàJ - La loi sur les îles adoptée",
        "La loi sur les îles adoptée (actualisé)",
        "ACTUALIZACIÓN: aprobada la ley de las islas",
        "ACTUALIZACION - Aprobada la ley de las islas",
        "Aprobada la ley de las islas (actualizada)",
        "AMPLIACIÓN: aprobada la ley de las islas",
        "ОНОВЛЕНО. Закон про острови ухвалено",
        "Оновлено: закон про острови ухвалено",
        "Закон про острови ухвалено (оновлено)",
        "Закон про острови ухвалено (ДОПОВНЕНО)",
        "ОБНОВЛЕНО: закон об островах принят",
        "Закон об островах принят (дополнено)",
        "UPD: Закон об островах принят",
        "[AKTUALIZACJA] Ustawa o wyspach przyjęta",
        "Ustawa o wyspach przyjęta (aktualizacja)",
    ),
)
def test_a_title_may_say_that_it_is_an_update(title: str) -> None:
    assert version_mark(title, BODY) is Label.UPDATE


@pytest.mark.parametrize(
    "title",
    marked(
        "CORRECTED-Islands bill passes",
        "CORRECTED (OFFICIAL)-Islands bill passes",
        "CORRECTED-UPDATE 2-Islands bill passes",
        "UPDATE 2-CORRECTED-Islands bill passes",
        "(CORRECTED)-Islands bill passes",
        "Corrected: Islands bill passes",
        "Correction: Islands bill story",
        "Correction-Islands bill story",
        "CORRECT: Islands bill passes",
        "MANDATORY CORRECTION: Islands bill passes",
        "REFILE-Islands bill passes",
        "REFILE-UPDATE 1-Islands bill passes",
        "Clarification: Islands bill story",
        "Islands bill passes (Correct)",
        "Islands bill passes (Correct) - Harbour News",
        "Islands bill passes (corrected)",
        "Islands bill passes - CORRECTED",
        "(Corrects name in first paragraph) Islands bill passes",
        "Korrektur: Inselgesetz angenommen",
        "KORREKTUR/ROUNDUP 2: Inselgesetz angenommen",
        "BERICHTIGUNG: Inselgesetz angenommen",
        "Berichtigung - Inselgesetz angenommen",
        "Inselgesetz angenommen (korrigiert)",
        "Correctif : la loi sur les îles adoptée",
        "RECTIFICATIF - La loi sur les îles adoptée",
        "Rectificatif: la loi sur les îles adoptée",
        "ANNULE ET REMPLACE : la loi sur les îles adoptée",
        "CORRECCIÓN: aprobada la ley de las islas",
        "CORRECCION - Aprobada la ley de las islas",
        "Fe de errores: la ley de las islas",
        "Виправлення: закон про острови ухвалено",
        "ВИПРАВЛЕНО: закон про острови ухвалено",
        "ВИПРАВЛЕНО. Закон про острови ухвалено",
        "Закон про острови ухвалено (виправлено)",
        "ИСПРАВЛЕНО: закон об островах принят",
        "Закон об островах принят (исправлено)",
        "Sprostowanie: ustawa o wyspach przyjęta",
        "SPROSTOWANIE - Ustawa o wyspach przyjęta",
    ),
)
def test_a_title_may_say_that_it_is_a_correction(title: str) -> None:
    assert version_mark(title, BODY) is Label.CORRECTION
    assert not withdrawn(title, BODY)


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("(Adds quotes, background)\n\n", Label.UPDATE),
        ("(Updates with vote)\n\n", Label.UPDATE),
        ("(Recasts lead)\n\n", Label.UPDATE),
        ("LARKHAVEN, March 6 (Quay Wire) - (Adds quotes) ", Label.UPDATE),
        ("Eds: Updates with quotes.\n\n", Label.UPDATE),
        ("By Ana Reyes\nEds: ADDS details of the vote.\n\n", Label.UPDATE),
        ("This story has been updated with the result of the vote.\n\n", Label.UPDATE),
        ("Editor's note: This article was updated on Friday.\n\n", Label.UPDATE),
        ("Update: the vote has ended.\n\n", Label.UPDATE),
        ("(Neu: Abstimmung)\n\n", Label.UPDATE),
        ("Dieser Artikel wurde aktualisiert.\n\n", Label.UPDATE),
        ("Cet article a été mis à jour.\n\n", Label.UPDATE),
        ("(Actualiza con votación)\n\n", Label.UPDATE),
        ("Esta noticia ha sido actualizada.\n\n", Label.UPDATE),
        ("Новину оновлено о 14:30.\n\n", Label.UPDATE),
        ("Новость обновлена.\n\n", Label.UPDATE),
        ("Ten artykuł został zaktualizowany.\n\n", Label.UPDATE),
        ("(Corrects name in lead)\n\n", Label.CORRECTION),
        ("(CORRECTS spelling of name)\n\n", Label.CORRECTION),
        ("(Refiles to fix typo)\n\n", Label.CORRECTION),
        ("(This March 6 story has been corrected to fix the place in paragraph 2)\n\n", Label.CORRECTION),
        ("LARKHAVEN, March 6 (Quay Wire) - (This story corrects the vote)\n\n", Label.CORRECTION),
        ("Eds: Corrects spelling of name.\n\n", Label.CORRECTION),
        ("EDS: CLARIFIES that the vote is due in June.\n\n", Label.CORRECTION),
        ("This story has been corrected.\n\n", Label.CORRECTION),
        ("Editor’s note: An earlier version of this story gave a wrong date.\n\n", Label.CORRECTION),
        ("An earlier version of this article misspelt a name.\n\n", Label.CORRECTION),
        ("Correction: The vote is due in June.\n\n", Label.CORRECTION),
        ("CORRECTION\n\n", Label.CORRECTION),
        ("MANDATORY CORRECTION\n\n", Label.CORRECTION),
        ("Korrektur: Die Abstimmung ist im Juni.\n\n", Label.CORRECTION),
        ("(Berichtigt wird das Datum)\n\n", Label.CORRECTION),
        ("In einer früheren Version stand ein falsches Datum.\n\n", Label.CORRECTION),
        ("Une version précédente de cet article donnait une fausse date.\n\n", Label.CORRECTION),
        ("(Corrige la date)\n\n", Label.CORRECTION),
        ("Una versión anterior de este artículo daba otra fecha.\n\n", Label.CORRECTION),
        ("У попередній версії було вказано іншу дату.\n\n", Label.CORRECTION),
        ("В предыдущей версии была указана другая дата.\n\n", Label.CORRECTION),
        ("W poprzedniej wersji podano inną datę.\n\n", Label.CORRECTION),
    ],
    ids=str.strip,
)
def test_a_body_may_say_at_its_beginning_what_it_is(beginning: str, expected: Label) -> None:
    assert version_mark("Islands bill passes", beginning + BODY) is expected


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("KILL-Islands bill passes", BODY),
        ("KILL: Islands bill passes", BODY),
        ("STORY KILL: Islands bill", BODY),
        ("MANDATORY KILL", BODY),
        ("Mandatory kill: Islands bill", BODY),
        ("WITHDRAWN-Islands bill passes", BODY),
        ("WITHDRAWN: Islands bill passes", BODY),
        ("Islands bill passes - WITHDRAWN", BODY),
        ("Islands bill passes (WITHDRAWN)", BODY),
        ("STORY WITHDRAWN", BODY),
        ("BUST IT: Islands bill passes", BODY),
        ("CORRECTED-WITHDRAWN-Islands bill passes", BODY),
        ("ADVISORY-Story on islands bill is withdrawn", BODY),
        ("ADVISORY-Islands bill alerts are withdrawn", BODY),
        ("ADVISORY-Islands bill is withdrawn", BODY),
        ("Islands bill passes", "MANDATORY KILL\n\n" + BODY),
        ("Islands bill passes", "STORY WITHDRAWN\n\n" + BODY),
        ("Islands bill passes", "BUST IT\n\n" + BODY),
        ("Islands bill passes", "The Quay Wire story headlined “Islands bill passes” is withdrawn."),
        ("Islands bill passes", "This story has been withdrawn. " + BODY),
        ("Islands bill passes", "There will be no substitute story. " + BODY),
        ("Islands bill passes", "Editors: Please kill the story slugged BC-NV--Islands Bill."),
        ("MELDUNG ZURÜCKGEZOGEN: Inselgesetz", BODY),
        ("Inselgesetz", "Diese Meldung wird zurückgezogen."),
        ("AVIS D'ANNULATION - Loi sur les îles", BODY),
        ("Loi sur les îles", "Cette dépêche est annulée."),
        ("NOTICIA ANULADA: ley de las islas", BODY),
        ("ВІДКЛИКАНО: закон про острови", BODY),
        ("НОВОСТЬ ОТОЗВАНА: закон об островах", BODY),
        ("DEPESZA ANULOWANA: ustawa o wyspach", BODY),
    ],
    ids=lambda text: text[:40],
)
def test_a_text_that_takes_its_story_back_is_a_correction_that_says_so(title: str, body: str) -> None:
    assert version_mark(title, body) is Label.CORRECTION
    assert withdrawn(title, body)


@pytest.mark.parametrize(
    "title",
    marked(
        "Correction in tech stocks deepens",
        "Correction looms: islands brace for it",
        "Correction-proof portfolios for the islands",
        "Markets correct",
        "Corrected vision is no bar to pilots",
        "Correctional officers strike",
        "Update your phone now",
        "Updates on: islands bill",
        "Update on islands bill",
        "Update 12-year-old maps, islands urged",
        "Software update, explained",
        "Live updates: islands vote",
        "Islands vote - live updates",
        "Parliament to update: what it means",
        "Markets Wrap: crown falls",
        "Crown falls: Markets Wrap",
        "Kill Bill",
        "KILL BILL",
        "Kill-switch for ferries",
        "Kill: the islands' first thriller",
        "Islands withdraw from pact",
        "Withdrawn islands bill returns",
        "Withdrawn: islands bill",
        "Minister withdrawn (kill me, he said)",
        "ADVISORY-Drug withdrawn from islands",
        "Advisory: herring withdrawn from sale",
        "Roundup: the week on the islands",
        "Korrektur am Aktienmarkt",
        "Kurskorrektur: Inseln sparen",
        "Aktualisierungen für Fähren",
        "La correction du bac commence",
        "Actualización del mapa de las islas",
        "Оновлення уряду завершено",
        "Исправление дорог начнётся",
        "Поправка: депутаты спорят",
        "Sprostowanie ministra",
        "Correct answers to the islands quiz",
        "3rd Ld of the manor",
        "Fixes included in new ferry (adds room)",
        "RPTV to show islands match",
        "Repeat offenders on the islands",
    ),
)
def test_words_that_only_look_like_marks_are_none(title: str) -> None:
    assert version_mark(title, BODY) is None


@pytest.mark.parametrize(
    "body",
    marked(
        "The report on nets was withdrawn by the ministry on Friday.",
        "The story of the islands was killed by the committee.",
        "Kill the bill, they chanted.",
        "This report is correctly filed.",
        "Corrections officers met on Friday.",
        "Update your phone now, the board said.",
        "This article will be updated during the day.",
        "The board said: (Adds up to ten) boats stay.",
        "Updated 8 mins ago",
        "Eds said the vote was close.",
        f"{BODY}\n\n{BODY}\n\n{BODY}\n\nThis story has been corrected.",
        "",
    ),
)
def test_a_body_that_does_not_speak_of_itself_has_no_mark(body: str) -> None:
    assert version_mark("Islands bill passes", body) is None


def test_letters_that_only_fold_to_a_mark_are_none() -> None:
    """A pattern without case takes the long s for an s, and the i without its dot for an i."""
    assert version_mark("(Addſ quotes) Islands bill", "(Correctſ name)\n\n(Clarıfies)") is None
    assert version_mark("Refıle: islands bill", "Eds: Addſ quotes") is None


def test_a_text_that_was_sent_once_more_is_no_version() -> None:
    assert version_mark("RPT-Islands bill passes", BODY) is None
    assert version_mark("WDH: Inselgesetz angenommen", BODY) is None


def an_article(title: str) -> Article:
    return Article(source="harbour", title=title, body=BODY)


@pytest.mark.parametrize(
    ("title", "begins", "rewritten", "expected"),
    [
        pytest.param("Islands bill passes", True, False, Label.NEW, id="first"),
        pytest.param("CORRECTED-Islands bill passes", True, False, Label.NEW, id="first, whatever it says"),
        pytest.param("Islands bill passes", False, False, Label.COPY, id="one more"),
        pytest.param("Islands bill passes", False, True, Label.UPDATE, id="rewritten"),
        pytest.param("CORRECTED-Islands bill passes", False, True, Label.CORRECTION, id="rewritten, and says why"),
        pytest.param("UPDATE 1-Islands bill passes", False, False, Label.UPDATE, id="a write-through"),
    ],
)
def test_an_arriving_text_is_labelled(title: str, begins: bool, rewritten: bool, expected: Label) -> None:  # noqa: FBT001 - a case
    assert label(an_article(title), begins=begins, rewritten=rewritten) is expected
