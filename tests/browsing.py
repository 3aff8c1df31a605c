"""A learner at the page: Debian's Chromium, driven by Playwright, with the journal really served."""

import contextlib
import os
import shutil
import sqlite3

import pytest
from playwright.sync_api import expect, sync_playwright
from serving import served

NAMES = ("chromium", "chromium-browser", "google-chrome")
# without the last ones Chromium looks for hosts that no test needs
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
expect.set_options(timeout=15_000)
# what has the focus, in words
FOCUS = "(e => e === document.body ? 'nothing' : e.id || e.name || e.textContent.trim())(document.activeElement)"


def chromium():
    """The path of a Chromium; without one the test is skipped, and fails where CI says so."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("CI needs Chromium: `make browser` installs it on Debian as root.")
    if path is None:
        pytest.skip("no Chromium is installed here, so the page was not looked at")
    return path


@contextlib.contextmanager
def browser():
    """A running browser without any profile."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


class Learner:
    """Somebody at a page. Everything that the browser complains about is kept in `complaints`."""

    def __init__(self, browser, house, **options):
        options = {"viewport": {"width": 900, "height": 800}, "locale": "en-GB"} | options
        self.house = house
        self.context = browser.new_context(**options)
        self.complaints = []
        self.requests = []
        self.at = self.tab()
        self.at.goto(f"{house.url}/?token={house.token}")

    def tab(self):
        made = self.context.new_page()
        made.on("console", lambda said: self._note(said.type, said.text))
        made.on("pageerror", lambda error: self.complaints.append(str(error)))
        made.on("request", lambda request: self.requests.append(request.url))
        return made

    def _note(self, kind, text):
        refused = "status of 409" in text or "status of 422" in text  # a rule, met on the page
        if kind in ("error", "warning") and not refused:
            self.complaints.append(text)

    def see(self, text):
        expect(self.at.locator("body")).to_contain_text(text)

    def stage(self, name):
        expect(self.at.locator(f'#stage[data-stage="{name}"]')).to_be_visible()

    def told(self, text):
        expect(self.at.locator(".said")).to_contain_text(text)

    def focus(self, name):
        expect(self.at.locator(f"#{name}")).to_be_focused()

    def type(self, *words):
        """Type as on a keyboard; a name in angle brackets is a key."""
        for word in words:
            if word.startswith("<"):
                self.at.keyboard.press(word[1:-1])
            else:
                self.at.keyboard.type(word)

    def go(self, path):
        self.at.goto(self.house.url + path)

    def close(self):
        self.context.close()


def rows(path, query, *values):
    """What really lies in the journal."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def words(path, kind):
    return [row[0] for row in rows(path, "SELECT words FROM entry WHERE kind = ? ORDER BY n", kind)]


__all__ = ["FOCUS", "Learner", "browser", "chromium", "expect", "rows", "served", "words"]
