"""Send expensive requests from many clients, again and again, in a separate process.

python -m bench.soak.attack URL CLIENTS SECONDS < requests.json
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

from bench.soak.threads import at_once

PATIENCE = 30.0
"""Seconds for one reply."""


def ask(address: str, path: str, headers: dict[str, str], seconds: float) -> Counter[str]:
    """Send the request and read the reply until the time is over; returns the number of each
    status."""
    found: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            reply = connection.getresponse()
            name = str(reply.status)
            if reply.status == 503 and not reply.getheader("Retry-After"):
                name = "503 without Retry-After"
            found[name] += 1
            connection.sock.settimeout(max(0.1, ends - time.monotonic()))
            while time.monotonic() < ends and reply.read1(1 << 16):
                pass
        except OSError as error:
            if time.monotonic() < ends:
                found[type(error).__name__] += 1
        except http.client.HTTPException as error:
            found[type(error).__name__] += 1
        finally:
            connection.close()
    return found


def leave(address: str, path: str, headers: dict[str, str], seconds: float) -> Counter[str]:
    """Send the request and close the connection without reading, 16 times a second."""
    found: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        connection.close()
        found["left"] += 1
        time.sleep(1 / 16)
    return found


def main() -> None:
    """Print a line at the beginning, and at the end the number of each status as JSON. The requests
    are divided among the clients."""
    url, clients, seconds = sys.argv[1:]
    requests = json.load(sys.stdin)
    address = urlsplit(url).netloc

    def act(number: int) -> Counter[str]:
        request = requests[number % len(requests)]
        how = {"ask": ask, "leave": leave}[request["kind"]]
        return how(address, request["path"], request["headers"], float(seconds))

    print("begun", flush=True)
    print(json.dumps(sum(at_once(int(clients), act), Counter())))


if __name__ == "__main__":
    main()
