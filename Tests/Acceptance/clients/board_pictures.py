#!/usr/bin/python3
"""The pictures of the board in docs/pictures: each face of it in a real browser, in minute 31 of a simulated race.

    board_pictures.py BIN FOLDER [--seed N] [--browser FILE] [--driver FILE]

BIN is the folder of lapwing, lapwingd and lapwing-web. Needs Debian's chromium, chromium-driver and python3-selenium.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

from board_race import BoardRace
from chromium import Chromium


class Face(NamedTuple):
    """A picture: its name, what the address asks for, the width and height of the window, and what is done before."""

    name: str
    query: str
    width: int
    height: int
    scale: int = 1
    is_grey: bool = False
    script: str = ""


OPEN = "document.querySelectorAll('#board tr.car')[4].dispatchEvent(new MouseEvent('click', { bubbles: true }))"
STOP = "document.querySelector('[data-do=\"figure:stop\"]').click()"
FACES = [
    Face("board-1920-dark", "?theme=dark", 1920, 1080),
    Face("board-1920-grey", "?theme=dark", 1920, 1080, is_grey=True),
    Face("board-1920-light-grey", "?theme=light", 1920, 1080, is_grey=True),
    Face("board-1920-light-classes", "?theme=light&fold=class", 1920, 1080),
    Face("board-1920-opened", "?theme=dark", 1920, 1080, script=OPEN),
    Face("board-1920-team", "?theme=dark&car=CAR", 1920, 1080),
    Face("board-1920-wall", "?theme=dark&wall", 1920, 1080),
    Face("board-1280-light", "?theme=light", 1280, 800),
    Face("board-768-dark", "?theme=dark", 768, 1024),
    Face("board-390-dark", "?theme=dark", 390, 844, scale=2),
    Face("board-390-grey", "?theme=dark", 390, 844, scale=2, is_grey=True),
    Face("board-390-stop-light", "?theme=light", 390, 844, scale=2, script=STOP),
    Face("board-320-dark", "?theme=dark", 320, 640, scale=2),
]
STALE = Face("board-1920-stale", "?theme=dark", 1920, 1080)
# The number of the first that is in the pit lane for its stop.
IN_PIT = """
const heads = [...document.querySelectorAll('#board > thead th')].map((each) => each.firstChild?.textContent.trim());
const row = [...document.querySelectorAll('#board tr.car')].find((each) => each.textContent.includes('HOLD'));
return row?.children[heads.indexOf('NO')].textContent.trim() ?? '';
"""


class Camera(Chromium):
    """A browser that takes them."""

    def __init__(self, url: str, folder: Path, browser: str, driver: str) -> None:
        super().__init__(browser, driver)
        self._url = url
        self._folder = folder

    def show(self, face: Face, car: str = "") -> None:
        """The face as a reader sees it after some ticks."""
        self.size(face.width, face.height, face.scale)
        self.page.execute_cdp_cmd("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia" if face.is_grey else "none"})
        self.page.get(self._url + face.query.replace("CAR", car))
        self.wait()
        if face.script:
            self.page.execute_script(face.script)
        time.sleep(3)

    def wait(self) -> None:
        """Until there is something to see."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if self.page.execute_script("return document.body.innerText.length") > 400:
                return
            time.sleep(0.1)
        raise SystemExit(f"nothing to see within 20 s at {self.page.current_url}")

    def take(self, face: Face) -> None:
        """Writes it into the folder."""
        self.picture(self._folder / f"{face.name}.png")
        print(f"{face.name}.png")


def main() -> int:
    """Takes all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=88)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--driver", default="/usr/bin/chromedriver")
    arguments = parser.parse_args()
    simulated = ["--seed", str(arguments.seed), "--success-penalties", "--stop-faults", "200"]
    race = BoardRace(arguments.programs.resolve(), simulated, ["--speed", "1", "--from", "31min"])
    camera = None
    try:
        while not race.told():
            time.sleep(0.2)
        race.play()
        while not race.told().get("startMs"):
            time.sleep(0.2)
        time.sleep(2)
        camera = Camera(race.url, arguments.folder, arguments.browser, arguments.driver)
        camera.show(FACES[0])
        car = str(camera.page.execute_script(IN_PIT))
        for face in FACES:
            camera.show(face, car)
            camera.take(face)
        camera.show(STALE)
        race.cut()
        time.sleep(14)
        camera.take(STALE)
    finally:
        if camera:
            camera.close()
        race.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
