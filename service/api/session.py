"""The cookie of a reader who signed in: the number of a key's text, signed.

It is signed with the digest of that text, so that no other secret is needed and nothing is
stored. It ends with the text, with the key, and after ``SECONDS``. Whoever can read the
database could sign one; the cookie lets them read what they hold already.
"""

from __future__ import annotations

import hashlib
import re
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
    """The cookie's name. Under https no other host can set one of that name (RFC 6265bis)."""
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
    """The key by which the reader of a request signed in, if that is still good."""
    # A good cookie is ASCII; what is not may be anything.
    sent = str(environ["HTTP_COOKIE"]).encode("ascii", "replace").decode("ascii")
    text = parse_cookie(sent).get(_name(root_of(environ, here.settings)), "")
    number = NUMBER.match(text)
    found = here.store.keys.of_text(int(number[0])) if number else None
    if found is None:
        return None
    key, digest = found
    try:
        _signer(digest).unsign(text, max_age=SECONDS)
    except BadData:
        return None
    return key


def begin(store: Store, response: Response, key: Key) -> None:
    """Give the reader the cookie."""
    found = store.keys.of_text(key.text)
    text = _signer(found[1]).sign(str(key.text)).decode() if found else ""
    here = root()
    response.set_cookie(_name(here), text, SECONDS, path=_path(here), secure=_secure(here),
                        httponly=True, samesite="Lax")  # fmt: skip


def end(response: Response) -> None:
    """Take the cookie back."""
    here = root()
    response.delete_cookie(_name(here), _path(here), secure=_secure(here), httponly=True,
                           samesite="Lax")  # fmt: skip
