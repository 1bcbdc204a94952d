from collections.abc import Callable

import pytest

from watcher.deliver import Delivered, Outcome
from watcher.deliver.ledger import Ledger


class Book:
    """An outbox that may be away, and what came of it."""

    def __init__(self) -> None:
        self.away = True
        self.written: list[int] = []
        self.heard: list[int] = []
        self.ledger = Ledger(lambda delivered: self.heard.append(delivered.attempts))

    def entry(self, number: int) -> Callable[[], Delivered]:
        def write() -> Delivered:
            if self.away:
                raise ConnectionError
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
    with pytest.raises(ConnectionError):
        book.ledger.settle()
    assert (book.written, book.heard) == ([], [])
    book.away = False
    book.ledger.settle()
    book.ledger.settle()
    assert (book.written, book.heard) == ([1, 2], [1, 2])


def test_an_entry_that_reports_nothing_is_written_too() -> None:
    book = Book()
    book.ledger.keep(lambda: book.written.append(1))
    book.ledger.settle()
    assert (book.written, book.heard) == ([1], [])
