"""What bodies hold: their hash, and whether a dropped file is a text that we read."""

import codecs
from hashlib import blake2b
from pathlib import PurePath

from watcher.collect.files import UnfitError

READABLE = (".txt", ".text", ".md", ".html", ".htm", ".xml", ".json")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"  # ESC: ISO-2022 encodings
_CONTROLS = bytes(set(range(0x20)) - set(_TEXT_CONTROLS))
_FEW = 4  # control characters that any text may hold: wire formats frame with them


def hash_of(body: bytes) -> str:
    """Give 32 hexadecimal digits of BLAKE2b by which a body is remembered."""
    return blake2b(body, digest_size=16).hexdigest()


def check_ending(name: str) -> None:
    """Refuse names that do not end as a text does."""
    if PurePath(name).suffix.lower() not in READABLE:
        raise UnfitError(f"has a name that we do not read; we read {' '.join(READABLE)}")


def check_text(body: bytes) -> None:
    """Refuse an empty body and one that is no text in any encoding we know."""
    if not body:
        raise UnfitError("is empty")
    if not _is_text(body):
        raise UnfitError("is not text; save it as text in UTF-8")


def _is_text(body: bytes) -> bool:
    wide = next((encoding for mark, encoding in _WIDE if body.startswith(mark)), None)
    if wide:
        return _decodes(body, wide)
    controls = len(body) - len(body.translate(None, _CONTROLS))
    return b"\0" not in body and controls <= max(_FEW, len(body) // 100)


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        return "\0" not in body.decode(encoding)
    except UnicodeDecodeError:
        return False
