"""How an amount of money is written: one pattern for all who read, check or describe it."""

from __future__ import annotations

import re

_TEXT = r"\d{1,24}(\.\d{1,6})?"
DECIMAL = re.compile(_TEXT, re.ASCII)
"""A decimal string without a sign."""
DECIMAL_PATTERN = f"^{_TEXT}$"
"""The same for JSON Schema, whose ``\\d`` is ASCII."""
