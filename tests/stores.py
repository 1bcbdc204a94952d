"""The store of tests that do not care which it is: SQLite, or with `--store postgresql` a fresh database there."""

ENVIRON: dict[str, str] = {}
"""What a configuration is loaded with, in this process or another."""
