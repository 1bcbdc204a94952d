"""Stands in for `prepare` in a worker, and never comes to an end."""

import time


def prepare(*_: object, **__: object) -> None:
    time.sleep(3600)
