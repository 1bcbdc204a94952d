"""The one error of fetching, and addresses that may be shown."""

from watcher.errors import ServiceUnavailable
from watcher.text import masked


def shown(url: str) -> str:
    """Give the address with user name, password and parameters such as a token masked."""
    return masked(url)


class RefusedError(Exception):
    """We do not take this answer; `str()` is the problem. Stays in this room: `FetchError` adds the address.

    Attributes:
        lasting: asked again at once, the same would come.
    """

    def __init__(self, problem: str, *, lasting: bool = True) -> None:
        self.lasting = lasting
        super().__init__(problem)


class FetchError(ServiceUnavailable):
    """An address could not be fetched.

    Attributes:
        url: the address of the hop that failed, as `shown` gives it.
        problem: what is wrong, for the user, without the address: "took longer than 60 s".
        refused: we do not take what is there, and that will hardly change soon: a body too large, a private address.
    """

    def __init__(self, *, url: str, problem: str, refused: bool = False) -> None:
        self.url = shown(url)
        self.problem = problem
        self.refused = refused
        super().__init__(f"{self.url}: {problem}")
