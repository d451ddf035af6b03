"""The cookie of a reader who signed in: the number of a key's text, signed.

The digest of that text signs it, so no other secret is needed and nothing is stored. The cookie is
valid as long as the text and the key are, for at most ``SECONDS``. A person who can read the
database could sign one, but the cookie would only let them read data that they have already.
"""

from __future__ import annotations

import hashlib
import re
import time
from urllib.parse import urlsplit

from itsdangerous import BadData, TimestampSigner
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from service.api.addresses import root, root_of
from service.api.instance import Instance
from service.asgi import Environ
from service.store import Key, Store

PLAIN, HOST_ONLY = "dateline", "__Host-dateline"
SECONDS = 30 * 86_400
NUMBER = re.compile(r"\d{1,15}(?=\.)", re.ASCII)


def name() -> str:
    """The name of the cookie. Under https without a prefix, no other host can set a cookie of that
    name (RFC 6265bis)."""
    return _name(root())


def _name(address: str) -> str:
    return HOST_ONLY if _secure(address) and _path(address) == "/" else PLAIN


def _secure(address: str) -> bool:
    return urlsplit(address).scheme == "https"


def _path(address: str) -> str:
    return urlsplit(address).path or "/"


def _signer(digest: str) -> TimestampSigner:
    return TimestampSigner(digest, salt="dateline sign-in", digest_method=hashlib.sha256)


def read(environ: Environ, here: Instance) -> Key | None:
    """The key with which the reader of a request signed in, if it is still valid."""
    # A valid cookie is ASCII, so any other characters may be replaced.
    sent = str(environ["HTTP_COOKIE"]).encode("ascii", "replace").decode("ascii")
    text = parse_cookie(sent).get(_name(root_of(environ, here.settings)), "")
    number = NUMBER.match(text)
    found = here.store.keys.of_text(int(number[0])) if number else None
    if found is None:
        return None
    key, digest = found
    try:
        _, signed = _signer(digest).unsign(text, return_timestamp=True)
    except BadData:
        return None
    # The clock of the host that signed it may be ahead of this one, or may have been set back.
    return key if abs(time.time() - signed.timestamp()) <= SECONDS else None


def begin(store: Store, response: Response, key: Key) -> None:
    """Set the cookie."""
    found = store.keys.of_text(key.text)
    text = _signer(found[1]).sign(str(key.text)).decode() if found else ""
    here = root()
    response.set_cookie(_name(here), text, SECONDS, path=_path(here), secure=_secure(here),
                        httponly=True, samesite="Lax")  # fmt: skip


def end(response: Response) -> None:
    """Delete the cookie."""
    here = root()
    response.delete_cookie(_name(here), _path(here), secure=_secure(here), httponly=True,
                           samesite="Lax")  # fmt: skip
