"""User name and password as a header."""

import base64


def basic_auth(user: str, password: str) -> str:
    """Write the value of an Authorization header (RFC 7617), in UTF-8."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
