"""Countries whose seasons are those of the southern hemisphere."""

from __future__ import annotations

SOUTHERN = frozenset({
    "AR", "AU", "BO", "BR", "BW", "CL", "FJ", "FK", "LS", "MG", "MU", "MZ", "NA", "NC", "NZ", "PE",
    "PY", "SZ", "UY", "ZA", "ZM", "ZW",
})  # fmt: skip
"""ISO 3166-1. Those of the tropics are among them where people there name seasons so."""
