"""The running program: wires the rooms together and keeps them going.

Takes settings, gives a daemon (`daemon`), one round (`once`), a trial without traces (`trial`) and a replay of recorded
documents (`replay`). Guarantees: what a document changes is written in one transaction, one process at a time works on
a SQLite store, and a stop loses nothing that was written.
"""
