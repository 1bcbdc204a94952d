"""Which sources and languages a rule listens to."""

from watcher.model import Article, Rule

_EVERY = "*"
_TAG = "tag:"


def listens(rule: Rule, article: Article) -> bool:
    """Say whether the article's source and language are among those of the rule."""
    return hears(rule, article) and speaks(rule, article)


def hears(rule: Rule, article: Article) -> bool:
    """Say whether `rule.feeds` takes in the article: by its source's name, a tag of its feed, or because it takes all.

    What an entry calls itself does not count: any feed could claim to be "official".
    """
    tags = {tag.casefold() for tag in article.feed_tags}
    return any(
        name in (_EVERY, article.source) or (name.startswith(_TAG) and name.removeprefix(_TAG).casefold() in tags)
        for name in rule.feeds
    )


def speaks(rule: Rule, article: Article) -> bool:
    """Say whether `rule.languages` takes in the article: "en" also takes in "en-GB" (RFC 4647, basic filtering).

    An article that states no language is taken in: better one alert too many than one too few.
    """
    if not rule.languages or not article.language:
        return True
    stated = f"{article.language.casefold()}-"
    return any(stated.startswith(f"{language.casefold()}-") for language in rule.languages)
