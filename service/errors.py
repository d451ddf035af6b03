"""The failures a caller can cause, free of any web framework.

The HTTP layer turns each into an RFC 9457 problem; the command line into a
message and an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault in one field.

    ``pointer`` is a JSON Pointer (RFC 6901) into the body, or ``None`` for a
    query parameter; ``parameter`` then names it.
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
    """Base of every failure that is the caller's to know about."""

    detail: str
    errors: list[FieldError] = field(default_factory=list)

    def __str__(self) -> str:
        return self.detail


class Invalid(DatelineError):
    """The input breaks a rule; nothing was changed."""


class NotFound(DatelineError):
    """There is no such thing."""


class Gone(DatelineError):
    """There was such a thing; it was deleted."""


class Conflict(DatelineError):
    """The thing exists already, or changed under the caller's hands."""


class Unauthorized(DatelineError):
    """No key, or one that is unknown, revoked or expired."""


class Forbidden(DatelineError):
    """The key is good but lacks the scope."""


class PreconditionFailed(DatelineError):
    """``If-Match`` names a version that is no longer the current one."""


class PreconditionRequired(DatelineError):
    """An existing event may only be changed under ``If-Match``."""


class Mismatch(DatelineError):
    """An ``Idempotency-Key`` stands for another request."""


class NotAcceptable(DatelineError):
    """No format of ours is one the client accepts."""


class NotInstalled(DatelineError):
    """A package that this needs is not there; the operator can install it."""


class Unavailable(DatelineError):
    """The service cannot answer in time; try again later."""


class Busy(Unavailable):
    """Another program holds the database; this was not done, and may be tried again."""


class ReadOnly(Unavailable):
    """The database, its folder or its disk lets itself only be read."""


class Lost(Unavailable):
    """The file or the disk under the database cannot be used, or is another by now."""


class Unknown(Unavailable):
    """Nobody knows whether this was stored: a server was lost while it was committed."""


class Damaged(Unavailable):
    """The database is no database any more, or not a whole one."""


class Full(DatelineError):
    """There is no room on the disk; this was not stored, and what was stored stays."""


class Slow(DatelineError):
    """The request did not come, or not whole, in the time that it has."""


class TooManyRequests(DatelineError):
    """The caller asks more often than it may."""
