"""PostgreSQL like that of a managed host: TLS is required, users are not superusers, and PgBouncer
pools connections in transaction mode."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.live import free_port
from tests.support.temporary import short

PASSWORD = "s3cret"
CONFIG = """
[databases]
{databases}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
default_pool_size = 2
query_wait_timeout = 20
client_tls_sslmode = require
client_tls_cert_file = {folder}/server.crt
client_tls_key_file = {folder}/server.key
"""
SESSION, TRANSACTION, STATEMENT = "session", "transaction", "statement"


@dataclass(frozen=True)
class Managed:
    """Databases that require TLS. Each also has a name that ends with ``_pooled``. There, all
    transactions share two connections, and one that ends with ``_by_statement``, which has no
    transactions. ``folder`` has ``ca.crt``, the authority that signed the
    certificate for ``localhost``. ``process`` is the number of PgBouncer's."""

    server: postgres.Server
    port: int
    folder: Path
    process: int

    def url(self, user: str, name: str, **more: str) -> str:
        """The URL of a database. A client that uses it checks the certificate."""
        more = {"sslmode": "verify-full", "sslrootcert": f"{self.folder}/ca.crt"} | more
        host = more.pop("host", "localhost")
        query = "&".join(f"{key}={value}" for key, value in more.items())
        return f"postgresql://{user}:{PASSWORD}@{host}:{self.port}/{name}?{query}"

    def pooled(self, name: str) -> str:
        """The URL under which transactions share connections."""
        return self.url("dateline", f"{name}_pooled", pooling=TRANSACTION)


@contextmanager
def managed(
    server: postgres.Server, users: Sequence[str], names: Sequence[str]
) -> Iterator[Managed]:
    """Run PgBouncer for some databases of a server until the block ends. Skips the test if
    PgBouncer or openssl is missing."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None or shutil.which("openssl") is None:
        pytest.skip("needs PgBouncer and openssl")
    # The user that runs PgBouncer must be able to read it.
    folder = Path(tempfile.mkdtemp(prefix="dateline-pool-", dir=short()))
    folder.chmod(0o755)
    certificate(folder)
    port = free_port()
    (folder / "users.txt").write_text("".join(f'"{name}" "{PASSWORD}"\n' for name in users))
    databases = (
        f"{name}{end} = host={server.folder} dbname={name} pool_mode={mode} pool_size={size}"
        for name in names
        for end, mode, size in (
            ("", SESSION, 20),
            ("_pooled", TRANSACTION, 2),
            ("_by_statement", STATEMENT, 2),
        )
    )
    text = CONFIG.format(databases="\n".join(databases), port=port, folder=folder)
    (folder / "pgbouncer.ini").write_text(text)
    for name in ("users.txt", "server.key"):
        _own(folder / name)
    with (folder / "pgbouncer.log").open("wb") as log:
        running = subprocess.Popen(
            [program, str(folder / "pgbouncer.ini")], stdout=log, stderr=log, cwd=folder,
            **postgres.user(),
        )  # fmt: skip
        try:
            _await(port, running, folder / "pgbouncer.log")
            yield Managed(server, port, folder, running.pid)
        finally:
            running.terminate()
            running.wait(timeout=10)
            shutil.rmtree(folder, ignore_errors=True)


def _await(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert running.poll() is None, log.read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def _own(path: Path) -> None:
    path.chmod(0o600)
    who = postgres.user()
    if who:
        os.chown(path, who["user"], who["group"])


def certificate(folder: Path) -> None:
    """Make a certificate for ``localhost``, and the authority that signs it."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")
    openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=test ca")
    openssl("req", *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "2",
            "-CAcreateserial", "-extfile", "names", "-out", "server.crt")  # fmt: skip
