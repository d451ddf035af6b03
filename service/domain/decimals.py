"""The pattern of an amount of money, the same for all code that reads, checks or describes it."""

from __future__ import annotations

import re

_TEXT = r"\d{1,24}(\.\d{1,6})?"
DECIMAL = re.compile(_TEXT, re.ASCII)
"""A decimal string without a sign."""
DECIMAL_PATTERN = f"^{_TEXT}$"
"""The same for JSON Schema, where ``\\d`` is ASCII."""
