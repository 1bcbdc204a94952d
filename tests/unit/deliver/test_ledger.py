import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from watcher.deliver import Delivered, Outcome
from watcher.deliver.ledger import Ledger
from watcher.errors import ServiceUnavailable

WAIT = 10.0  # seconds a thread may take for what it does at once


class Book:
    """An outbox that may be away, and what came of it."""

    def __init__(self) -> None:
        self.away = True
        self.faulty: set[int] = set()
        self.written: list[int] = []
        self.heard: list[int] = []
        self.transactions = 0
        self.ledger = Ledger(lambda delivered: self.heard.append(delivered.attempts), self._together)

    @contextmanager
    def _together(self) -> Iterator[None]:
        if self.away:
            raise ServiceUnavailable("the store is away")
        before = list(self.written)
        try:
            yield
        except BaseException:
            self.written = before
            raise
        self.transactions += 1

    def entry(self, number: int) -> Callable[[], Delivered]:
        def write() -> Delivered:
            if self.away:
                raise ServiceUnavailable("the store is away")
            if number in self.faulty:
                raise ValueError(number)
            self.written.append(number)
            return Delivered(channel="desk", outcome=Outcome.SENT, reason="took it", attempts=number, seconds=0.0)

        return write


def test_what_is_recorded_is_reported_once_it_is_written() -> None:
    book = Book()
    book.away = False
    book.ledger.record(book.entry(1))
    assert (book.written, book.heard) == ([1], [1])


def test_what_cannot_be_written_is_kept_and_written_first_when_the_outbox_is_back() -> None:
    book = Book()
    book.ledger.record(book.entry(1))
    book.ledger.record(book.entry(2))
    with pytest.raises(ServiceUnavailable):
        book.ledger.settle()
    assert (book.written, book.heard) == ([], [])
    book.away = False
    book.ledger.settle()
    book.ledger.settle()
    assert (book.written, book.heard) == ([1, 2], [1, 2])


def test_what_waits_is_written_in_one_transaction() -> None:
    book = Book()
    for number in (1, 2, 3):
        book.ledger.keep(book.entry(number))
    book.away = False
    book.ledger.record(book.entry(4))
    assert (book.transactions, book.written, book.heard) == (1, [1, 2, 3, 4], [1, 2, 3, 4])


def test_one_that_cannot_be_written_keeps_none_before_it_and_is_met_again() -> None:
    book = Book()
    book.away = False
    book.faulty.add(3)
    for number in (1, 2, 3, 4):
        book.ledger.keep(book.entry(number))
    with pytest.raises(ValueError, match="3"):
        book.ledger.settle()
    assert (book.written, book.heard) == ([1, 2], [1, 2])
    book.faulty.clear()
    book.ledger.settle()
    assert (book.written, book.heard) == ([1, 2, 3, 4], [1, 2, 3, 4])


def test_what_comes_while_one_writes_is_written_together_by_the_next() -> None:
    book = Book()
    book.away = False
    begun, go = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert go.wait(WAIT)

    first = threading.Thread(target=book.ledger.record, args=[slow])
    first.start()
    assert begun.wait(WAIT)
    for number in (1, 2):
        book.ledger.keep(book.entry(number))
    next_one = threading.Thread(target=book.ledger.record, args=[book.entry(3)])
    next_one.start()
    go.set()
    for thread in (first, next_one):
        thread.join(WAIT)
    assert (book.transactions, book.written, book.heard) == (1, [1, 2, 3], [1, 2, 3])


def test_an_entry_that_reports_nothing_is_written_too() -> None:
    book = Book()
    book.ledger.keep(lambda: book.written.append(1))
    book.ledger.settle()
    assert (book.written, book.heard) == ([1], [])
