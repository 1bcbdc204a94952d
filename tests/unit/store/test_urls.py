"""Store URLs: what is taken, and that no password is ever shown."""

from pathlib import Path

import pytest

from watcher.clock import SystemClock
from watcher.errors import ConfigurationError
from watcher.store import Store
from watcher.store.engine import database_file, parse_url, shown


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///data/watcher.db", Path("data/watcher.db")),
        ("sqlite:////srv/our data/watcher.db", Path("/srv/our data/watcher.db")),
    ],
)
def test_a_sqlite_url_names_a_file(url: str, file: Path) -> None:
    assert database_file(parse_url(url)) == file
    assert shown(parse_url(url)) == str(file)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_postgresql_url_gets_the_same_driver(scheme: str) -> None:
    url = parse_url(f"{scheme}://ana:hunter2@db.example/watcher")
    assert url.drivername == "postgresql+psycopg"
    assert database_file(url) is None


def test_a_password_is_masked() -> None:
    assert shown(parse_url("postgresql://ana:hunter2@db.example/watcher")) == (
        "postgresql://ana:***@db.example/watcher"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "cannot be read; write sqlite:///FILE or postgresql://…"),
        ("hunter2", "cannot be read; write sqlite:///FILE or postgresql://…"),
        ("postgresql://ana:hunter2@db.example:port/x", "cannot be read; write sqlite:///FILE or postgresql://…"),
        ("mysql://ana:hunter2@db.example/x", "a store cannot be in mysql; write sqlite:///FILE or postgresql://…"),
        ("sqlite://", "names no file; write sqlite:///FILE"),
        ("sqlite:///:memory:", "names no file; write sqlite:///FILE"),
    ],
    ids=repr,
)
def test_a_url_that_names_no_store_is_an_error_that_does_not_repeat_it(url: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Store.open(url, SystemClock())

    assert str(caught.value).endswith(message)
    assert "hunter2" not in str(caught.value)
