"""Real nginx and Caddy in front of the service, with the configurations of docs/operations.

Only names, ports and certificates are changed. A test is skipped if its program is not installed.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from tests.conftest import REPOSITORY
from tests.support.live import Live, free_port, serving

OPERATIONS = REPOSITORY / "docs" / "operations"
UNPACK = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
LARGEST = 64 << 20
MEBIBYTE = b"x" * (1 << 20)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    settings = {"trusted_proxies": "1", "access_log": "true", "workers": "1", "stop_seconds": "1",
                "heartbeat_seconds": "60"}  # fmt: skip
    with serving(tmp_path_factory.mktemp("proxied"), **settings) as found:
        yield found


@pytest.fixture(scope="module")
def key(live: Live) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {live.command('key', 'create', 'e', '--scope', 'write').strip()}"
    }


@dataclass(frozen=True)
class Certificate:
    chain: Path
    secret: Path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "chain.pem", folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", made.secret, "-out", made.chain],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Proxy:
    """A proxy of the service: TLS at ``port`` and ``prefix``, perhaps plain HTTP at ``plain``."""

    port: int
    prefix: str
    certificate: Certificate
    plain: int | None = None

    @property
    def root(self) -> str:
        return f"https://localhost:{self.port}{self.prefix}"

    def connect(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        trusting = ssl.create_default_context(cafile=str(self.certificate.chain))
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=30, context=trusting, source_address=(source, 0)
        )

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, source: str = "127.0.0.1",
        **headers: str,
    ) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
        connection = self.connect(source)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, self.prefix + path, body, named)
        reply = connection.getresponse()
        found = reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
        connection.close()
        return found


@contextmanager
def running(command: list[str], folder: Path, port: int, **more: Any) -> Iterator[None]:
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **more)
    try:
        for _ in range(100):
            assert process.poll() is None, (folder / "proxy.log").read_text()[-2000:]
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def changed(name: str, *pairs: tuple[str, str]) -> str:
    """A file of docs/operations with some texts replaced; the file must contain each of them."""
    text = (OPERATIONS / name).read_text("utf-8")
    for old, new in pairs:
        assert old in text, (name, old)
        text = text.replace(old, new)
    return text


def lost() -> int:
    """The port of a web host that is down. Each proxy has one beside the service."""
    return free_port()


NGINX = """{user}daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    gzip on;
    gzip_types *;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{own}
    server {{
        listen 127.0.0.1:{prefixed} ssl;
        ssl_certificate {chain};
        ssl_certificate_key {secret};
{below}
    }}
}}
"""


@pytest.fixture(scope="module")
def nginx(
    live: Live, certificate: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Proxy]]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("needs nginx")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    service = live.url.removeprefix("http://")
    plain, own, prefixed = free_port(), free_port(), free_port()
    names = {
        "own": changed(
            "nginx.conf",
            ("server 127.0.0.1:8000;", f"server 127.0.0.1:{lost()};\n    server {service};"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{own} ssl"), ("dateline.example", "localhost"),
            ("/etc/ssl/dateline/fullchain.pem", str(certificate.chain)),
            ("/etc/ssl/dateline/privkey.pem", str(certificate.secret)),
        ),
        "below": changed("nginx-prefix.conf", ("127.0.0.1:8000", service)),
    }  # fmt: skip
    paths = {"chain": certificate.chain, "secret": certificate.secret, "folder": folder}
    # Otherwise the user of its workers may not write to the folder.
    user = "" if os.geteuid() else "user root;\n"
    (folder / "nginx.conf").write_text(NGINX.format(prefixed=prefixed, user=user, **paths, **names))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    with running(command, folder, own):
        yield {
            "own": Proxy(own, "", certificate, plain),
            "prefixed": Proxy(prefixed, "/timeline", certificate),
        }


@pytest.fixture(scope="module")
def caddy(
    live: Live, certificate: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Proxy]]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("needs Caddy")
    folder = tmp_path_factory.mktemp("caddy")
    plain, own, prefixed = free_port(), free_port(), free_port()
    upstream = live.url.removeprefix("http://")
    tls = f"\n\ttls {certificate.chain} {certificate.secret}\n"
    below = changed(
        "Caddyfile-prefix", ("127.0.0.1:8000", upstream),
        ("www.example {\n", f"https://localhost:{prefixed} {{{tls}"),
    )  # fmt: skip
    first = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {own}\n\tgrace_period 1s\n}}\n"
    site = changed(
        "Caddyfile", ("{$SITE:dateline.example} {\n", f"{{$SITE:dateline.example}} {{{tls}")
    )
    (folder / "Caddyfile").write_text(f"{first}{site}\n{below}")
    several = f"127.0.0.1:{lost()} {upstream}"
    environment = {"HOME": str(folder), "SITE": "localhost", "UPSTREAM": several,
                   "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}  # fmt: skip
    command = [program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    with running(command, folder, own, env=environment):
        yield {
            "own": Proxy(own, "", certificate, plain),
            "prefixed": Proxy(prefixed, "/timeline", certificate),
        }


@pytest.fixture(
    scope="module",
    params=[(name, place) for name in ("nginx", "caddy") for place in ("own", "prefixed")],
    ids="-".join,
)
def proxy(request: pytest.FixtureRequest) -> Proxy:
    name, place = request.param
    found: Proxy = request.getfixturevalue(name)[place]
    return found


def test_links_have_the_address_that_the_reader_sees(proxy: Proxy) -> None:
    status, headers, body = proxy.ask("/v1/events?limit=1")
    assert status == 200
    assert json.loads(body)["next"].startswith(f"{proxy.root}/v1/events?limit=1&cursor=")
    assert f"<{proxy.root}/v1/events" in headers["link"]
    page = proxy.ask("/", Accept="text/html")[2].decode()
    assert f'href="{proxy.prefix}/static/' in page
    script = re.findall(rf'src="({proxy.prefix}/static/[^"]+)"', page)[0]
    assert proxy.ask(script.removeprefix(proxy.prefix))[0] == 200


def test_what_a_client_says_of_itself_is_not_believed(proxy: Proxy, live: Live) -> None:
    lies: dict[str, Any] = {
        "X_Forwarded_For": "9.9.9.9", "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "http", "X_Forwarded_Prefix": "/evil",
        "X_Request_Id": f"lie{proxy.port}",
    }  # fmt: skip
    body = proxy.ask("/v1/events?limit=1", source="127.0.0.9", **lies)[2]
    assert json.loads(body)["next"].startswith(f"{proxy.root}/v1/events?")
    log = Path(live.environment["DATELINE_DATABASE_URL"].removeprefix("sqlite:///"))
    lines = (log.parent / "serve.log").read_text().splitlines()
    (line,) = [each for each in lines if f'"lie{proxy.port}"' in each]
    assert json.loads(line)["address"] == "127.0.0.9"


@pytest.mark.parametrize("coding", UNPACK)
def test_replies_are_compressed_once_and_keep_their_tags(proxy: Proxy, coding: str) -> None:
    path = "/v1/events?limit=10"
    plain = proxy.ask(path, Accept_Encoding="identity")
    status, headers, body = proxy.ask(path, Accept_Encoding=coding)
    assert (status, headers["content-encoding"]) == (200, coding)
    assert UNPACK[coding](body) == plain[2]
    tag = headers["etag"]
    assert tag.startswith('"')
    assert tag.endswith(f'-{coding}"')
    again = proxy.ask(path, Accept_Encoding=coding, If_None_Match=tag)
    assert (again[0], again[1]["etag"], again[2]) == (304, tag, b"")


def test_short_replies_stay_as_they_are(proxy: Proxy) -> None:
    _, headers, body = proxy.ask("/v1/events?limit=1&fields=id", Accept_Encoding="gzip, br, zstd")
    assert "content-encoding" not in headers
    assert json.loads(body)["items"]


def test_an_event_reaches_the_stream_at_once(proxy: Proxy, key: dict[str, str]) -> None:
    connection = proxy.connect()
    connection.request("GET", f"{proxy.prefix}/v1/changes/stream")
    stream = connection.getresponse()
    assert stream.getheader("Content-Type", "").startswith("text/event-stream")
    assert stream.readline().startswith(b"retry:")  # no heartbeat comes for a minute
    name = f"at-once-{proxy.port}"
    event = {"id": name, "title": "T", "date": "2024-05-01", "category": "other"}
    began = time.monotonic()
    assert proxy.ask("/v1/events", "POST", json.dumps(event).encode(),
                     Content_Type="application/json", **key)[0] == 201  # fmt: skip
    while name.encode() not in stream.readline():
        pass
    assert time.monotonic() - began < 20
    connection.close()


def test_an_import_may_be_as_large_as_the_service_allows(proxy: Proxy, key: dict[str, str]) -> None:
    summary = "B" * 4000
    rows = [
        json.dumps({"id": f"n{number}", "title": "T", "date": "2024", "category": "other",
                    "summary": summary})
        for number in range(800)
    ]  # fmt: skip
    kind = {"Content_Type": "application/x-ndjson", **key}
    status, _, body = proxy.ask("/v1/imports?dry_run=1", "POST", "\n".join(rows).encode(), **kind)
    assert (status, json.loads(body)["created"]) == (200, 800)


def test_a_body_that_is_too_large_is_refused(proxy: Proxy, key: dict[str, str]) -> None:
    connection = proxy.connect()
    connection.putrequest("POST", f"{proxy.prefix}/v1/imports")
    connection.putheader("Content-Length", str(LARGEST + 1))
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Authorization", key["Authorization"])
    connection.endheaders()
    with suppress(OSError):  # the proxy may refuse the body without reading it
        for _ in range(LARGEST >> 20):
            connection.send(MEBIBYTE)
        connection.send(b"x")
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_web_host_that_is_down_makes_no_request_fail(
    name: str, key: dict[str, str], request: pytest.FixtureRequest
) -> None:
    proxy: Proxy = request.getfixturevalue(name)["own"]
    assert {proxy.ask(f"/v1/events?limit={number}")[0] for number in range(1, 21)} == {200}
    event = json.dumps({"title": "T", "date": "2024-05-01", "category": "other"}).encode()
    sent = [
        proxy.ask("/v1/events", "POST", event, Content_Type="application/json", **key)[0]
        for _ in range(10)
    ]
    assert set(sent) == {201}


def test_a_whole_export_comes_through(proxy: Proxy) -> None:
    everything = proxy.ask("/v1/events.ndjson")[2].splitlines()
    assert len(everything) >= 16
    assert all(json.loads(each)["id"] for each in everything)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_plain_http_leads_to_tls(name: str, request: pytest.FixtureRequest) -> None:
    proxy: Proxy = request.getfixturevalue(name)["own"]
    assert proxy.plain
    connection = http.client.HTTPConnection("localhost", proxy.plain, timeout=10)
    connection.request("GET", "/v1/events", headers={"Host": "localhost"})
    reply = connection.getresponse()
    assert reply.status in (301, 308)
    assert reply.getheader("Location", "").startswith("https://localhost")
    connection.close()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_without_its_slash_a_prefix_leads_to_it(name: str, request: pytest.FixtureRequest) -> None:
    proxy: Proxy = request.getfixturevalue(name)["prefixed"]
    status, headers, _ = replace(proxy, prefix="").ask(proxy.prefix)
    assert status in (301, 302)
    assert headers["location"].endswith(f"{proxy.prefix}/")
