"""The cookie of a reader who signed in: the number of a key's text, signed.

It is signed with the digest of that text, so that no other secret is needed and nothing is
stored. It ends with the text, with the key, and after ``SECONDS``. Whoever can read the
database could sign one; the cookie lets them read what they hold already.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from flask import request
from itsdangerous import BadData, TimestampSigner
from werkzeug.wrappers import Response

from service.api.context import instance, root
from service.store import Key

PLAIN, HOST_ONLY = "dateline", "__Host-dateline"
SECONDS = 30 * 86_400
NUMBER = re.compile(r"\d{1,15}(?=\.)", re.ASCII)


def name() -> str:
    """The cookie's name. Under https no other host can set one of that name (RFC 6265bis)."""
    return HOST_ONLY if _secure() and _path() == "/" else PLAIN


def _secure() -> bool:
    return urlsplit(root()).scheme == "https"


def _path() -> str:
    return urlsplit(root()).path or "/"


def _signer(digest: str) -> TimestampSigner:
    return TimestampSigner(digest, salt="dateline sign-in", digest_method=hashlib.sha256)


def read() -> Key | None:
    """The key by which the reader of this request signed in, if that is still good."""
    text = request.cookies.get(name(), "")
    number = NUMBER.match(text)
    found = instance().store.keys.of_text(int(number[0])) if number else None
    if found is None:
        return None
    key, digest = found
    try:
        _signer(digest).unsign(text, max_age=SECONDS)
    except BadData:
        return None
    return key


def begin(response: Response, key: Key) -> None:
    """Give the reader the cookie."""
    found = instance().store.keys.of_text(key.text)
    text = _signer(found[1]).sign(str(key.text)).decode() if found else ""
    response.set_cookie(name(), text, SECONDS, path=_path(), secure=_secure(), httponly=True,
                        samesite="Lax")  # fmt: skip


def end(response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(name(), _path(), secure=_secure(), httponly=True, samesite="Lax")
