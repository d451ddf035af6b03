"""Hosts and public URLs in the form that a header may have (RFC 3986, ASCII only)."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

PATH = "/%:@!$&'()*+,;=~"
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9.])?", re.ASCII)
"""Names in their ASCII form and IPv4 addresses (RFC 1123, 2.1)."""


@lru_cache(maxsize=256)
def is_host(text: str) -> bool:
    """Whether it is a host name or an IP address in ASCII, with or without a port."""
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        try:
            ipaddress.IPv6Address(name)
        except ValueError:
            return False
        if "%" in name or rest[:1] not in ("", ":"):
            return False
        colon, port = rest[:1], rest[1:]
    else:
        name, colon, port = text.partition(":")
        if not NAME.fullmatch(name) or any(not each for each in name.rstrip(".").split(".")):
            return False
    return not colon or (
        port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536
    )


def public_address(text: str) -> str:
    """A public URL as written in links: the host in its ASCII form (RFC 5890), the path
    percent-encoded, no slash at its end; empty if ``text`` is empty.

    Raises ``ValueError`` with what is wrong.
    """
    if not text:
        return ""
    if re.search(r"[\x00-\x20\x7f\\]", text):
        raise ValueError(f"{text!r} must have no space, backslash or control character")
    try:
        parts = urlsplit(text)
        host, user = parts.hostname or "", parts.username
        port = parts.netloc.rpartition("]")[2].rpartition("@")[2].partition(":")[1:]
    except ValueError as error:
        raise ValueError(f"{text!r} is not a URL: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{text!r} must begin with https:// or http://")
    if user is not None:
        raise ValueError("must have no user name or password")
    if "?" in text or "#" in text:
        raise ValueError(f"{text!r} must end before ? and #")
    try:
        # The codec implements IDNA 2003. An operator can give a name that it refuses in ASCII.
        name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    authority = name + "".join(port)
    if not is_host(authority):
        raise ValueError(f"{text!r} has no host such as dateline.example or 192.0.2.1:8000")
    path = parts.path.rstrip("/")
    if any(each in (".", "..", "") for each in path.split("/")[1:]):
        raise ValueError(f"{text!r} must have no empty part and no . or .. in its path")
    return f"{parts.scheme}://{authority}{quote(path, safe=PATH)}"
