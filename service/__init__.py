"""Dateline: a timeline service for diplomatic events."""

__version__ = "0.1.0"
