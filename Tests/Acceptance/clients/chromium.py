"""A real browser without a window, with a profile of its own."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service


class Chromium:
    """Debian's Chromium; `page` is its one tab."""

    def __init__(self, browser: str = "/usr/bin/chromium", driver: str = "/usr/bin/chromedriver") -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="lapwing-browser-", ignore_cleanup_errors=True)
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", f"--user-data-dir={self._profile.name}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.page = webdriver.Chrome(service=Service(driver), options=options)
        self.size(1920, 1080)

    def size(self, width: int, height: int, scale: int = 1) -> None:
        """Another window; a narrow one is a telephone's or a tablet's."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 760}
        self.page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def picture(self, file: Path) -> None:
        """What is seen now."""
        file.write_bytes(base64.b64decode(self.page.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]))

    def close(self) -> None:
        """Ends it."""
        self.page.quit()
        self._profile.cleanup()
