"""Unpacking within limits, byte by byte."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.net.body import Body, in_words
from watcher.net.errors import RefusedError
from watcher.net.unpackers import zstd

NEWS = " ".join(str(number) for number in range(2_000)).encode()
XML = b"<?xml " + NEWS
DAMAGED, TWICE = "is damaged: it cannot be unpacked", "is compressed more than once"
PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
RAW_DEFLATE = zlib.compress(NEWS)[2:-4]


def unpack(
    sent: bytes, coding: str = "", *, step: int = 2**14, max_size: int = 2**16, max_unpacked: int = 2**18
) -> bytes:
    body = Body(coding, max_size=max_size, max_unpacked=max_unpacked)
    for start in range(0, len(sent), step):
        body.add(sent[start : start + step])
    content, complete = body.end()
    return content if complete else b"cut: " + content


@pytest.mark.parametrize("step", [1, 2, 3, 1000, 2**20], ids=lambda step: f"{step} bytes at once")
@pytest.mark.parametrize(
    ("sent", "coding"),
    [
        pytest.param(NEWS, "", id="plain"),
        pytest.param(NEWS, "identity", id="plain by name"),
        pytest.param(gzip.compress(NEWS), "gzip", id="gzip"),
        pytest.param(gzip.compress(NEWS), " GZIP ", id="gzip in capitals"),
        pytest.param(gzip.compress(NEWS), "", id="gzip unannounced"),
        pytest.param(gzip.compress(NEWS), "deflate", id="gzip announced as deflate"),
        pytest.param(NEWS, "gzip", id="plain announced as gzip"),
        pytest.param(zlib.compress(NEWS), "deflate", id="deflate"),
        pytest.param(RAW_DEFLATE, "deflate", id="deflate without its header"),
        pytest.param(gzip.compress(NEWS[:99]) + gzip.compress(NEWS[99:]), "gzip", id="two gzip members"),
        pytest.param(gzip.compress(NEWS) + bytes(512), "gzip", id="gzip padded with zeros"),
        pytest.param(gzip.compress(NEWS) + b"\0" + gzip.compress(b"x"), "gzip", id="padding that looks like a member"),
        pytest.param(zlib.compress(NEWS) + b"\r\n", "deflate", id="deflate padded"),
        pytest.param(brotli.compress(NEWS), "br", id="brotli"),
        pytest.param(XML, "br", id="plain announced as brotli"),
        pytest.param(zstd.compress(NEWS), "zstd", id="zstd"),
        pytest.param(zstd.compress(NEWS), "", id="zstd unannounced"),
        pytest.param(zstd.compress(NEWS), "gzip", id="zstd announced as gzip"),
        pytest.param(NEWS, "zstd", id="plain announced as zstd"),
        pytest.param(zstd.compress(NEWS[:99]) + zstd.compress(NEWS[99:]), "zstd", id="two zstd frames"),
    ],
)
def test_the_text_comes_out_however_it_was_sent(sent: bytes, coding: str, step: int) -> None:
    assert unpack(sent, coding, step=step) in {NEWS, XML}


@pytest.mark.parametrize("sent", [b"", b"<", b"\x1f"], ids=["nothing", "one letter", "half a mark"])
@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "zstd"])
def test_a_body_too_short_to_be_packed_is_taken_as_it_is(sent: bytes, coding: str) -> None:
    assert unpack(sent, coding) == sent


@given(st.binary(max_size=2_000), st.integers(1, 50), st.sampled_from(sorted(PACKERS)))
def test_what_was_packed_comes_out_again(text: bytes, step: int, coding: str) -> None:
    assert unpack(PACKERS[coding](b"." + text), coding, step=step) == b"." + text


@given(st.binary(max_size=500), st.sampled_from(["", "gzip", "deflate", "br", "zstd"]))
def test_any_bytes_give_a_body_or_a_problem(sent: bytes, coding: str) -> None:
    try:
        body = unpack(sent, coding)
    except RefusedError as error:
        body = str(error).encode()
    assert len(body) <= 2**18


@pytest.mark.parametrize(
    ("sent", "coding", "problem"),
    [
        pytest.param(gzip.compress(NEWS)[:-8] + bytes(8), "gzip", DAMAGED, id="wrong checksum"),
        pytest.param(brotli.compress(NEWS)[:20] + bytes(90), "br", DAMAGED, id="brotli"),
        pytest.param(brotli.compress(NEWS) + b"\r\n", "br", DAMAGED, id="brotli with something behind it"),
        pytest.param(zstd.compress(NEWS)[:4] + b"\xff" * 90, "zstd", DAMAGED, id="zstd"),
        pytest.param(gzip.compress(gzip.compress(NEWS)), "gzip", TWICE, id="gzip in gzip"),
        pytest.param(gzip.compress(zstd.compress(NEWS)), "gzip", TWICE, id="zstd in gzip"),
        pytest.param(brotli.compress(gzip.compress(NEWS)), "br", TWICE, id="gzip in brotli"),
        pytest.param(brotli.compress(zstd.compress(NEWS)), "br", TWICE, id="zstd in brotli"),
        pytest.param(zstd.compress(gzip.compress(NEWS)), "zstd", TWICE, id="gzip in zstd"),
        pytest.param(zstd.compress(zstd.compress(NEWS)), "zstd", TWICE, id="zstd in zstd"),
        pytest.param(
            zstd.compress(b"") * 1_001, "zstd", "is damaged: it is made of more than 1000 zstd frames", id="frames"
        ),
        pytest.param(
            gzip.compress(b"") * 1_001, "gzip", "is damaged: it is made of more than 1000 gzip members", id="members"
        ),
    ],
)
def test_what_cannot_be_unpacked_is_a_problem(sent: bytes, coding: str, problem: str) -> None:
    with pytest.raises(RefusedError) as caught:
        unpack(sent, coding)
    assert str(caught.value) == problem


@pytest.mark.parametrize("step", [1, 2, 3, 2**20], ids=lambda step: f"{step} bytes at once")
@pytest.mark.parametrize(
    ("sent", "coding"),
    [
        pytest.param(gzip.compress(NEWS)[:-1], "gzip", id="gzip one byte short"),
        pytest.param(gzip.compress(NEWS)[:2], "gzip", id="gzip of two bytes"),
        pytest.param(zlib.compress(NEWS)[:-1], "deflate", id="deflate one byte short"),
        pytest.param(gzip.compress(NEWS) + gzip.compress(NEWS)[:-1], "gzip", id="second member short"),
        pytest.param(brotli.compress(NEWS)[:-1], "br", id="brotli one byte short"),
        pytest.param(zstd.compress(NEWS)[:-1], "zstd", id="zstd one byte short"),
        pytest.param(zstd.compress(NEWS) + zstd.compress(NEWS)[:-1], "zstd", id="second frame short"),
    ],
)
def test_what_broke_off_comes_as_far_as_it_goes(sent: bytes, coding: str, step: int) -> None:
    came = unpack(sent, coding, step=step)
    assert came.startswith(b"cut: ")
    assert (NEWS + NEWS).startswith(came.removeprefix(b"cut: "))


@pytest.mark.parametrize(
    ("coding", "problem"),
    [
        ("compress", "is compressed with compress, which was not asked for"),
        ("xz", "is compressed with xz, which was not asked for"),
        ("gzip, gzip", "is compressed more than once"),
        ("deflate,br", "is compressed more than once"),
    ],
)
def test_a_coding_that_we_do_not_read_is_refused_before_the_body(coding: str, problem: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Body(coding, max_size=1, max_unpacked=1)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        pytest.param(bytes(1_001), "is larger than 1000 bytes", id="as sent"),
        pytest.param(gzip.compress(bytes(3_001)), "is larger than 3000 bytes when unpacked", id="unpacked"),
        pytest.param(
            gzip.compress(bytes(1)) + gzip.compress(bytes(3_000)),
            "is larger than 3000 bytes when unpacked",
            id="in its second member",
        ),
    ],
)
def test_one_byte_beyond_a_limit_is_too_many(sent: bytes, problem: str) -> None:
    with pytest.raises(RefusedError) as caught:
        unpack(sent, max_size=1_000, max_unpacked=3_000)
    assert str(caught.value) == problem


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    assert len(unpack(gzip.compress(bytes(3_000)), max_size=1_000, max_unpacked=3_000)) == 3_000
    assert len(unpack(bytes(1_000), max_size=1_000, max_unpacked=3_000)) == 1_000


@pytest.mark.parametrize(
    ("size", "words"), [(10 * 2**20, "10 MiB"), (2**20, "1 MiB"), (2**16, "64 KiB"), (1_500, "1500 bytes")]
)
def test_sizes_are_said_as_the_configuration_writes_them(size: int, words: str) -> None:
    assert in_words(size) == words
