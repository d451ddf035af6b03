"""Makes the WSGI environment of a request (PEP 3333) from its ASGI scope."""

from __future__ import annotations

import sys

from service.asgi import Environ, Scope

MOST_NAMES = 1000
"""The most header names that are remembered, because clients choose them."""


class Environs:
    """Makes environments; keeps the names of headers as WSGI writes them."""

    def __init__(self) -> None:
        self.names: dict[bytes, str] = {}
        self.base: Environ = {
            "SCRIPT_NAME": "", "wsgi.version": (1, 0), "wsgi.errors": sys.stderr,
            "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
            "wsgi.input_terminated": True,
        }  # fmt: skip

    def __call__(self, scope: Scope) -> Environ:
        """The environment of the request, without its body."""
        environ = self.base.copy()
        environ["REQUEST_METHOD"] = scope["method"]
        environ["PATH_INFO"] = scope["path"].encode("utf-8", "replace").decode("latin-1")
        environ["QUERY_STRING"] = scope["query_string"].decode("latin-1")
        environ["SERVER_PROTOCOL"] = f"HTTP/{scope['http_version']}"
        environ["wsgi.url_scheme"] = scope["scheme"]
        environ["SERVER_NAME"], environ["SERVER_PORT"] = map(str, scope["server"])
        environ["REMOTE_ADDR"] = scope["client"][0] if scope["client"] else ""
        names = self.names
        for name, raw in scope["headers"]:
            if b"_" in name:
                continue  # a proxy may set or remove only the same header written with -
            key, text = names.get(name) or self._name(name), raw.decode("latin-1")
            # Two headers of one name are joined with a comma (RFC 9110, 5.3).
            environ[key] = text if key not in environ else f"{environ[key]},{text}"
        # There is no protocol to upgrade to (RFC 9110, 7.8). With this header the framework would
        # refuse to answer.
        environ.pop("HTTP_UPGRADE", None)
        if not environ.get("HTTP_HOST") and scope["http_version"] in ("1", "1.0"):
            # HTTP/1.0 need not name the host, and the server adds an empty header then.
            environ.pop("HTTP_HOST", None)
        return environ

    def _name(self, name: bytes) -> str:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if len(self.names) < MOST_NAMES:
            self.names[name] = key
        return key
