"""Alerts laid out by a user's own template: what it may do, and what becomes of the alert where it fails."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.unit.alerts.builders import HEADLINE, NOON, a_copy, a_view, evidence
from watcher.alerts import Dispatch, Rendering, notice, render, render_dispatch, template_problem
from watcher.model import Bundle, Delivery, DeliveryId, Priority

UTC = ZoneInfo("UTC")
ZW = "\u200b"
LINK = "https://harbour.example/a_b?c=*d*"
VIEW = a_view(
    a_copy(0, outlet="Harbour Times", link=LINK),
    a_copy(1, outlet="Quay Herald"),
    origin="Northern Wire",
    found=(evidence("The council will hold a referendum.", "referendum"),),
    priority=Priority.HIGH,
)
OURS = render(VIEW, timezone=UTC)
FAILED = "The channel's template failed, so the watcher's own stands in for it: "


def text_block(text: str) -> str:
    return f"{{% block text %}}{text}{{% endblock %}}"


def by(template: str, **fields: object) -> Rendering:
    return render(replace(VIEW, **fields), timezone=UTC, template=template)


def test_a_template_gives_subject_and_text() -> None:
    shown = by("""\
{# for the night desk #}
{% block subject %}
[{{ priority | upper }}] {{ headline | truncate(20) }}
{% endblock %}

{% block text %}
{% for sentence in sentences %}
{{ sentence | join(attribute="text") }}
{% endfor %}
{{ credit }}
{% for carrier in carriers %}
{{ loop.index }}: **{{ carrier.outlet }}** {{ carrier.link }}
{% endfor %}
{% if more %}and {{ more }} more{% else %}No more.{% endif %}
{% endblock %}
""")
    assert shown.subject == "[HIGH] Zelmar council..."
    assert shown.text.splitlines() == [
        "The council will hold a referendum.",
        "Northern Wire; carried by Harbour Times and Quay Herald",
        f"1: **Harbour Times** {LINK}",
        "2: **Quay Herald** ",
        "No more.",
    ]


def test_the_mail_has_the_same_text_as_html() -> None:
    html = by(text_block("<b>{{ headline }}</b>\n& more")).html
    assert html.startswith("<!doctype html>")
    assert f">&lt;b&gt;{HEADLINE}&lt;/b&gt;\n&amp; more</p>" in html


def test_a_template_without_a_subject_has_ours() -> None:
    assert by(text_block("{{ rule }}")).subject == OURS.subject
    assert by("{% block subject %} {% endblock %}" + text_block("{{ rule }}")).subject == OURS.subject


def test_a_subject_is_one_line_of_at_most_200_characters() -> None:
    subject = by("{% block subject %}a\r\nBcc: b\n" + "c" * 300 + "{% endblock %}" + text_block("x")).subject
    assert subject == f"a Bcc: b {'c' * 190}…"


def test_a_template_may_put_something_around_our_own_text() -> None:
    assert by(text_block("Desk!\n\n{{ text }}")).text == f"Desk!\n\n{OURS.text}"


def test_what_is_not_known_is_nothing() -> None:
    assert by(text_block("[{{ carriers[1].link }}]")).text == "[]"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        pytest.param("{{ headline }}", f"@{ZW}all [x]{ZW}(http:{ZW}//t.example) {{{{ 7∗7 }}}}", id="as it is"),
        pytest.param("{{ headline | lower }}", f"@{ZW}all [x]{ZW}(http:{ZW}//t.example) {{{{ 7∗7 }}}}", id="filtered"),
        pytest.param("{{ '@' ~ 'all' }}", f"@{ZW}all", id="put together"),
        pytest.param("{{ [headline] | join }}", f"@{ZW}all [x]{ZW}(http:{ZW}//t.example) {{{{ 7∗7 }}}}", id="joined"),
    ],
)
def test_what_a_feed_writes_is_no_markup_in_a_users_template_either(template: str, shown: str) -> None:
    copy = a_copy(0, title="@all [x](http://t.example) {{ 7*7 }}")
    assert by(text_block(template), copies=(copy,)).text == shown


NO_TEMPLATE = [
    pytest.param("{% block text %}", 1, "Unexpected end of template", id="unfinished"),
    pytest.param("\n\n{% blok text %}", 3, "unknown tag 'blok'", id="no such tag"),
    pytest.param(text_block("\n{{ headline"), 2, "expected token", id="syntax"),
    pytest.param("{% block subject %}x{% endblock %}", 1, "it has no {% block text %}", id="no text"),
    pytest.param("{% block html %}x{% endblock %}", 1, "its blocks are subject and text", id="another block"),
    pytest.param("x\n" + text_block("x"), 1, "outside of", id="outside of the blocks"),
    pytest.param(text_block("{% if 1 %}{% block subject %}{% endblock %}{% endif %}"), 1, "in another", id="nested"),
    pytest.param(text_block("\n{{ headlin }}"), 2, "did you mean headline?", id="a name mistyped"),
    pytest.param(text_block("{{ cycler.__init__ }}"), 1, "it knows no cycler", id="a global"),
    pytest.param(text_block("{% for a in range(10**9) %}{% endfor %}"), 1, "it can call nothing", id="range"),
    pytest.param(text_block("{{ headline.format() }}"), 1, "it can call nothing", id="a method"),
    pytest.param(text_block("{{ self.text() }}"), 1, "it can call nothing", id="recursion by blocks"),
    pytest.param(text_block("{% macro a() %}{{ a() }}{% endmacro %}"), 1, "it has no macros", id="recursion by macros"),
    pytest.param(
        text_block("{% for a in carriers recursive %}{% endfor %}"), 1, "cannot be recursive", id="recursion by loops"
    ),
    pytest.param(text_block("{{ 'a' * 10 ** 9 }}"), 1, "only add and subtract", id="a giant string"),
    pytest.param(text_block("{{ '%999999999d' % 1 }}"), 1, "only add and subtract", id="a giant format"),
    pytest.param(text_block("{{ headline | center(999999999) }}"), 1, "no filter center", id="a giant filter"),
    pytest.param(text_block("{% set a = 1 %}"), 1, "it can set nothing", id="set"),
    pytest.param(text_block("{% include 'alert.txt' %}"), 1, "no other file", id="include"),
    pytest.param("{% extends 'alert.txt' %}", 1, "outside of", id="extends"),
    pytest.param(text_block("{% filter upper %}x{% endfilter %}"), 1, "behind a value", id="a filter around"),
    pytest.param(text_block("{% autoescape true %}x{% endautoescape %}"), 1, "escaped", id="escaping"),
    pytest.param(text_block("{% for text in carriers %}{% endfor %}"), 1, "cannot be the name", id="a name taken"),
    pytest.param(text_block("{% for _budget in carriers %}{% endfor %}"), 1, "cannot be the name", id="our own name"),
    pytest.param(text_block("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"), 1, "too deeply", id="brackets"),
    pytest.param(text_block("{% if 1 %}" * 500 + "{% endif %}" * 500), 1, "too deeply", id="conditions"),
    pytest.param(text_block("{{ " + "9" * 5000 + " }}"), 1, "too long", id="a giant number"),
    pytest.param(text_block("x" * 16_384), 1, "longer than 16,384 characters", id="a giant template"),
]


@pytest.mark.parametrize(("template", "line", "problem"), NO_TEMPLATE)
def test_what_keeps_a_template_from_being_used_is_said_with_its_line(template: str, line: int, problem: str) -> None:
    found = template_problem(template)
    assert found is not None
    assert (found[0], problem in found[1]) == (line, True), found


def test_an_alert_goes_out_in_our_words_where_its_template_cannot_be_used() -> None:
    shown = by(text_block("\n{{ headlin }}"))
    note, _, rest = shown.text.partition("\n\n")
    assert note == f"{FAILED}line 2: it knows no headlin; did you mean headline?"
    assert (shown.subject, rest) == (OURS.subject, OURS.text)


FAILING = [
    pytest.param("\n{{ more.lnk }}", "line 2: 'int object' has no attribute 'lnk'", id="no such part"),
    pytest.param("{{ headline.__class__.__mro__ }}", "line 1: access to attribute", id="what is not to be seen"),
    pytest.param("{{ carriers }}", "line 1: this is no text", id="a list"),
    pytest.param("{{ headline.upper }}", "line 1: this is no text", id="a method"),
    pytest.param("{{ headline + 1 }}", "line 1: can only concatenate str", id="no sum"),
    pytest.param("{{ 1 is divisibleby 0 }}", "line 1: integer modulo by zero", id="division by zero"),
    pytest.param("{% for a in 1 %}{% endfor %}", "line 1: 'int' object is not iterable", id="no list"),
    pytest.param("{{ '' }}", "it gave no text", id="nothing"),
    pytest.param(
        "".join(f"{{% for a{number} in '{'x' * 99}' %}}" for number in range(4)) + "x" + "{% endfor %}" * 4,
        "its loops go round too often: more than 50,000 steps",
        id="loops in loops",
    ),
    pytest.param(
        f"{{% for a in '{'x' * 999}' %}}{'{{ reason }}' * 9}{{% endfor %}}",
        "block text gives more than 16,384 characters",
        id="too much text",
    ),
    pytest.param(
        "{{ headline" + f" | join('{'x' * 40}')" * 20 + " }}", "join gives more than 16,384 characters", id="joins"
    ),
]


@pytest.mark.parametrize(("text", "reason"), FAILING)
def test_an_alert_goes_out_in_our_words_with_a_line_on_why_its_template_failed(text: str, reason: str) -> None:
    shown = by(text_block(text))
    note, _, rest = shown.text.partition("\n\n")
    assert (shown.subject, rest) == (OURS.subject, OURS.text)
    assert note.startswith(f"{FAILED}{reason}")
    assert FAILED.replace("'", "&#39;") in shown.html


@pytest.mark.parametrize(("text", "reason"), FAILING)
def test_a_template_that_would_fail_with_every_alert_is_none(text: str, reason: str) -> None:
    found = template_problem(text_block(text))
    assert found is not None
    assert found[1].startswith(reason.removeprefix(f"line {found[0]}: "))


def a_delivery(**fields: object) -> Delivery:
    return Delivery(id=DeliveryId(1), key="key", channel="desk", **fields)


def test_a_message_of_one_alert_is_laid_out_by_the_template() -> None:
    dispatch = Dispatch(delivery=a_delivery(), views=(VIEW,), created_at=NOON)
    assert render_dispatch(dispatch, timezone=UTC, template=text_block("{{ rule }}")).text == "zelmar-votes"


@pytest.mark.parametrize(
    "dispatch",
    [
        pytest.param(
            Dispatch(delivery=a_delivery(bundle=Bundle.GROUP), views=(VIEW, VIEW), created_at=NOON), id="several"
        ),
        pytest.param(
            Dispatch(delivery=a_delivery(), views=(notice("feed", "A feed is gone", "410", NOON),), created_at=NOON),
            id="a notice",
        ),
    ],
)
def test_what_is_no_alert_is_laid_out_by_us(dispatch: Dispatch) -> None:
    ours = render_dispatch(dispatch, timezone=UTC)
    assert render_dispatch(dispatch, timezone=UTC, template=text_block("{{ rule }}")) == ours
