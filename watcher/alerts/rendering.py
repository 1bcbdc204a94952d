"""What a channel is given to send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """An alert or a notice in all its forms."""

    subject: str  # one line, at most 200 characters and a zero-width space for each "@" and "<"
    text: str  # plain lines; does not repeat the subject
    html: str  # a whole document; repeats the subject as its heading
