"""The errors that a caller can cause, free of any web framework.

The HTTP layer turns each into a problem (RFC 9457). The command line turns each into a
message and an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One error in one field.

    ``pointer`` is a JSON Pointer (RFC 6901) into the body. It is ``None`` for a query parameter,
    which ``parameter`` then names.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    nearest: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {"detail": self.detail}
        if self.pointer is not None:
            found["pointer"] = self.pointer
        if self.parameter is not None:
            found["parameter"] = self.parameter
        if self.nearest:
            found["nearest"] = list(self.nearest)
        return found


@dataclass
class DatelineError(Exception):
    """Base of every error that is reported to the caller."""

    detail: str
    errors: list[FieldError] = field(default_factory=list)

    def __str__(self) -> str:
        return self.detail


class Invalid(DatelineError):
    """The input breaks a rule; nothing was changed."""


class NotFound(DatelineError):
    """Not found."""


class Gone(DatelineError):
    """There was such a thing; it was deleted."""


class Conflict(DatelineError):
    """The thing exists already, or was changed meanwhile."""


class Unauthorized(DatelineError):
    """No key, or one that is unknown, revoked or expired."""


class Forbidden(DatelineError):
    """The key is valid but lacks the scope."""


class PreconditionFailed(DatelineError):
    """``If-Match`` names a version that is no longer the current one."""


class PreconditionRequired(DatelineError):
    """An existing event may only be changed under ``If-Match``."""


class Mismatch(DatelineError):
    """An ``Idempotency-Key`` was used for another request."""


class NotAcceptable(DatelineError):
    """The client accepts none of our formats."""


class NotInstalled(DatelineError):
    """A package that this feature needs is missing; the operator can install it."""


class Unavailable(DatelineError):
    """The service cannot answer in time; try again later."""


class Busy(Unavailable):
    """Another program has locked the database; nothing was done, and the caller may retry."""


class ReadOnly(Unavailable):
    """The database, its folder or its disk is read-only."""


class Lost(Unavailable):
    """The file or the disk of the database cannot be used, or was replaced by another."""


class Refused(Unavailable):
    """The database server refuses the service, until an operator changes a setting there or
    here."""


class Unknown(Unavailable):
    """It is unknown whether the change was stored: a server was lost during the commit."""


class Damaged(Unavailable):
    """The database is damaged or incomplete."""


class Full(DatelineError):
    """The disk is full; nothing new was stored, and the data stored before is intact."""


class Slow(DatelineError):
    """The request did not arrive completely within its time."""


class TooManyRequests(DatelineError):
    """The caller sends more requests than its limit allows."""
