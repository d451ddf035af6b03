"""The types of ASGI (version 3) and WSGI that the server's parts share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Environ = dict[str, Any]
"""The environment of a WSGI request (PEP 3333)."""
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Client = tuple[str, int]
"""Address and port of the client."""
WholeReply = tuple[Scope, bytes]
"""A reply: the message with its status and headers, and its whole body."""
Finish = Callable[[WholeReply | None], None]
"""A function that sends a reply; ``None`` passes the request on to the event loop."""
LaterReply = Callable[[Finish], None]
"""A function that lets another thread finish a request; it does not wait."""
BODY = "http.response.body"


def client_of(scope: Scope) -> Client:
    """The client of a request. The server library gives the port as text; ASGI has a number."""
    address, port = scope["client"] or ("", 0)
    return str(address), int(port)
