"""Loading no more than is used: public names and patterns when they are first asked for.

A command pays for what it uses, and starts at once.
"""

import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, cast


class _Package(ModuleType):
    """A package in which an imported submodule does not hide the public name that is spelt like it.

    Python binds `watcher.stories.fingerprint`, the module, to its package when it is imported; whoever asks the package
    for `fingerprint` wants the function in it.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in self.__all__):
            super().__setattr__(name, value)


def on_demand(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Give a package's `__getattr__` (PEP 562): `homes` says which of its modules has which of its public names.

    Static tools see the names by imports under `TYPE_CHECKING`.
    """
    home_of = {name: module for module, names in homes.items() for name in names}
    sys.modules[package].__class__ = _Package

    def load(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load


class _Late:
    """Stands for a pattern; what is asked of it is kept, so that it costs nothing to ask again."""

    def __init__(self, written: str | Callable[[], str], flags: int) -> None:
        self._written = written
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        written = self._written if isinstance(self._written, str) else self._written()
        return re.compile(written, self._flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._compiled, name)
        setattr(self, name, asked)
        return asked


def late(written: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Give a pattern that is compiled when it is first used: Python takes milliseconds for a long one.

    Args:
        written: the pattern, or what makes it, where that takes long too.
        flags: as for `re.compile`.
    """
    return cast("re.Pattern[str]", _Late(written, flags))
