import pytest

from watcher.net import FetchError


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ana:s3cret@feeds.example/a", "https://***@feeds.example/a"),
        ("https://token@feeds.example/a", "https://***@feeds.example/a"),
        ("https://ana:s@3cret@feeds.example/a", "https://***@feeds.example/a"),
        ("//ana:s3cret@feeds.example", "//***@feeds.example"),
        ("https://social.example/@harbour.rss", "https://social.example/@harbour.rss"),
        ("https://feeds.example/?by=a@b.example", "https://feeds.example/?by=a@b.example"),
    ],
)
def test_an_error_shows_its_address_without_user_and_password(url: str, shown: str) -> None:
    error = FetchError(url=url, problem="took longer than 60 s")
    assert (error.url, error.problem) == (shown, "took longer than 60 s")
    assert str(error) == f"{shown}: took longer than 60 s"


def test_an_address_that_cannot_be_fetched_is_a_service_that_is_not_there() -> None:
    assert FetchError(url="https://feeds.example/", problem="connection refused").exit_code == 69
