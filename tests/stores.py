"""The store of tests that do not care which it is: SQLite, or with `--store postgresql` a fresh database there."""

from tests.loopback import ENVIRON as LOOPBACK

ENVIRON: dict[str, str] = dict(LOOPBACK)
"""What a configuration is loaded with, in this process or another; feeds may be fetched from this machine."""
