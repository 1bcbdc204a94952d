import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from watcher.settings.locate import KeyPath, locate

NASTY = """\
# [not.a.table] "nor a string
top = 1 # [[feeds]]
"quoted key" = 'it''s'
'quoted.dot' = true
fruit . apple . smooth = 1979-05-27 07:32:00
site."google.com" = "a # no comment ] }"

[owner]
name = \"\"\"
[fake]
key = "value" \\
   folded\"\"\"
list = [ # [ comment
  "a]", 'b[',
  [1, [2.5, -inf]], # ] comment
  { x = 1, y.z = [ "}" ] },
]

[[feeds]]
name = "one"
[feeds.headers]
Accept = "x"
[[feeds.retries]]
after = 1
[[feeds.retries]]
after = 2

[[ feeds ]] # second
name = 'two'
inline = { name = "in", tags = ["t", "u"] }
[feeds."odd key"]
z = 0x1F
[a.b.c]
d = 1
[a]
e = 2
"""


def _paths(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    if path:
        yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from _paths(child, (*path, step))


PLAIN = [(path, value) for path, value in _paths(tomllib.loads(NASTY.replace("'it''s'", "'its'"))) if path]


@pytest.fixture(scope="module")
def text() -> str:
    return NASTY.replace("'it''s'", "'its'")


@pytest.mark.parametrize(("path", "value"), PLAIN, ids=lambda part: str(part)[:40])
def test_every_path_has_its_spot(text: str, path: KeyPath, value: Any) -> None:
    assert path in locate(text), value


SCALARS = [(path, value) for path, value in PLAIN if not isinstance(value, (dict, list))]


@pytest.mark.parametrize(("path", "value"), SCALARS, ids=lambda part: str(part)[:40])
def test_the_value_that_is_located_is_the_value_that_is_read(text: str, path: KeyPath, value: Any) -> None:
    written = text[slice(*locate(text)[path].value)]

    assert tomllib.loads(f"key = {written}")["key"] == value


NAMED = [(path, value) for path, value in SCALARS if isinstance(path[-1], str)]


@pytest.mark.parametrize(("path", "value"), NAMED, ids=lambda part: str(part)[:40])
def test_the_key_that_is_located_is_the_key_that_is_read(text: str, path: KeyPath, value: Any) -> None:
    written = text[slice(*locate(text)[path].key)]

    assert tomllib.loads(f"{written} = 1") == {path[-1]: 1}, value


def test_nothing_else_is_located(text: str) -> None:
    assert set(locate(text)) == {path for path, _ in PLAIN}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        pytest.param(("owner",), "[owner]", id="table"),
        pytest.param(("feeds", 0), "[[feeds]]", id="first of an array"),
        pytest.param(("feeds", 1), "[[ feeds ]]", id="second of an array"),
        pytest.param(("feeds", 0, "headers"), "[feeds.headers]", id="table in an array"),
        pytest.param(("feeds", 0, "retries", 1), "[[feeds.retries]]", id="array in an array"),
        pytest.param(("a",), "[a]", id="a table that was named in passing before"),
        pytest.param(("feeds", 1, "inline"), '{ name = "in", tags = ["t", "u"] }', id="inline table"),
    ],
)
def test_a_table_is_located_at_its_header(text: str, path: KeyPath, written: str) -> None:
    assert text[slice(*locate(text)[path].value)] == written


def test_an_element_of_an_array_is_its_own_key(text: str) -> None:
    spot = locate(text)["owner", "list", 1]

    assert spot.key == spot.value
    assert text[slice(*spot.value)] == "'b['"


def test_an_empty_document_has_no_spots() -> None:
    assert locate("\n# nothing\n") == {}
