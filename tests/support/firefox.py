"""A real Firefox for tests of pages, driven over Marionette.

Marionette is the protocol under WebDriver that Firefox itself speaks on a socket, so no other
program is needed. Every test can use the fixture ``firefox``.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PREFERENCES = {
    "marionette.port": 0,  # a free port, which Firefox writes into its profile
    "app.update.auto": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,none",  # nothing is asked of the network
}
OWN_MESSAGES = """
return Services.console.getMessageArray().flatMap((each) => {
  if (!(each instanceof Ci.nsIScriptError)) return [];
  const text = `${each.errorMessage} (${each.sourceName}:${each.lineNumber})`;
  return text.includes(arguments[0]) ? [text] : [];
});
"""
"""Errors and warnings whose text or file names the server that the script gets."""
STARTED = 60  # seconds in which Firefox starts on a busy machine
KEYS = {"right": "\ue014", "down": "\ue015", "enter": "\ue007", "escape": "\ue00c"}


class Firefox:
    """A running Firefox with one window."""

    def __init__(self, program: str, folder: Path) -> None:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in PREFERENCES.items()
        )
        (folder / "user.js").write_text("".join(lines))
        self._process = subprocess.Popen(
            (program, "--headless", "--marionette", "-remote-allow-system-access",
             "--no-remote", "--profile", str(folder)),
            env=os.environ | {"HOME": str(folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._number = 0
        self._socket = socket.create_connection(("127.0.0.1", self._port(folder)), timeout=30)
        self._stream = self._socket.makefile("rb")
        self._message()  # its greeting
        self.command("WebDriver:NewSession")

    def _port(self, folder: Path) -> int:
        end = time.monotonic() + STARTED
        written = folder / "MarionetteActivePort"
        while not (written.exists() and written.read_text()):
            assert self._process.poll() is None, "Firefox has ended"
            assert time.monotonic() < end, f"Firefox has not started within {STARTED} s"
            time.sleep(0.05)
        return int(written.read_text())

    def _message(self) -> Any:
        digits = b""
        while not digits.endswith(b":"):
            byte = self._stream.read(1)
            assert byte, "Firefox has closed the connection"
            digits += byte
        return json.loads(self._stream.read(int(digits[:-1])))

    def command(self, name: str, **values: object) -> Any:
        """The result of a command of WebDriver, such as ``WebDriver:Navigate``."""
        self._number += 1
        sent = json.dumps([0, self._number, name, values]).encode()
        self._socket.sendall(str(len(sent)).encode() + b":" + sent)
        _, _, error, result = self._message()
        assert error is None, f"{name}: {error}"
        return result

    def open(self, url: str) -> None:
        """Open a page and wait until it has loaded."""
        self.command("WebDriver:Navigate", url=url)

    def run(self, script: str, *arguments: object) -> Any:
        """What ``script`` returns on the page."""
        return self._run(script, arguments)

    def _run(self, script: str, arguments: tuple[object, ...]) -> Any:
        # Without a sandbox of its own the script sees the properties of our elements.
        values = {"script": script, "args": list(arguments), "sandbox": None}
        return self.command("WebDriver:ExecuteScript", **values)["value"]

    def until(self, script: str, *arguments: object, seconds: float = 30) -> Any:
        """The first true value that ``script`` returns."""
        end = time.monotonic() + seconds
        while not (found := self.run(script, *arguments)):
            assert time.monotonic() < end, f"not within {seconds} s: {script}"
            time.sleep(0.05)
        return found

    def press(self, *names: str) -> None:
        """Press keys one after the other."""
        actions = [
            {"type": kind, "value": KEYS[name]} for name in names for kind in ("keyDown", "keyUp")
        ]
        self.command("WebDriver:PerformActions", actions=[
            {"type": "key", "id": "keys", "actions": actions}
        ])  # fmt: skip

    def drag(self, *places: tuple[float, float]) -> None:
        """Press the mouse at the first place, move it over the others, and let go."""
        moves: list[dict[str, object]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 30} for x, y in places
        ]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self.command("WebDriver:PerformActions", actions=[
            {"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]}
        ])  # fmt: skip

    def told(self, script: str) -> str:
        """The name of the element that ``script`` returns, as assistive technology gets it."""
        found = self.run(script)
        (element,) = found.values()
        return str(self.command("WebDriver:GetComputedLabel", id=element)["value"])

    def _run_as_firefox(self, script: str, *arguments: object) -> Any:
        """What ``script`` returns where it may do all that the browser itself can."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            return self._run(script, arguments)
        finally:
            self.command("Marionette:SetContext", value="content")

    def forget(self) -> None:
        """Leave the page, and empty the console: what loaded yet is told there as failed."""
        self.open("about:blank")
        self._run_as_firefox("Services.console.reset()")

    def messages(self, server: str) -> list[str]:
        """Errors and warnings in the console that concern ``server``, since ``forget()``."""
        return list(self._run_as_firefox(OWN_MESSAGES, server))

    def close(self) -> None:
        """End the browser."""
        try:
            self.command("Marionette:Quit", flags=["eForceQuit"])
        finally:
            self._socket.close()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for the run. Skips the test if there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("needs Firefox")
    browser = Firefox(program, tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.close()
