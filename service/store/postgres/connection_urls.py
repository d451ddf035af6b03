"""Checks the URL of a server before anything connects to it (libpq, "Connection Strings")."""

from __future__ import annotations

import re

import psycopg
from psycopg.pq import Conninfo

from service.domain.near_spellings import nearest
from service.errors import Invalid
from service.store.postgres.pooling import NAME, split

VALUES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "gssencmode": ("disable", "prefer", "require"),
    "channel_binding": ("disable", "prefer", "require"),
    "target_session_attrs": (
        "any", "read-write", "read-only", "primary", "standby", "prefer-standby",
    ),
    "load_balance_hosts": ("disable", "random"),
}  # fmt: skip
WHOLE = ("connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count",
         "tcp_user_timeout")  # fmt: skip
PORTS = range(1, 65536)
_UNKNOWN = re.compile(r'invalid URI query parameter: "([^"]*)"')
_QUOTED = re.compile(r'"[^"]*"')


def demand_usable(setting: str, url: str) -> None:
    """Raises ``Invalid``, which names the setting and what is wrong with the URL. The message has
    nothing of the user and the password."""
    try:
        found = psycopg.conninfo.conninfo_to_dict(split(url)[0])
    except psycopg.Error as error:
        why = _reason(" ".join(str(error).split()))
    else:
        why = next((wrong for name, value in found.items() if (wrong := _wrong(name, value))), "")
    if why:
        raise Invalid(f"{setting}: {why}")


def _reason(text: str) -> str:
    unknown = _UNKNOWN.match(text)
    if unknown is None:
        return _QUOTED.sub('"..."', text)  # the quoted part may be of the password
    names = [NAME, *(each.keyword.decode() for each in Conninfo.get_defaults())]
    return f"{unknown[1]} is not a parameter of libpq{_hint(unknown[1], names)}"


def _wrong(name: str, value: object) -> str:
    text = str(value)
    if name in VALUES and text not in VALUES[name]:
        what = f"{name}={text} must be {', '.join(VALUES[name][:-1])} or {VALUES[name][-1]}"
        return f"{what}{_hint(text, VALUES[name])}"
    if name in WHOLE and not re.fullmatch(r"-?\d+", text):
        return f"{name}={text} must be a whole number"
    if name == "host" and "@" in text:
        return "the host has an @; in a password write @ as %40"  # it may be of the password
    if name == "port" and not all(_port(each) for each in text.split(",")):
        # Nothing is shown, because a slash in a password makes a part of it the port.
        return "the port must be a number up to 65535; in a password write / as %2F and @ as %40"
    return ""


def _port(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and int(text) in PORTS)


def _hint(word: str, known: tuple[str, ...] | list[str]) -> str:
    near = nearest(word, known, 1)
    return f"; did you mean {near[0]}?" if near else ""
