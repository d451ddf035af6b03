"""Ids for events that have none from their author: in the order of time, in lower case."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32


def new_id() -> str:
    """26 characters: 48 bits of milliseconds, 80 random bits (the layout of a ULID)."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))
