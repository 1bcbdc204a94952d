"""Which sources a rule listens to."""

from watcher.model import Article, Rule

_EVERY = "*"
_TAG = "tag:"


def listens(rule: Rule, article: Article) -> bool:
    """Say whether `rule.feeds` takes in the article: by its source's name, a tag of its feed, or because it takes all.

    What an entry calls itself does not count: any feed could claim to be "official".
    """
    tags = {tag.casefold() for tag in article.feed_tags}
    return any(
        name in (_EVERY, article.source) or (name.startswith(_TAG) and name.removeprefix(_TAG).casefold() in tags)
        for name in rule.feeds
    )
