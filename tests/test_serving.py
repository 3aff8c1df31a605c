"""`selfgrad web` as a real process: its address, its end, its neighbours, its browser, its death."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time as clock
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
from browsing import rows
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from selfgrad import ids
from selfgrad.journal import Journal
from selfgrad.web import keys

SECONDS = 60
PEM = serialization.Encoding.PEM
TEXT_BROWSERS = ("www-browser", "links", "elinks", "lynx", "w3m", "xdg-open", "x-www-browser")


def surroundings(folder, **more):
    """The variables of a process at a terminal, without a screen."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SELFGRAD")}
    for key in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        kept.pop(key, None)
    own = {"SELFGRAD_DB": str(folder / "journal.db"), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return {**kept, **own, **more}


def web(folder, *words, **more):
    """`selfgrad web` to its end: the finished process."""
    command = [sys.executable, "-m", "selfgrad", "web", *words]
    about = {"capture_output": True, "text": True, "timeout": SECONDS, "check": False}
    return subprocess.run(command, env=surroundings(folder, **more), **about)


def closed(process):
    """Ctrl-C: exit code, the rest of what was said, and what was said as trouble."""
    process.send_signal(signal.SIGINT)
    code = process.wait(SECONDS)
    return code, process.stdout.read(), process.stderr.read()


@contextlib.contextmanager
def page(folder, *words, **more):
    """A running page: its process, its address without the token, port and token."""
    command = [sys.executable, "-m", "selfgrad", "web", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=surroundings(folder, **more), **pipes)
    guard = threading.Timer(SECONDS * 2, process.kill)  # of a test that would wait for ever
    guard.start()
    try:
        said = process.stdout.readline()
        found = re.fullmatch(r"The page: (http://127\.0\.0\.1:(\d+)/)\?token=(\S+)\n", said)
        assert found, (said, process.poll())
        address, port, token = found.groups()
        yield SimpleNamespace(process=process, url=address, port=port, token=token)
    finally:
        guard.cancel()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(SECONDS)
        process.stdout.close()
        process.stderr.close()


def client(url, token, **more):
    held = {"base_url": url, "trust_env": False, "timeout": SECONDS}
    return httpx.Client(**held, headers={"authorization": f"Bearer {token}"}, **more)


# its address and its end --------------------------------------------------------------------------


def test_the_address_that_is_said_opens_the_page(tmp_path):
    with page(tmp_path, "--port", "0", "--no-open") as at:
        with httpx.Client(trust_env=False, timeout=SECONDS, follow_redirects=True) as browser:
            assert browser.get(at.url).status_code == 401
            shown = browser.get(f"{at.url}?token={at.token}")
            assert shown.status_code == 200 and "A first round" in shown.text
            assert browser.get(at.url).status_code == 200
        assert at.token == keys.token(str(tmp_path / "journal.db"))


def test_ctrl_c_closes_the_page_and_says_so(tmp_path):
    with page(tmp_path, "--port", "0", "--no-open") as at:
        with client(at.url, at.token) as held:
            assert held.get("/pulse").status_code == 200
        code, said, trouble = closed(at.process)
    assert (code, trouble) == (0, "")
    assert said == "Ctrl-C ends it; the journal stays.\nThe page is closed.\n"


def test_ctrl_c_closes_the_page_while_a_browser_holds_its_connection(tmp_path):
    with page(tmp_path, "--port", "0", "--no-open") as at, client(at.url, at.token) as held:
        assert held.get("/pulse").status_code == 200
        code, said, trouble = closed(at.process)
    assert (code, trouble) == (0, "")
    assert said.endswith("The page is closed.\n")


def test_what_was_written_is_there_after_ctrl_c_and_after_the_next_start(tmp_path):
    for number in range(2):
        with page(tmp_path, "--port", "0", "--no-open") as at, client(at.url, at.token) as held:
            assert held.post("/do/log", data={"sentence": f"slip {number}"}).status_code == 303
    found = rows(tmp_path / "journal.db", "SELECT words FROM entry ORDER BY n")
    assert found == [("slip 0",), ("slip 1",)]


# its neighbours -----------------------------------------------------------------------------------


def test_a_second_one_for_the_same_journal_says_it_is_open_and_ends_well(tmp_path):
    with page(tmp_path, "--port", "0", "--no-open") as at:
        second = web(tmp_path, "--port", at.port, "--no-open")
        assert (second.returncode, second.stderr) == (0, "")
        assert second.stdout == f"The page is open already: {at.url}?token={at.token}\n"
        with client(at.url, at.token) as held:
            assert held.get("/").status_code == 200


def test_the_page_of_another_journal_is_not_taken_for_this_one(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with page(tmp_path, "--port", "0", "--no-open") as at:
        refused = web(other, "--port", at.port, "--no-open")
    assert (refused.returncode, refused.stdout) == (1, "")
    (sentence,) = refused.stderr.splitlines()
    assert f"The page cannot be at 127.0.0.1:{at.port}" in sentence
    assert sentence.endswith("Choose another place with --port.")


def test_a_port_that_some_other_program_has_is_refused_in_a_sentence(tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answering = threading.Thread(target=hang_up, args=(taken,), daemon=True)
        answering.start()
        refused = web(tmp_path, "--port", port, "--no-open")
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def hang_up(taken):
    """Somebody who speaks no HTTP."""
    with contextlib.suppress(OSError):
        while True:
            taken.accept()[0].close()


def test_two_journals_are_open_side_by_side(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with page(tmp_path, "--port", "0", "--no-open") as one, page(other, "--port", "0", "--no-open") as two:  # fmt: skip
        assert one.token != two.token
        for at, token, status in ((one, two.token, 401), (two, one.token, 401), (one, one.token, 200)):  # fmt: skip
            with client(at.url, token) as held:
                assert held.get("/").status_code == status


# beyond this machine ------------------------------------------------------------------------------


REFUSED = {  # the first two on other machines alone
    "no TLS": ((), "plain HTTP would show them the journal", 1),
    "no password": (("--cert", "cert.pem", "--key", "key.pem"), "the journal has no password", 1),
    "no key": (("--cert", "cert.pem"), "TLS takes a certificate and its key.", 2),
    "no certificate": (("--key", "key.pem"), "TLS takes a certificate and its key.", 2),
    "the two the wrong way round": (("--cert", "key.pem", "--key", "cert.pem"), "are no certificate and its key", 1),
    "no such file": (("--cert", "none.pem", "--key", "key.pem"), "There is no file", 1),
}  # fmt: skip


def make_pair(folder):
    """A certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(PEM))
    plain = serialization.NoEncryption()
    held = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(held)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        *(("0.0.0.0", name) for name in REFUSED),
        *(("127.0.0.1", name) for name in list(REFUSED)[2:]),
    ],
)
def test_what_would_let_others_in_is_refused_in_a_sentence(tmp_path, monkeypatch, host, name):
    words, sentence, code = REFUSED[name]
    make_pair(tmp_path)
    monkeypatch.chdir(tmp_path)
    refused = web(tmp_path, "--host", host, "--port", "0", "--no-open", *words)
    assert (refused.returncode, refused.stdout) == (code, "")
    assert sentence in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_password_is_asked_for_at_a_terminal_alone(tmp_path):
    refused = web(tmp_path, "--password")
    assert refused.returncode == 2 and "typed at a terminal" in refused.stderr
    assert not (tmp_path / "journal.db.password").exists()


# its browser --------------------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path):
    """A pipe into which a pretended browser says what it was to open, and the folder of browsers."""
    pipe, folder = tmp_path / "opened", tmp_path / "bin"
    os.mkfifo(pipe)
    folder.mkdir()
    for name in ("recorder", *TEXT_BROWSERS):
        (folder / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" > {pipe}\n')
        (folder / name).chmod(0o700)
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    yield SimpleNamespace(reader=reader, folder=folder)
    os.close(reader)


def what_was_opened(opened, seconds):
    """The addresses that came until the first one is whole; none within so many seconds."""
    ready, _, _ = select.select([opened.reader], [], [], seconds)
    return os.read(opened.reader, 10_000).decode().split() if ready else []


def test_the_browser_gets_a_ticket_that_opens_once_and_not_the_token(tmp_path, opened):
    browser = {"BROWSER": f"{opened.folder}/recorder %s"}
    with page(tmp_path, "--port", "0", **browser) as at:
        (address,) = what_was_opened(opened, SECONDS)
        assert address.startswith(f"{at.url}?token=")
        assert at.token not in address
        with httpx.Client(trust_env=False, timeout=SECONDS) as first:
            assert first.get(address).status_code == 303
            assert first.get(at.url).status_code == 200
        with httpx.Client(trust_env=False, timeout=SECONDS) as second:
            assert second.get(address).status_code == 401


def test_a_page_that_is_open_already_is_shown_without_its_token_in_a_command_line(tmp_path, opened):
    browser = {"BROWSER": f"{opened.folder}/recorder %s"}
    with page(tmp_path, "--port", "0", "--no-open") as at:
        web(tmp_path, "--port", at.port, **browser)
        (address,) = what_was_opened(opened, SECONDS)
        assert address.startswith(at.url) and at.token not in address


@pytest.mark.parametrize("screen", [True, False])
def test_a_browser_is_opened_where_there_is_a_screen_alone(tmp_path, opened, screen):
    """Without one, a text browser would take over the terminal."""
    about = {"PATH": str(opened.folder)} | ({"DISPLAY": ":99"} if screen else {})
    with page(tmp_path, "--port", "0", **about) as at, client(at.url, at.token) as held:
        assert held.get("/").status_code == 200  # which comes after the browser
    assert bool(what_was_opened(opened, SECONDS if screen else 0)) == screen


def test_no_browser_is_opened_when_none_is_wanted(tmp_path, opened):
    about = {"PATH": str(opened.folder), "DISPLAY": ":99"}
    about["BROWSER"] = f"{opened.folder}/recorder %s"
    with page(tmp_path, "--port", "0", "--no-open", **about) as at:
        with client(at.url, at.token) as held:
            assert held.get("/").status_code == 200
        assert "is open already" in web(tmp_path, "--port", at.port, "--no-open", **about).stdout
    assert what_was_opened(opened, 0) == []


# its death ----------------------------------------------------------------------------------------

POSTS = 50


class Posting:
    """Fifty sentences, sent from four threads; the server is killed when so many are acknowledged."""

    def __init__(self, at, sent, kill_at):
        self.at, self.waiting, self.kill_at = at, list(sent.items()), kill_at
        self.acknowledged, self.lock = set(), threading.Lock()

    def send(self):
        with client(self.at.url, self.at.token) as held, contextlib.suppress(httpx.HTTPError):
            while self.waiting:
                with self.lock:
                    if not self.waiting:
                        return
                    sending, sentence = self.waiting.pop()
                answer = held.post("/do/log", data={"sending": sending, "sentence": sentence})
                assert answer.status_code == 303
                with self.lock:
                    self.acknowledged.add(sending)
                    if len(self.acknowledged) == self.kill_at:
                        self.at.process.kill()

    def __call__(self):
        threads = [threading.Thread(target=self.send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.acknowledged


@pytest.mark.parametrize("kill_at", [1, 17, 40])
def test_a_killed_server_loses_nothing_acknowledged_and_doubles_nothing_sent_again(
    tmp_path, kill_at
):
    now = int(clock.time() * 1000)
    sent = {ids.new(now + number): f"slip {number}" for number in range(POSTS)}
    journal = str(tmp_path / "journal.db")
    with page(tmp_path, "--port", "0", "--no-open") as at:
        acknowledged = Posting(at, sent, kill_at)()
        assert at.process.wait(SECONDS) == -signal.SIGKILL
    assert kill_at <= len(acknowledged) < POSTS
    kept = [row[0] for row in rows(journal, "SELECT words FROM entry")]
    assert {sent[sending] for sending in acknowledged} <= set(kept)
    assert len(kept) == len(set(kept))
    with page(tmp_path, "--port", "0", "--no-open") as at, client(at.url, at.token) as held:
        for sending, sentence in sent.items():
            answer = held.post("/do/log", data={"sending": sending, "sentence": sentence})
            assert answer.status_code == 303
    kept = [row[0] for row in rows(journal, "SELECT words FROM entry")]
    assert sorted(kept) == sorted(sent.values())
    assert rows(journal, "SELECT count(*) FROM act") == [(POSTS,)]
    assert rows(journal, "PRAGMA integrity_check") == [("ok",)]
    with Journal(journal) as opened:
        assert len(list(opened.read.entries(limit=100)["hits"])) == POSTS
