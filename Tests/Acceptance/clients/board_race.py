"""A made-up race through a daemon, with the board's server beside it."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def free_port() -> int:
    """One that nobody has."""
    while True:
        port = random.randint(20_000, 31_999)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port


class BoardRace:
    """The daemon, the board's server and the player of a made-up race."""

    def __init__(self, programs: Path, simulated: list[str], replayed: list[str]) -> None:
        """`simulated` and `replayed` are what `lapwing simulate` and `lapwing replay` take."""
        self._folder = tempfile.TemporaryDirectory(prefix="lapwing-board-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        feed, recovery, publication, query, web = (free_port() for _ in range(5))
        here = "tcp://127.0.0.1"
        subprocess.run([programs / "lapwing", "simulate", "-o", folder / "race", *simulated], check=True, stdout=subprocess.DEVNULL)
        (folder / "lapwing.yaml").write_text(
            f"event: race/event.yaml\nfeeds:\n  - {{name: replay, connect: \"{here}:{feed}\", recovery: \"{here}:{recovery}\"}}\n"
            f"publication: {here}:{publication}\nquery: {here}:{query}\ncontrol: ipc://{folder}/control\n"
            "limits: {requestsPerSecond: 1000000}\n"
        )
        self.query = f"{here}:{query}"
        self.url = f"http://127.0.0.1:{web}/"
        self._lapwing = programs / "lapwing"
        self._children: list[subprocess.Popen[bytes]] = []
        self._start(folder, programs / "lapwingd", "--config", "lapwing.yaml")
        self._start(folder, programs / "lapwing-web", "--publication", f"{here}:{publication}", "--query", self.query, "--listen", f"127.0.0.1:{web}")
        self._replay = (
            folder, self._lapwing, "replay", "race", "--quiet", *replayed, "--feed", f"{here}:{feed}",
            "--recovery", f"{here}:{recovery}", "--control", f"ipc://{folder}/control", "--linger", "60s",
        )  # fmt: skip

    def cut(self) -> None:
        """The daemon is gone."""
        self._children[0].kill()

    def _start(self, folder: Path, *command: Any) -> None:
        self._children.append(subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def play(self) -> None:
        """From now on."""
        self._start(*self._replay)

    def told(self) -> dict[str, Any]:
        """The `race` of its results; empty while it cannot be asked."""
        asked = subprocess.run([self._lapwing, "results", "--query", self.query, "--format", "json"], capture_output=True, check=False)
        return dict(json.loads(asked.stdout)["race"]) | {"nowMs": json.loads(asked.stdout)["nowMs"]} if asked.returncode == 0 else {}

    def close(self) -> None:
        """Ends all of it."""
        for child in reversed(self._children):
            child.kill()
            child.wait()
        self._folder.cleanup()
