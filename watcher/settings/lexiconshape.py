"""The shape of a lexicon file: which tables it has, and of what. What they say is the affair of `watcher.events`."""

from typing import Annotated

from pydantic import Field

from watcher.settings.table import Table
from watcher.settings.values import OfTrigger, Text, Texts, WordList


class LexiconFile(Table):
    """A lexicon: a kind of event in one language or, with [words], a language."""

    kind: Text | None = Field(default=None, description="The name by which rules ask for it.")
    language: Text = Field(description="The language whose texts it reads.")
    keys: Texts = Field(default=(), description="Fields that tell two events of one text apart.")
    fields: dict[str, WordList] = Field(default={}, description="Field to its type, or to its values.")
    lists: dict[str, WordList] = Field(default={}, description="Words that other lists name with @.")
    types: dict[str, WordList] = Field(default={}, description="Classes of noun phrases, by their head words.")
    modifiers: dict[str, WordList] = Field(default={}, description="Words that belong to the head of a class.")
    block: dict[str, WordList] = Field(default={}, description="Words beside which no event is told.")
    dated: dict[str, dict[str, Text]] = Field(
        default={}, description="Values that fields have where the date is later or earlier than the publication."
    )
    effective: WordList = Field(default=(), description="Words that state from when on all of a text holds.")
    frames: dict[str, dict[str, OfTrigger]] = Field(default={}, description="Keys that several triggers share.")
    triggers: Annotated[tuple[dict[str, OfTrigger], ...], Field(strict=False)] = Field(
        default=(), description="Words that tell an event, each with its conditions and sources."
    )
    words: dict[str, WordList] = Field(default={}, description="The closed words of a language.")
    realis: dict[str, dict[str, WordList]] = Field(default={}, description="Words that tell how an event is told.")
    default: bool = Field(
        default=False, description="Whether a text is in it that neither says nor shows which language it is in."
    )
    nouns_capitalised: bool = Field(default=False, description="Whether all nouns begin with a capital letter.")
