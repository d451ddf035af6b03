"""Countries whose seasons are those of the southern hemisphere."""

from __future__ import annotations

SOUTHERN = frozenset({
    "AR", "AU", "BO", "BR", "BW", "CL", "FJ", "FK", "LS", "MG", "MU", "MZ", "NA", "NC", "NZ", "PE",
    "PY", "SZ", "UY", "ZA", "ZM", "ZW",
})  # fmt: skip
"""ISO 3166-1. Countries of the tropics are included if people there name the seasons so."""
