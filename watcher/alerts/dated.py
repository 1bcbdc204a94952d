"""Events of stories as calendar, reminders and listings see them."""

from dataclasses import dataclass
from datetime import date

from watcher.model import Copy, Event, Precision, Realis, Story, StoryEvent, When
from watcher.stories import lead_copy

EXACT = frozenset({Precision.MINUTE, Precision.DAY})
"""A day is stated, or even a time."""

WITHDRAWN = "withdrawn"
"""The stage of a law that its makers took back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """A story's event with the story and every copy known; `copies` is never empty."""

    event: StoryEvent
    story: Story
    copies: tuple[Copy, ...]

    @property
    def lead(self) -> Copy:
        """The copy whose headline and link stand for the story."""
        return lead_copy(self.copies)


def day_of(when: When) -> date:
    """Give the day that counts: the first one, of a deadline the last."""
    return when.end if when.deadline else when.start


def is_off(event: Event) -> bool:
    """Say whether what was to be is not to be: it is denied, or was taken back."""
    return event.realis is Realis.DENIED or event.fields.get("stage") == WITHDRAWN
