"""Packages that load a public name when it is first asked for: a command pays for what it uses, and starts at once."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


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
