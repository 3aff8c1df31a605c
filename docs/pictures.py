"""The pictures of the page in the README: `make picture` serves a made-up year and photographs it."""

import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tests"))

from browsing import Learner, browser, served  # noqa: E402  # the tests drive the same browser

from selfgrad import demo  # noqa: E402

# a page, its file, width and height; the height ends where the interesting part does
PAGES = (
    ("/skill?name=calculus", "skill", 1100, 860),
    ("/steps?skill=guitar", "steps", 760, 900),
    ("/", "today", 760, 660),
    ("/hours", "hours", 1100, 810),
)


def main():
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        path = os.path.join(folder, "journal.db")
        demo.make(path, seed=1, days=365)
        with served(path) as house:
            for scheme in ("light", "dark"):
                for page, name, width, height in PAGES:
                    photograph(
                        chrome, house, scheme, page, name, {"width": width, "height": height}
                    )


def photograph(chrome, house, scheme, page, name, viewport):
    learner = Learner(chrome, house, color_scheme=scheme, viewport=viewport)
    learner.go(page)
    learner.at.wait_for_load_state("networkidle")
    learner.at.evaluate("document.activeElement.blur()")
    learner.at.screenshot(path=os.path.join(HERE, f"{name}-{scheme}.png"))
    learner.close()


if __name__ == "__main__":
    main()
