"""Placeholder docstring of this room, replaced by its first module."""
