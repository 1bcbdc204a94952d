import pytest

from watcher.text import Page, read_page

LONG = "The council met in the old customs house and spoke of sand until the tide came in. " * 3


def test_a_page_says_what_it_is() -> None:
    page = read_page(
        '<html lang="en"><head><title>Quay &amp; Co</title><meta name="Author" content="Ana Reyes">'
        '<meta property="og:title" content="Title"><meta property="og:title" content="Second">'
        '<link rel="canonical" href="/a"><link rel="alternate" type="application/atom+xml" href="/atom">'
        '<script type="application/ld+json">{"a": 1}</script></head>'
        '<body><h1>One</h1><time datetime="2026-01-03">x</time></body></html>'
    )
    assert page == Page(
        title="Quay & Co",
        headings=("One",),
        meta={"author": "Ana Reyes", "og:title": "Title"},
        canonical="/a",
        feeds=("/atom",),
        language="en",
        times=("2026-01-03",),
        json_ld=('{"a": 1}',),
        main="One\n\nx",
    )


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<p>menu</p><article><p>{LONG}</p></article><p>{LONG * 2}</p>", id="article"),
        pytest.param(f"<article>teaser</article><main><p>{LONG}</p></main><p>foot</p>", id="main"),
        pytest.param(f"<div><p>menu</p></div><div><p>{LONG}</p></div>", id="largest block"),
        pytest.param(
            f"<div>menu</div><article><nav>nav</nav><p>{LONG}</p><form>f</form></article>", id="no navigation"
        ),
        pytest.param(
            f"<article><p>{LONG}</p><div class='post-share'>x</div><ul id='related'><li>y</ul></article>", id="names"
        ),
        pytest.param(f"<div role=navigation>menu</div>{LONG}", id="bare text"),
    ],
)
def test_the_main_text_is_found(markup: str) -> None:
    assert read_page(markup).main == LONG.strip()


SHORT = "The harbour master will answer on Monday, he said when the tide had gone out."
TEASERS = f"<div><p><a href=/1>{SHORT}</a></p></div>"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<div><p>{LONG}</p></div><div>picture</div><div><p>{SHORT}</p></div>", id="blocks side by side"),
        pytest.param(f"<div><p>{LONG}</p></div><div><p>{SHORT}</p></div>{TEASERS}", id="and teasers"),
        pytest.param(f"<div><p>{LONG}</p></div><div><p>{SHORT}</p></div><div class=x><p>{SHORT}</p></div>", id="a box"),
        pytest.param(f"<div><div><p>{LONG}</p></div><div><p>{SHORT}</p></div></div>{LONG[:80]}", id="deeper"),
    ],
)
def test_a_text_that_is_divided_into_blocks_is_found_whole(markup: str) -> None:
    assert read_page(markup).main == f"{LONG.strip()}\n\n{SHORT}"


@pytest.mark.parametrize("markup", ["", "<html>", "<frameset>", "<p hidden>x</p>", "\x00"])
def test_a_page_without_text_has_none(markup: str) -> None:
    assert read_page(markup).main == ""
