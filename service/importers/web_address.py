"""Distinguishes the URLs that an event can store from other texts."""

from __future__ import annotations

from marshmallow import ValidationError

from service.schemas.fields import WebUrl

_FIELD = WebUrl()


def is_address(text: str) -> bool:
    """Whether a text is a web address as the schema of events allows it."""
    try:
        _FIELD.deserialize(text)
    except ValidationError:
        return False
    return True
