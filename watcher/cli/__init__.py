"""The `watcher` command: one file per noun; each only parses, calls and prints.

Data goes to stdout, all else to stderr; exit codes are those of `watcher.errors`. Rooms are imported inside the
commands, so that `watcher --help` answers at once.
"""
