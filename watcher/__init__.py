"""A news watcher: collects feeds and text drops, folds copies of one story, and alerts once, with reasons."""

__version__ = "0.1.0"
