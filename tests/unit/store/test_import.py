"""The package's face."""

import subprocess
import sys

import pytest

from watcher import store


def test_importing_the_package_loads_no_sqlalchemy() -> None:
    program = "import sys, watcher.store; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("name", store.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(store, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'watcher\.store' has no attribute 'Archive'"):
        _ = store.Archive
