#!/usr/bin/python3
"""examples/nats.html in a real browser, through the two servers that config/nats describes; and what the public may not.

    relay_browser.py --programs FOLDER --race DIR --work DIR --ports P1,…,P9 --root REPOSITORY [--picture FILE]

A race goes from a daemon by lapwing-relay to a server at the circuit, by its leaf node to a mirror in the cloud, and from
there to the browser. Relay and both servers are killed once on the way. At the end the table of the page is that of
`lapwing results`, and the public finds the same in the cloud part by part. Needs Debian's nats-server, python3-zmq, chromium, chromium-driver and python3-selenium.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from chromium import Chromium
from nats import Nats
from relay_kills import Parts, Published, until
from relay_table import TableWatch, differing

SECRETS = {"NATS_LEAF_PASSWORD": "leaf", "NATS_OPERATOR_PASSWORD": "operator", "NATS_RELAY_PASSWORD": "relay"}
PUBLIC = {"user": "public", "pass": ""}
ROWS = """return [...document.querySelectorAll('#board tbody tr')].map((r) => [...r.cells].map((c) => c.textContent));"""


class CloudParts(Parts):
    """Daemon and relay, the server at the circuit and the one in the cloud."""

    def __init__(self, options: argparse.Namespace) -> None:
        ports = options.ports.split(",")
        options.ports = ",".join(ports[:5])
        super().__init__(options)
        self.leaf, self.cloud, self.socket = ports[5:8]
        folder = Path(options.root) / "config" / "nats"
        os.environ |= SECRETS | {"NATS_CLOUD": f"nats-leaf://track:leaf@127.0.0.1:{self.leaf}"}
        for name, changes in {
            "track": {"4222": self.nats, "/var/lib/nats": str(self.work)},
            "cloud": {"4223": self.cloud, "7422": self.leaf, "8443": self.socket, "/var/lib/nats": str(self.work)},
        }.items():
            subprocess.run(["nats-server", "-t", "-c", str(folder / f"{name}.conf")], check=True)
            text = (folder / f"{name}.conf").read_text()
            for old, new in changes.items():
                assert old in text, f"{name}.conf has no {old}"
                text = text.replace(old, new)
            (self.work / f"{name}.conf").write_text(text)

    def command(self, name: str) -> list[str]:
        if name in ("track", "cloud"):
            return ["nats-server", "-c", str(self.work / f"{name}.conf")]
        words = super().command(name)
        return [word.replace("nats://", "nats://relay:relay@") for word in words]


def refused(public: Nats) -> bool:
    """Whether the server says so, and nobody else answers."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if public.next(0.1):
            return False
        if any("Permissions Violation" in error for error in public.errors):
            return True
    return False


def forbidden(port: int) -> list[str]:
    """What the public could do and should not."""
    found: list[str] = []
    public = Nats(port, **PUBLIC)
    for subject in ("lw.sepang.race.delta", "lw.sepang.race.car.GT3.1", "live.sepang.race.car.GT3.1", "live.sepang.race.beat", "$JS.API.STREAM.DELETE.LAPWING",
                    "$JS.API.CONSUMER.CREATE.LAPWING", "$JS.API.STREAM.INFO.LAPWING",
                    "$JS.API.STREAM.MSG.GET.LAPWING-TABLE"):
        public.errors.clear()
        public.publish(subject, b"{}", reply=f"{public.inbox}.1")
        if not refused(public):
            found.append(f"publish {subject}")
    for subject in ("lw.>", ">", "$JS.>"):
        public.errors.clear()
        public.subscribe(subject)
        if not refused(public):
            found.append(f"subscribe {subject}")
    public.close()
    return found


def shown(results: dict[str, Any]) -> list[list[str]]:
    def spoken(ms: int | None) -> str:
        if ms is None:
            return ""
        return f"{ms // 60000}:{ms % 60000 / 1000:06.3f}" if ms >= 60000 else f"{ms / 1000:.3f}"

    table = []
    for row in results["classification"]:
        gap = "" if row["position"] == 1 else f"{row['gapLaps']} L" if row["gapLaps"] else spoken(row["gapMs"])
        table.append([str(row["position"] or ""), row["number"], row["class"], str(row["laps"]), gap,
                      spoken(row["lastLapMs"]), spoken(row["bestLapMs"])])
    return table


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("programs", "race", "work", "ports", "root"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--picture")
    options = parser.parse_args()
    page = options.ports.split(",")[8]
    parts = CloudParts(options)
    serve = functools.partial(SimpleHTTPRequestHandler, directory=f"{options.root}/examples")
    serve.log_message = lambda *_: None  # type: ignore[attr-defined]
    web = ThreadingHTTPServer(("127.0.0.1", int(page)), serve)
    Thread(target=web.serve_forever, daemon=True).start()
    browser = replay = published = heard = None
    try:
        for name in ("track", "cloud", "daemon", "relay1"):
            parts.start(name)
        mirror = [f"{parts.programs}/lapwing-relay", "mirror", "--nats", f"nats://operator:operator@127.0.0.1:{parts.cloud}"]
        until("the mirror is made", 20, lambda: subprocess.run(mirror).returncode == 0)
        replay = subprocess.Popen(
            [f"{parts.programs}/lapwing", "replay", options.race, "--quiet", "--speed", "160", "--linger", "600s"]
            + parts.replay_options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        published = Published(parts)
        heard = TableWatch(int(parts.cloud), "sepang.race", **PUBLIC)
        browser = Chromium()
        browser.size(900, 1100)
        driver = browser.page
        driver.get(f"http://127.0.0.1:{page}/nats.html?server=ws://127.0.0.1:{parts.socket}&meeting=sepang&session=race")
        until("the page has the table", 30, lambda: len(driver.execute_script(ROWS)) > 20)
        if bad := forbidden(int(parts.cloud)):
            print(f"the public may: {bad}")
            return 1
        for name in ("relay1", "track", "cloud"):
            before = driver.execute_script("return seq")
            parts.kill(name)
            time.sleep(0.5)
            parts.start(name)
            until(f"it goes on after {name} was killed", 30, lambda: driver.execute_script("return seq") > before + 20)
        if options.picture:
            browser.picture(Path(options.picture))

        def answer() -> dict[str, Any]:
            told = subprocess.run([f"{parts.programs}/lapwing", "results", "--query", parts.query, "--format", "json"],
                                  capture_output=True, check=True)
            return json.loads(told.stdout)

        def results() -> list[list[str]]:
            return shown(answer())

        def phase() -> str:
            return answer()["race"]["phase"]

        until("the race is over", 60, lambda: phase() == "ended")
        until("the page has the result", 30, lambda: driver.execute_script(ROWS) == results())
        public = Nats(int(parts.cloud), **PUBLIC)
        until("the public finds the table", 30,
              lambda: not differing(public, "sepang.race", published.snapshot() or {}))
        # The page has its deltas live: that the mirror has them too, over its server's end, is asked.
        asked = b'{"last_by_subj":"lw.sepang.race.delta"}'
        until("the mirror has every delta", 30, lambda: driver.execute_script("return seq") == int(
            public.request("$JS.API.DIRECT.GET.LAPWING", asked).headers["Lw-Seq"]))
        public.close()
        heard.end()
        if heard.wentBack or heard.heard < 500:
            print(f"live parts of the table: {heard.heard}, went back: {heard.wentBack}")
            return 1
        print(json.dumps({"rows": len(results()), "seq": driver.execute_script("return seq")}))
        return 0
    except TimeoutError as late:
        print(late)
        if browser:
            said = driver.find_element("id", "said").text
            found = driver.execute_script(ROWS)
            print("page", said, [pair for pair in zip(found, results()) if pair[0] != pair[1]][:3])
        for name in ("track", "cloud", "relay1"):
            print(f"{name}:", (parts.work / f"{name}.log").read_text()[-1500:])
        return 1
    finally:
        for each in (published, heard):
            if each:
                each.end()
        if browser:
            browser.close()
        if replay:
            replay.kill()
            replay.wait()
        parts.end()
        web.shutdown()


if __name__ == "__main__":
    sys.exit(main())
