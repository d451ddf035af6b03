"""The servers of a URL: one host after another, and each address of a host."""

from __future__ import annotations

import socket
from typing import Any

import psycopg

from service.store.postgres.silence import Address, Attempt

PORT = "5432"
"""The port of a server for which the URL names none (libpq, "Parameter Key Words")."""


def server_attempts(parameters: dict[str, Any]) -> list[tuple[Address | None, Attempt]]:
    """The address of each server that the parameters of libpq name, and the parameters for it
    alone, in their order. The address is ``None`` if they name no host: libpq finds the server.
    Raises ``psycopg.OperationalError`` if no name of a host can be looked up."""
    hosts, numbers, ports = (_listed(parameters, name) for name in ("host", "hostaddr", "port"))
    many = max(len(hosts), len(numbers))
    if not many:
        return [(None, parameters)]
    if len(ports) < 2:
        ports = (ports or [""]) * many
    if len(ports) != many or (hosts and numbers and len(hosts) != len(numbers)):
        raise psycopg.OperationalError("the numbers of hosts and of ports or addresses differ")
    found: list[tuple[Address | None, Attempt]] = []
    failed: OSError | None = None
    for host, number, port in zip(hosts or [""] * many, numbers or [""] * many, ports, strict=True):
        server = parameters | {"host": host, "hostaddr": number, "port": port or PORT}
        try:
            for address in [number] if number else _addresses(host, port or PORT):
                local = host.startswith("/") and not number
                own = server | {"hostaddr": "" if local else address}
                words = {
                    name: value
                    for name, value in own.items()
                    if value or name not in ("host", "hostaddr")
                }
                found.append(((address, str(own["port"])), words))
        except OSError as error:
            failed = error
    if not found:
        raise psycopg.OperationalError(f"no host can be looked up: {failed}")
    return found


def _listed(parameters: dict[str, Any], name: str) -> list[str]:
    text = str(parameters.get(name) or "")
    return text.split(",") if text else []


def _addresses(host: str, port: str) -> list[str]:
    if not host or host.startswith("/"):
        return [host]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(each[4][0]) for each in found]
