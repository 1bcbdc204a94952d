import pytest
from pydantic import TypeAdapter, ValidationError

from watcher.settings.addresses import HostName, Listen, MailAddress, WebAddress, format_address, is_bare_address


def accepted(kind: object, written: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(written)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "host", ["mail.example", "mail", "mail.example.", "xn--bcher-kva.example", "10.0.0.5", "::1", "a_b.example"]
)
def test_the_name_of_a_machine(host: str) -> None:
    assert accepted(HostName, host)


@pytest.mark.parametrize(
    "host", ["", " ", "mail example", "mail..example", "smtp://mail", "mail:25", "[::1]", "-a", "a-", "a/b", "ma\nil"]
)
def test_no_name_of_a_machine(host: str) -> None:
    assert not accepted(HostName, host)


@pytest.mark.parametrize(
    "address",
    [
        "desk@quay.example",
        "desk+north.1@mail.quay.example",
        "root@localhost",
        "Desk <desk@quay.example>",
        "Редакція «Причал» <desk@quay.example>",
        "o'hara@quay.example",
    ],
)
def test_a_mail_address(address: str) -> None:
    assert accepted(MailAddress, address)


@pytest.mark.parametrize(
    "address",
    [
        "desk",
        "@quay.example",
        "desk@",
        "desk@quay.example, ana@quay.example",
        "desk @quay.example",
        "<desk@quay.example>",
        "Desk desk@quay.example",
        "Desk <desk@quay.example",
        "Desk\r\nBcc: <desk@quay.example>",
        "desk@quay.example\n",
        "desk@quay.example\r\nRCPT TO:<evil@quay.example>",
        "Ana, Ivan <desk@quay.example>",
        "десk@quay.example",
        "a" * 65 + "@quay.example",
    ],
)
def test_no_mail_address(address: str) -> None:
    assert not accepted(MailAddress, address)


def test_an_address_with_a_name_is_not_bare() -> None:
    assert is_bare_address("desk@quay.example")
    assert not is_bare_address("Desk <desk@quay.example>")
    assert not is_bare_address("desk")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("localhost:80", ("localhost", 80)),
        ("[::1]:9464", ("::1", 9464)),
        ("0.0.0.0:65535", ("0.0.0.0", 65535)),  # noqa: S104 - as a user may want it
    ],
)
def test_what_is_listened_on_reads_as_it_is_written(written: str, address: tuple[str, int]) -> None:
    read = TypeAdapter(Listen).validate_python(written)

    assert read == address
    assert format_address(read) == written


@pytest.mark.parametrize("written", ["", ":9464", "9464", "a:b", "[::1]", "[x]:1", "::1:1", "h:0", "h:65536", "h:1\n"])
def test_nothing_to_listen_on(written: str) -> None:
    assert not accepted(Listen, written)


@pytest.mark.parametrize("written", ["ftp://a.example", "a.example", "http://", "http://a b.example", "http://[::1"])
def test_no_web_address(written: str) -> None:
    assert not accepted(WebAddress, written)
