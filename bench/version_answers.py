"""Answer lists of paths with one version, for ``bench.versions_in_process``.

``PYTHONPATH`` chooses the version. So this module imports nothing else of the bench.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from service.app import create_app
from service.settings import Settings


def main() -> None:
    """Read lists of paths from standard input. For each list print the seconds of processor time,
    and the ids and the count of each answer."""
    wsgi: Callable[..., Iterable[bytes]] = create_app(
        Settings(database_url=f"sqlite:///{sys.argv[1]}")
    ).wsgi_app

    def get(address: str) -> bytes:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        return b"".join(wsgi(environ, lambda *_: None))

    for line in sys.stdin:
        addresses = json.loads(line)
        start = time.process_time()
        bodies = [get(each) for each in addresses]
        spent = time.process_time() - start
        found = [json.loads(each) for each in bodies]
        told = [[[event["id"] for event in each["items"]], each["total"]] for each in found]
        print(json.dumps([spent, told]), flush=True)


if __name__ == "__main__":
    main()
