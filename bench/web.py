"""The web page on a journal of a million facts: the time of each page, its weight, and many at once.

    python bench/web.py [--facts N] [--seconds N] [--quick]

A real `selfgrad web` is asked over loopback, one connection a reader. The time is what the client
waits, so the way over the loopback is in it. Ratios are within this run.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import journals

from selfgrad.journal import Journal

# a search is asked as the page asks while somebody types
TYPED = tuple(f"/journal?words={words}&part=1" for words in ("s", "sig", "sign", "the"))
QUICK = ("/", "/journal", *TYPED, "/day")
SLOW = ("/skill", "/curve.json", "/hours", "/parameters", "/week?answer=")
TARGETS = dict.fromkeys(QUICK, 15) | dict.fromkeys(SLOW, 80)  # ms, median
CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".cache", "bench")
READERS, THINK = 32, (0.5, 1.5)  # people, and seconds until the next page
WARM_UP = 5


class Served:
    """`selfgrad web` as a process of its own."""

    def __init__(self, path):
        command = [sys.executable, "-m", "selfgrad", "web", "--port", "0", "--no-open"]
        env = {**os.environ, "SELFGRAD_DB": path}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        found = re.search(r":(\d+)/\?token=(\S+)", self.process.stdout.readline())
        self.port, self.token = int(found[1]), found[2]

    def close(self):
        self.process.terminate()
        self.process.wait(20)


class Reader:
    """One connection that asks for page after page."""

    def __init__(self, served):
        self.served = served

    async def open(self):
        self.input, self.output = await asyncio.open_connection("127.0.0.1", self.served.port)
        return self

    async def ask(self, address, form=None):
        """Milliseconds and bytes of one answer; anything but a page is an error."""
        body = urllib.parse.urlencode(form).encode() if form else b""
        head = f"{'POST' if form else 'GET'} {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n"
        head += f"Authorization: Bearer {self.served.token}\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        begun = time.perf_counter()
        self.output.write(head.encode() + body)
        status = int((await self.input.readline()).split()[1])
        length = 0
        while (line := await self.input.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await self.input.readexactly(length)
        if status not in (200, 303):
            raise RuntimeError(f"{address} answered {status}")
        return (time.perf_counter() - begun) * 1000, length


def alone(served, skill, runs, writing=False):
    """One person, one page after the other, in a shuffled order; `writing` a sentence before each,
    so that nothing is remembered."""

    async def measure():
        reader = await Reader(served).open()
        pages = [page.replace("/curve.json", f"/curve.json?name={skill}") for page in TARGETS]
        pages = [page.replace("/skill", f"/skill?name={skill}") for page in pages]
        found = {page: [] for page in pages}
        for number in range(runs + WARM_UP):
            random.shuffle(pages)
            for page in pages:
                if writing:
                    await reader.ask("/do/log", {"sentence": f"slip {number}"})
                ms, size = await reader.ask(page)
                if number >= WARM_UP:
                    found[page].append((ms, size))
        return found

    return asyncio.run(measure())


async def _read(served, pages, until, waited, think):
    reader = await Reader(served).open()
    await asyncio.sleep(random.uniform(*think) if think else 0)
    while time.perf_counter() < until:
        waited.append((await reader.ask(random.choice(pages)))[0])
        await asyncio.sleep(random.uniform(*think) if think else 0)


async def _write(served, until, written):
    reader = await Reader(served).open()
    while time.perf_counter() < until:
        written.append((await reader.ask("/do/log", {"sentence": f"slip {len(written)}"}))[0])
        await asyncio.sleep(1)


def together(served, pages, readers, seconds, think=THINK):
    """Readers and one writer a second; every answer is a page, or this raises."""
    waited, written = [], []

    async def load():
        until = time.perf_counter() + seconds
        people = [_read(served, pages, until, waited, think) for _ in range(readers)]
        await asyncio.gather(*people, _write(served, until, written))

    asyncio.run(load())
    return waited, written


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show_alone(found):
    print(f"{'page':32} {'median':>8} {'p95':>8} {'target':>8} {'bytes':>10}")
    for page, runs in found.items():
        times = [ms for ms, _ in runs]
        target = TARGETS[page.split("?name")[0]]
        met = "met" if statistics.median(times) <= target else "NOT met"
        size = f"{runs[-1][1]:,}"
        print(
            f"{page[:32]:32} {statistics.median(times):8.1f} {quantile(times, 0.95):8.1f}"
            f" {target:5} {met} {size:>10}"
        )


def show_together(served, pages, seconds, cold):
    """`cold` is the median of one reader for whom nothing is remembered, in milliseconds."""
    one, _ = together(served, pages, 1, min(seconds, 20), think=None)
    many, written = together(served, pages, READERS, seconds)
    crowd, _ = together(served, pages, READERS, min(seconds, 20), think=None)
    warm, late = statistics.median(one), quantile(many, 0.95)
    print(f"\none reader alone: median {cold:.1f} ms with nothing remembered, {warm:.1f} with")
    print(
        f"{READERS} readers, a page a second each, one writer a second, {seconds} s: no error,"
        f" {len(many)} pages, median {statistics.median(many):.1f}, p95 {late:.1f} ms ="
        f" {late / cold:.1f} and {late / warm:.1f} times these (target under 10);"
        f" {len(written)} writes, median {statistics.median(written):.1f}"
    )
    print(
        f"{READERS} readers without a pause: no error, {len(crowd)} pages,"
        f" p95 {quantile(crowd, 0.95):.1f} ms"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="fewer facts, runs and seconds")
    args = parser.parse_args()
    if args.quick:
        args.facts, args.runs, args.seconds = 50_000, 8, 8
    made = journals.life(os.path.join(CACHE, "life"), args.facts)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        measure(shutil.copy(made, os.path.join(folder, "journal.db")), args)


def measure(path, args):
    with Journal(path) as journal:
        skill = max(journal.read.skills(), key=lambda row: row["rounds"])["name"]
    print(f"{args.facts:,} facts, {os.path.getsize(path) / 1e6:.0f} MB\n")
    served = Served(path)
    try:
        print("after a sentence was written, so that nothing is remembered:")
        anew = alone(served, skill, args.runs, writing=True)
        show_alone(anew)
        cold = statistics.median(ms for runs in anew.values() for ms, _ in runs)
        print("\nas it is mostly looked at:")
        found = alone(served, skill, args.runs)
        show_alone(found)
        show_together(served, list(found), args.seconds, cold)
    finally:
        served.close()
    print(
        json.dumps({page: statistics.median(ms for ms, _ in runs) for page, runs in found.items()})
    )


if __name__ == "__main__":
    main()
