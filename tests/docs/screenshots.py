"""Takes the pictures of the README from a fresh demo, so that they show what there is; run by bin/screenshots."""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.house.sources import ROOT
from webcare.demo import cast

FOLDER = ROOT / "docs/screenshots"
MOST_BYTES = 250_000
CHROMIUM = os.environ.get("WEBCARE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
PATIENCE = 180.0
WORK_COMES = 60_000.0  # milliseconds in which the demo's customers write something


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: who looks, on which screen, and how they get to what it shows."""

    name: str
    show: Callable[[Page], None]
    person: cast.Agent | None = cast.ANNA  # None: nobody is signed in
    width: int = 1440
    height: int = 900
    scale: float = 1.5
    dark: bool = False
    led: bool = False  # with the strip that leads through the demo


ANSWER = (
    "Hi Robin, we told the desk. Walk past the queue to bag drop 9 and show them this: they take everybody for Lisbon first, "
    "and the gate knows that you are coming."
)


def _first_steps(page: Page) -> None:
    """The strip of the demo, with the customer's side open and the words in its box."""
    page.goto("/")
    if page.locator("#pane").is_hidden():
        page.locator("#tour [data-pane]").click()
    page.frame_locator("#pane iframe").locator("textarea").wait_for()


def _at_work(page: Page) -> None:
    """What the visitor wrote as a customer, opened, with an answer half written."""
    page.goto("/?tab=mine")
    if not page.locator("[data-item]").count():
        _write_as_a_customer(page)
    else:
        page.locator("[data-item]").first.click()
    page.wait_for_url("**/conversations/*")
    page.locator("#write-text").fill(ANSWER)
    page.locator("[data-row=mine]").wait_for()
    _put_strip_away(page)


def _write_as_a_customer(page: Page) -> None:
    _first_steps(page)
    page.frame_locator("#pane iframe").get_by_role("button", name="Post", exact=True).click()
    page.locator("#tour .tour-now a[href^='/conversations/']").click()


def _reading(page: Page) -> None:
    """A conversation on a narrow screen."""
    page.locator("[data-item]").first.click()
    page.wait_for_url("**/conversations/*")


def _case(page: Page) -> None:
    page.goto("/cases")
    page.locator("#main a[href^='/cases/']").first.click()
    page.wait_for_url(re.compile(r"/cases/\d+"))


def _at(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)

    return go


SHOTS = (
    Shot("demo", _first_steps, led=True),
    Shot("desk", _at_work, led=True),
    Shot("desk-dark", _at_work, dark=True, led=True),
    Shot("phone", _reading, person=cast.DANIEL, width=390, height=844, scale=2),
    Shot("case", _case, person=cast.NOOR),
    Shot("board", _at("/board"), person=None),
    Shot("search", _at("/search?q=Schiphol"), person=cast.NOOR),
    Shot("settings", _at("/settings/people"), person=cast.JOOST),
)


def main() -> None:
    """Take those that were asked for, or all of them."""
    parser = argparse.ArgumentParser(prog="bin/screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *(shot.name for shot in SHOTS)], metavar="NAME")
    names = parser.parse_args().names
    FOLDER.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for shot in SHOTS:
            if not names or shot.name in names:
                kept = keep(shot, taken(browser, address, shot))
                sys.stdout.write(f"{kept.relative_to(ROOT)}  {kept.stat().st_size // 1000} kB\n")
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """A fresh demo in a folder that is gone afterwards; yields its address."""
    with tempfile.TemporaryDirectory(prefix="webcare-screenshots-", ignore_cleanup_errors=True) as folder:
        words = [sys.executable, "-u", "-m", "webcare", "demo", "--port", "8600", "--data", f"{folder}/demo"]
        Path(folder).chmod(0o711)
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(60)


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """The picture as the browser has it."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme="dark" if shot.dark else "light",
        locale="en-GB",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    page = context.new_page()
    broken: list[Response] = []
    page.set_default_timeout(WORK_COMES)
    if shot.person:
        page.goto("/demo")
        others = page.locator("details summary")
        if others.count():
            others.click()
        page.get_by_role("button", name=shot.person.name).click()
        page.wait_for_url(f"{address}/")
        if not shot.led:
            _put_strip_away(page)
    page.on("response", lambda answer: broken.append(answer))  # noqa: PLW0108 - Playwright marks the function
    shot.show(page)
    page.wait_for_load_state("load")
    _fail_where(broken)
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    context.close()
    return picture


def keep(shot: Shot, picture: bytes) -> Path:
    """In 256 colours, and smaller still where that is too large for a README."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    path = FOLDER / f"{shot.name}.png"
    for share in (1.0, 0.8, 0.66, 0.5):
        smaller = image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)
        smaller.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < MOST_BYTES:
            return path
    raise SystemExit(f"{path} cannot be made smaller than {MOST_BYTES // 1000} kB.")


def _put_strip_away(page: Page) -> None:
    """What leads through the demo is no part of the desk."""
    if page.locator("#pane").is_visible():
        page.locator("#pane [data-pane]").click()
    page.locator("[popovertarget=tour-more]").click()
    page.locator("#tour-more [hx-delete]").click()
    page.locator("#tour").wait_for(state="detached")


def _fail_where(answers: list[Response]) -> None:
    """An error makes no picture."""
    wrong = [f"{answer.status} {answer.url}" for answer in answers if answer.status >= 400]
    if wrong:
        raise SystemExit("\n".join(wrong))


def _address(process: subprocess.Popen[str]) -> str:
    until = time.monotonic() + PATIENCE
    for line in process.stdout or ():
        if found := re.search(r"Open\s+(http\S+)", line):
            return found[1]
        if time.monotonic() > until:
            break
    raise SystemExit("The demo did not start; what it said stands above.")


if __name__ == "__main__":
    main()
