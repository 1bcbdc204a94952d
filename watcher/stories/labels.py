"""What an arriving text is to its story: new, a copy, an update or a correction."""

from watcher.model import Article, Label
from watcher.stories.mark_forms import MarkKind
from watcher.stories.marks import mark_in

_LABELS = {
    MarkKind.WITHDRAWN: Label.CORRECTION,
    MarkKind.CORRECTION: Label.CORRECTION,
    MarkKind.UPDATE: Label.UPDATE,
}


def label(article: Article, *, begins: bool, rewritten: bool = False) -> Label:
    """Say what an arriving text is to its story.

    Args:
        article: the text.
        begins: it begins the story; then it is new, whatever it says of itself.
        rewritten: its page or entry showed another text of this story before.
    """
    if begins:
        return Label.NEW
    return version_mark(article.title, article.body) or (Label.UPDATE if rewritten else Label.COPY)


def version_mark(title: str, body: str) -> Label | None:
    """Give CORRECTION or UPDATE where the text itself says so, else None; a text sent once more does not."""
    mark = mark_in(title, body)
    return _LABELS.get(mark.kind) if mark else None


def withdrawn(title: str, body: str) -> bool:
    """Tell whether the text takes an earlier one back, as a kill does. Its label is CORRECTION."""
    mark = mark_in(title, body)
    return mark is not None and mark.kind is MarkKind.WITHDRAWN
