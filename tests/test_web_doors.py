"""Every way in that must be closed, tried against the page as it is really served."""

import asyncio
import datetime
import html.parser
import http.client
import ipaddress
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time as clock
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
from conftest import Time, a_round
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from serving import served

from selfgrad import errors, exchange
from selfgrad.journal import Journal
from selfgrad.web import acting, app, doors, keys, messages, serving

SECRET = "I dropped the minus sign at Zanzibar."


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with served(tmp_path_factory.mktemp("doors") / "journal.db", now=Time()) as page:
        with Journal(page.journal, now=Time()) as journal:
            a_round(journal, mistakes=(SECRET,), skill="calculus")
        yield page


def acts(page):
    with Journal(page.journal) as journal:
        return [json.loads(line) for line in exchange.lines(journal)]


def raw(page, method, target, headers=(), body=b""):
    """A request word for word, which no client would put right."""
    connection = http.client.HTTPConnection(*page.host.split(":"), timeout=30)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("content-length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def bearer(page):
    return ("authorization", f"Bearer {page.token}")


# the key ------------------------------------------------------------------------------------------

READ = [
    *(path for path, *_ in app.PAGES),
    *("/export", "/week.md", "/pulse", "/file/" + "0" * 64, "/nothing"),
    *("/api/openapi.json", "/api/now", "/api/export", "/api/entries", "/api/nothing"),
]


@pytest.mark.parametrize("path", READ)
def test_without_a_token_nothing_of_the_journal_is_shown(page, path):
    answer = page.bare.get(path)
    assert answer.status_code == 401
    assert "Zanzibar" not in answer.text and "calculus" not in answer.text
    assert page.token not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer"},
        {"authorization": "Bearer {token} {token}"},
        {"authorization": "Basic {token}"},
        {"authorization": "{token}"},
        {"authorization": "Bearer {token}x"},
        {"authorization": "Bearer {short}"},
        {"authorization": "Bearer \xff\xfe"},
        {"cookie": "{name}=wrong"},
        {"cookie": "{name}="},
        {"cookie": "{name}"},
        {"cookie": "selfgrad={token}"},
        {"cookie": "token={token}"},
        {"cookie": "{name}={short}"},
        {"cookie": '{name}="\\"'},
        {"cookie": "\xff=\xff"},
        {"x-token": "{token}"},
    ],
)
def test_a_wrong_key_opens_nothing(page, headers):
    name, token = page.cookie
    filled = {
        key: value.format(name=name, token=token, short=token[:-1]).encode("latin-1")
        for key, value in headers.items()
    }
    for path in ("/", "/api/now"):
        assert page.bare.get(path, headers=filled).status_code == 401


def test_two_keys_of_which_one_is_right_count_as_none(page):
    host = ("host", page.host)
    status, _, _ = raw(page, "GET", "/", [host, bearer(page), ("authorization", "Bearer x")])
    assert status == 401


@pytest.mark.parametrize("key", ["bearer", "cookie"])
def test_the_right_key_opens(page, key):
    client = {"bearer": page.client, "cookie": page.browser}[key]
    assert "Zanzibar" in client.get("/api/entries").text
    assert client.get("/").status_code == 200


def test_a_token_in_the_address_becomes_a_cookie_and_disappears(page):
    answer = page.bare.get(f"/round?id=last&token={page.token}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/round?id=last"
    cookie = answer.headers["set-cookie"]
    name, value = page.cookie
    assert cookie.startswith(f"{name}={value}; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie and answer.text == ""
    page.bare.cookies.clear()


@pytest.mark.parametrize("token", ["wrong", "", "%00", "%ff", "ticket"])
def test_a_wrong_token_in_the_address_opens_nothing(page, token):
    answer = page.bare.get(f"/?token={token}")
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_a_token_in_the_address_of_a_post_opens_nothing(page):
    answer = page.bare.post(f"/do/log?token={page.token}", headers={"origin": page.url})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "/\\\\evil.example", "///evil.example", "//"]
)
def test_the_way_on_after_a_token_never_leaves_this_host(page, path):
    target = f"{path}?token={page.token}&back=https://evil.example"
    status, headers, _ = raw(page, "GET", target, [("host", page.host)])
    assert status == 303
    assert re.match(r"/($|[^/\\])", headers["location"])
    assert "\n" not in headers["location"]


STRANGE = ("%0d%0aset-cookie:evil=1", "%09/evil.example", "%0a/evil.example", "%2f/evil.example")


@pytest.mark.parametrize("path", [*STRANGE, "%5cevil.example", "d%c3%ada", "%ff", "%00"])
def test_strange_characters_before_a_token_neither_lead_elsewhere_nor_make_a_header(page, path):
    status, headers, _ = raw(page, "GET", f"/{path}?token={page.token}", [("host", page.host)])
    assert status == 303
    assert "evil" not in headers["set-cookie"]
    assert re.fullmatch(r"/([!-.0-\[\]-~][!-\[\]-~]*)?", headers["location"])


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/nothing"])  # fmt: skip
def test_the_way_on_after_a_form_never_leaves_this_page(page, back):
    answer = page.browser.post("/do/log", data={"sentence": "I misread.", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_ticket_opens_once_and_not_late(tmp_path):
    seconds = [0.0]
    with served(tmp_path / "journal.db", seconds=lambda: seconds[0]) as page:
        first, second, third = (page.tickets.new() for _ in range(3))
        assert page.bare.get(f"/?token={first}").status_code == 303
        page.bare.cookies.clear()
        assert page.bare.get(f"/?token={first}").status_code == 401
        seconds[0] = keys.TICKET_SECONDS - 1
        assert page.bare.get(f"/?token={second}").status_code == 303
        page.bare.cookies.clear()
        seconds[0] = keys.TICKET_SECONDS
        assert page.bare.get(f"/?token={third}").status_code == 401
        headers = {"authorization": f"Bearer {page.tickets.new()}"}
        assert page.bare.get("/", headers=headers).status_code == 401


def test_the_token_lies_in_a_file_for_its_owner_alone(page):
    path = page.journal + ".token"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert len(page.token) >= 43
    assert keys.token(page.journal) == page.token


def test_a_damaged_token_is_made_anew(tmp_path):
    journal = str(tmp_path / "journal.db")
    for damaged in (b"", b"short", b"\xff" * 8):
        (tmp_path / "journal.db.token").write_bytes(damaged)
        assert len(keys.token(journal)) >= 43
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db.token"]


def test_twenty_processes_that_make_a_token_at_once_have_the_same(tmp_path):
    program = (
        "import sys, time; from selfgrad.web import keys; print('ready', flush=True);"
        "sys.stdin.readline(); print(keys.token(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "journal.db")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, **pipes) for _ in range(20)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    found = {process.communicate(timeout=60)[0] for process in started}
    assert len(found) == 1
    assert len(found.pop().strip()) >= 43
    assert stat.S_IMODE((tmp_path / "journal.db.token").stat().st_mode) == 0o600


def test_the_browser_that_is_opened_gets_a_ticket_and_not_the_token(tmp_path):
    seen = tmp_path / "seen"
    recorder = tmp_path / "browser"
    recorder.write_text(f'#!/bin/sh\nprintf "%s" "$*" > {seen}.new && mv {seen}.new {seen}\n')
    recorder.chmod(0o700)
    env = {**os.environ, "BROWSER": f"{recorder} %s", "SELFGRAD_DB": str(tmp_path / "journal.db")}
    command = [sys.executable, "-m", "selfgrad", "web", "--port", "0"]
    serving_it = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        deadline = clock.monotonic() + 60
        while not seen.exists():
            assert clock.monotonic() < deadline
            clock.sleep(0.02)
        address, token = seen.read_text(), keys.token(str(tmp_path / "journal.db"))
        assert "?token=" in address and token not in address
        with open(f"/proc/{serving_it.pid}/cmdline", encoding="utf-8") as file:
            assert token not in file.read()
        with httpx.Client(trust_env=False) as client:
            answer = None
            while answer is None:
                assert clock.monotonic() < deadline
                try:
                    answer = client.get(address)
                except httpx.ConnectError:
                    clock.sleep(0.02)
            assert answer.status_code == 303
            client.cookies.clear()
            assert client.get(address).status_code == 401
    finally:
        serving_it.send_signal(signal.SIGINT)
        serving_it.communicate(timeout=30)


# the name of the host -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}0",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "localhost",
        "0.0.0.0:{port}",
        "127.0.0.2:{port}",
        "[::]:{port}",
        "127.0.0.1:{port}@evil.example",
        "",
        None,
    ],
)
def test_another_name_of_the_host_is_not_answered_to(page, method, host):
    port = page.host.rpartition(":")[2]
    named = [] if host is None else [("host", host.format(port=port))]
    for path in ("/", "/api/log", "/static/selfgrad.css", "/hello", "/enter"):
        status, _, text = raw(page, method, path, [*named, bearer(page)])
        assert status == (400 if host is None else 421), (
            path,
            status,
        )  # 400: HTTP itself wants one
        assert "Zanzibar" not in text


def test_two_names_of_the_host_are_not_answered_to(page):
    for names in ((page.host, "evil.example"), ("evil.example", page.host), (page.host,) * 2):
        headers = [("host", name) for name in names]
        status, _, text = raw(page, "GET", "/api/entries", [*headers, bearer(page)])
        assert status in (400, 421)
        assert "Zanzibar" not in text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])  # fmt: skip
def test_the_names_of_this_machine_are_answered_to(page, host):
    named = ("host", host.format(port=page.host.rpartition(":")[2]))
    assert raw(page, "GET", "/", [named, bearer(page)])[0] == 200


# the origin ---------------------------------------------------------------------------------------


def posts():
    """Every address that takes a POST, from the app itself, so that none is left out."""
    found = []
    for route in app.make(app.Site(":memory:")).routes:
        if "POST" in getattr(route, "methods", ()):
            forms = acting.DO if "{verb:str}" in route.path else [""]
            found += [route.path.replace("{verb:str}", verb) for verb in forms]
    return [*found, "/enter"]


POSTS = posts()


def test_every_form_and_every_verb_is_among_the_addresses_tried():
    assert set(POSTS) >= {f"/do/{verb}" for verb in acting.DO}
    assert set(POSTS) >= {f"/api/{verb}" for verb in messages.BODIES}
    assert set(POSTS) >= {"/import", "/backup", "/enter"}


@pytest.mark.parametrize(
    "origin",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://127.0.0.1"},
        {"origin": "https://{host}"},
        {"origin": "http://{host}.evil.example"},
        {"origin": "http://evil.example/{host}"},
        {"origin": "{host}"},
        {"origin": "http://{host}/"},
        {"origin": ""},
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "Same-Origin"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "none"},
    ],
)
def test_from_another_page_nothing_is_written(page, origin):
    before = acts(page)
    name, value = page.cookie
    headers = {"cookie": f"{name}={value}"}
    headers |= {key: text.format(host=page.host) for key, text in origin.items()}
    for path in POSTS:
        answer = page.bare.post(path, headers=headers, data={"sentence": "x", "aim": "x"})
        assert answer.status_code == 403, path
    assert acts(page) == before


@pytest.mark.parametrize("origin", [{"origin": "http://{host}"}, {"sec-fetch-site": "same-origin"}])
def test_from_this_page_it_is_written(page, origin):
    name, value = page.cookie
    headers = {"cookie": f"{name}={value}"}
    headers |= {key: text.format(host=page.host) for key, text in origin.items()}
    before = len(acts(page))
    answer = page.bare.post("/do/log", headers=headers, data={"sentence": "I misread."})
    assert (answer.status_code, len(acts(page))) == (303, before + 1)
    page.bare.cookies.clear()


def test_the_right_origin_alone_writes_nothing(page):
    before = acts(page)
    for path in POSTS[:-1]:
        answer = page.bare.post(path, headers={"origin": page.url}, data={"sentence": "x"})
        assert answer.status_code == 401, path
    assert acts(page) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_are_doors_too(page, method):
    status, _, text = raw(page, method, "/", [("host", page.host)])
    assert status == 403
    assert "Zanzibar" not in text


@pytest.mark.parametrize("path", ["/", "/api/entries", "/export", "/static/selfgrad.css", "/hello"])
def test_no_other_page_may_read(page, path):
    for client in (page.bare, page.client):
        answer = client.get(path, headers={"origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = page.client.options(path, headers=asked)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_websocket_is_refused(page):
    handshake = [
        ("host", page.host),
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("origin", "https://evil.example"),
    ]
    status, _, text = raw(page, "GET", "/api/entries", handshake)
    assert status == 401 and "Zanzibar" not in text
    sent = []

    async def send(message):
        sent.append(message)

    open_house = doors.House(page.token, page.tickets, None, page.hosts, False)
    closed = doors.Doors(None, open_house, lambda *_: b"")
    headers = [(b"host", page.host.encode()), (b"authorization", f"Bearer {page.token}".encode())]
    scope = {"type": "websocket", "path": "/", "headers": headers, "query_string": b""}
    with ThreadPoolExecutor(1) as aside:  # Playwright's loop may run in this thread
        aside.submit(asyncio.run, closed(scope, None, send)).result()
    assert sent == [{"type": "websocket.close", "code": 1008}]


# what every answer carries ------------------------------------------------------------------------

CARRIED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def answers(page):
    for path in [*READ, "/static/selfgrad.css", "/static/nothing", "/sw.js", "/hello", "/enter"]:
        yield path, page.client.get(path)
    yield "401", page.bare.get("/")
    yield "403", page.bare.post("/do/log")
    yield "405", page.client.put("/api/log")
    yield "413", page.client.post("/api/log", content=b"x" * 1_100_000)
    yield "421", page.client.get("/", headers={"host": "evil.example"})
    yield "400", page.client.post("/api/log", content=b"{")
    yield "303", page.browser.post("/do/log", data={"sentence": "I misread."})
    yield "422", page.browser.post("/do/log", data={})
    yield "token", page.bare.get(f"/?token={page.token}")
    page.bare.cookies.clear()


def test_every_answer_keeps_others_out(page):
    for what, answer in answers(page):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, what
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy
        for name, value in CARRIED.items():
            assert answer.headers.get_list(name) == [value], (what, name)
        if "/static/" not in what or answer.status_code != 200:
            assert answer.headers["cache-control"] == "no-store", what
        assert "server" not in answer.headers or "uvicorn" in answer.headers["server"]


# files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "/static/../api/entries",
        "/static/..%2fapi%2fentries",
        "/static/%2e%2e/api/entries",
        "/static//../api/entries",
        "/hello/../api/entries",
        "/enter/../api/entries",
        "/sw.js/../api/entries",
        "/static/../../app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/..\\..\\app.py",
        "//api/entries",
        "/api//entries",
        "/API/entries",
        "/helloapi/entries",
        "http://evil.example/api/entries",
    ],
)
def test_no_open_address_leads_to_the_journal_or_to_other_files(page, target):
    status, _, text = raw(page, "GET", target, [("host", page.host)])
    assert status in (400, 401, 404)
    assert "Zanzibar" not in text and "import " not in text and "root:" not in text


@pytest.mark.parametrize(
    "name",
    [
        *("../journal.db", "..%2fjournal.db", "%2e%2e%2fjournal.db", "..%2f..%2f..%2fetc%2fpasswd"),
        *("%2fetc%2fpasswd", "0" * 63, "0" * 65, "G" * 64, "0" * 64 + "%00", "0" * 64 + "%0a"),
        *("%00", "..", ".", "%ff", "٠" * 64),
    ],
)
def test_a_kept_file_is_only_found_by_its_hash(page, name):
    target = "/file/" + name.encode().decode("latin-1")
    encoded = "".join(char if char < "\x80" else f"%{ord(char):02x}" for char in target)
    status, _, text = raw(page, "GET", encoded, [("host", page.host), bearer(page)])
    assert status in (400, 404)
    assert "SQLite" not in text and "root:" not in text


def test_a_kept_file_is_handed_out_and_never_shown(tmp_path):
    script = b"<script>alert(document.cookie)</script>"
    with served(tmp_path / "journal.db") as page:
        page.browser.post("/do/start", data={"aim": "a page"})
        upload = {"file": ('"><script>.html', script, "text/html")}
        assert page.browser.post("/do/forward", files=upload).status_code == 303
        kept = page.client.get("/api/now").json()["round"]["attempts"][0]["hash"]
        answer = page.client.get(f"/file/{kept}")
        assert answer.content == script
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert page.bare.get(f"/file/{kept}").status_code == 401
        other = kept[:2] + "-half-written"
        (tmp_path / "files" / kept[:2] / other).write_bytes(b"x")
        assert page.client.get(f"/file/{other}").status_code == 404


# too much -----------------------------------------------------------------------------------------


def test_an_upload_over_the_bound_is_refused_and_nothing_is_written(tmp_path):
    with served(tmp_path / "journal.db") as page:
        page.browser.post("/do/start", data={"aim": "a page"})
        before = acts(page)
        upload = {"file": ("large.bin", b"x" * 1_500_000)}
        answer = page.browser.post("/do/forward", files=upload)
        assert answer.status_code == 422
        assert "1,000,000" in answer.text
        assert refused_as_too_much(page, "/do/forward", app.UPLOAD_BYTES + 1000)
        assert acts(page) == before
        assert not (tmp_path / "files").exists()


@pytest.mark.parametrize("path", ["/do/log", "/do/forward", "/do/self", "/do/nothing", "/api/log", "/backup"])  # fmt: skip
def test_a_form_over_a_megabyte_is_refused_and_nothing_is_written(page, path):
    before = acts(page)
    fields = ("sentence", "output", "words")
    body = "&".join(f"{field}={'x' * 1_100_000}" for field in fields).encode()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = page.browser.post(path, content=body, headers=kind)
    if path not in ("/backup", "/do/nothing"):  # which read nothing
        assert answer.status_code in (413, 422)
    assert acts(page) == before


def refused_as_too_much(page, path, size):
    """Whether 413 comes, or the connection ends before all was sent."""
    block = b"x" * 1_000_000
    blocks = (block for _ in range(size // len(block) + 1))
    kind = {"content-type": "multipart/form-data; boundary=b"}
    try:
        answer = page.browser.post(path, content=blocks, headers=kind)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return True
    return answer.status_code == 413


# what was typed -----------------------------------------------------------------------------------

EVIL = (
    '<script>alert("z1")</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus x='",
    "</textarea></script><svg onload=alert(1)>",
    "[a link](javascript:alert(1)) ![a picture](https://evil.example/x.png) <b onclick=x>b</b>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    '`selfgrad undo "><script>alert(1)</script>`',
)


class Looked(html.parser.HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text):
        super().__init__()
        self.bad, self.inside = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        for name, value in attributes:
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.bad.append((tag, name, value))
            if name in ("href", "src", "action", "formaction", "data", "poster"):
                self.look_at_address(tag, name, (value or "").strip())
        if tag == "script" and not (about.get("src") or "").startswith("/static/"):
            self.bad.append((tag, about))
        if tag in ("iframe", "object", "embed", "base"):
            self.bad.append((tag, about))

    def look_at_address(self, tag, name, value):
        parts = urlsplit(value)
        outside = bool(parts.scheme or parts.netloc)
        if outside and not (tag == "a" and parts.scheme in ("http", "https", "mailto")):
            self.bad.append((tag, name, value))


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """A journal in which every field holds something that is meant to be run."""
    now = Time()
    with served(tmp_path_factory.mktemp("typed") / "journal.db", now=now) as page:
        with Journal(page.journal, now=now) as journal:
            for evil in EVIL:
                type_everywhere(journal, evil)
            journal.write_architecture("\n\n".join(EVIL))
            journal.start(EVIL[0], skill=EVIL[0][:80], project=EVIL[1], level=EVIL[1], new=True)
        yield page


def type_everywhere(journal, evil):
    name = evil[:80]
    journal.start(evil, skill=name, project=name, level=evil, expect="5/10", new=True)
    journal.forward(evil, url=evil)
    journal.loss("3/10")
    journal.backward(evil, to=name, new=True)
    journal.ask(evil)
    journal.answer(evil, source=evil)
    journal.step(evil, parameter=name, next=evil, anyway=True, new=True)
    journal.log(evil, to=name, skill=name, new=True)
    journal.ask(evil)
    journal.review(evil)
    journal.drop(evil)


def addresses(page):
    """Every page, bare and with what it can be asked for."""
    yield from (path for path, *_ in app.PAGES)
    entries = page.client.get("/api/entries", params={"limit": 100}).json()["hits"]
    rounds = {entry["round"] for entry in entries if entry["round"]}
    yield from (f"/round?id={id}" for id in [*rounds, *(entry["id"] for entry in entries[:20])])
    for evil in EVIL:
        asked = str(
            httpx.QueryParams({"words": evil, "skill": evil[:80], "name": evil[:80], "id": evil})
        )
        yield from (f"{path}?{asked}" for path, *_ in app.PAGES)
        yield f"/skill?{httpx.QueryParams({'name': evil[:80]})}"
        yield f"/journal?{httpx.QueryParams({'parameter': evil[:80]})}"
        yield f"/week?{httpx.QueryParams({'answer': evil, 'back': '0'})}"
    for kind in ("skill", "project", "parameter"):
        yield f"/names?kind={kind}"
    yield from ("/?new=1", "/self?change=1", "/journal?kind=question", "/week?back=0")


def test_everything_that_was_typed_is_shown_and_nothing_of_it_runs(typed):
    shown = 0
    for address in addresses(typed):
        answer = typed.client.get(address)
        assert answer.status_code in (200, 404, 422), (address, answer.text[:500])
        assert Looked(answer.text).bad == [], address
        assert "<script>" not in answer.text and "<img src=x" not in answer.text, address
        shown += "&lt;script&gt;" in answer.text
    assert shown > 10


@pytest.mark.parametrize("verb", acting.DO)
def test_what_was_typed_and_refused_comes_back_escaped(typed, verb):
    fields = (
        "aim",
        "output",
        "loss",
        "sentence",
        "held",
        "change",
        "next",
        "why",
        "question",
        "to",
    )
    fields += (
        "answer",
        "line",
        "words",
        "skill",
        "duration",
        "at",
        "id",
        "kind",
        "name",
        "key",
        "back",
    )
    for evil in EVIL[:4]:
        answer = typed.browser.post(f"/do/{verb}", data=dict.fromkeys(fields, evil))
        assert answer.status_code < 500, answer.text[:500]
        assert Looked(answer.text).bad == []


def test_what_is_said_afterwards_is_escaped(typed):
    typed.browser.post("/do/ask", data={"question": EVIL[0]})
    text = typed.browser.get("/").text
    assert "Asked:" in text and Looked(text).bad == []


# beyond this machine ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself, and its key: two paths."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return tuple(map(str, paths))


ELSEWHERE = ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.1", "0", "localhost.example.org", "10.0.0.1", ""]  # fmt: skip


@pytest.mark.parametrize("host", ELSEWHERE)
def test_plain_http_beyond_this_machine_is_refused(tmp_path, host):
    journal = str(tmp_path / "journal.db")
    keys.set_password(journal, "a long password")
    with pytest.raises(errors.Refused, match="plain HTTP"):
        serving.Plan(host).check(journal)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_beyond_this_machine_a_password_is_needed(tmp_path, certificate, host):
    with pytest.raises(errors.Refused, match="no password"):
        serving.Plan(host, None, *certificate).check(str(tmp_path / "journal.db"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_this_machine_neither_is_needed(tmp_path, host):
    serving.Plan(host).check(str(tmp_path / "journal.db"))


def test_a_certificate_comes_with_its_key(tmp_path, certificate):
    with pytest.raises(errors.Usage):
        serving.Plan("127.0.0.1", None, certificate[0], "").check(str(tmp_path / "journal.db"))
    with pytest.raises(errors.NotFound):
        serving.Plan("127.0.0.1", None, "none.pem", "none.pem").check(str(tmp_path))


def test_the_command_refuses_plain_http_beyond_this_machine(shell):
    assert "plain HTTP" in shell.fails("web", "--host", "0.0.0.0", "--no-open")


PASSWORD = "correct horse battery"


def try_password(page, password, **headers):
    about = {"origin": page.url, **headers}
    return page.bare.post("/enter", data={"password": password}, headers=about)


def test_beyond_this_machine_the_password_opens_and_nothing_else(tmp_path, certificate):
    seconds = [1000.0]
    about = {"password": PASSWORD, "tls": certificate, "seconds": lambda: seconds[0]}
    with served(tmp_path / "journal.db", **about) as page:
        assert page.url.startswith("https://")
        asked = page.bare.get("/")
        assert asked.status_code == 401 and 'action="/enter"' in asked.text
        assert Looked(asked.text).bad == []
        assert page.bare.get(f"/?token={page.token}").status_code == 401
        assert page.bare.get(f"/?token={page.tickets.new()}").status_code == 401
        assert try_password(page, PASSWORD, origin="https://evil.example").status_code == 403
        assert try_password(page, PASSWORD, origin=page.url.replace("s", "", 1)).status_code == 403
        assert try_password(page, "").status_code == 401
        assert try_password(page, "x" * 10_000).status_code == 401
        assert try_password(page, PASSWORD + "x").status_code == 401
        answer = try_password(page, PASSWORD)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = set(answer.headers["set-cookie"].split("; "))
        assert {"Secure", "HttpOnly", "SameSite=Strict"} <= cookie
        assert page.bare.get("/").status_code == 200


def test_guessing_the_password_is_slow(tmp_path, certificate):
    seconds = [1000.0]
    about = {"password": PASSWORD, "tls": certificate, "seconds": lambda: seconds[0]}
    with served(tmp_path / "journal.db", **about) as page:
        found = [try_password(page, f"guess {n}") for n in range(keys.FREE_TRIES)]
        assert [answer.status_code for answer in found] == [401] * (keys.FREE_TRIES - 1) + [429]
        assert found[-1].headers["retry-after"] == "1"
        right = try_password(page, PASSWORD)
        assert right.status_code == 429 and "set-cookie" not in right.headers
        waits = []
        for n in range(9):
            seconds[0] += keys.LONGEST_WAIT
            waits.append(int(try_password(page, f"more {n}").headers["retry-after"]))
        assert waits[:4] == [2, 4, 8, 16]
        assert waits[-1] == keys.LONGEST_WAIT
        assert try_password(page, PASSWORD).status_code == 429
        seconds[0] += keys.LONGEST_WAIT
        assert try_password(page, PASSWORD).status_code == 303


def test_a_new_password_takes_the_key_from_everybody(tmp_path):
    journal = str(tmp_path / "journal.db")
    keys.set_password(journal, PASSWORD)
    before = keys.token(journal)
    keys.set_password(journal, PASSWORD + " staple")
    assert keys.token(journal) != before
    assert keys.cookie_name(keys.token(journal)) != keys.cookie_name(before)
    kept = tmp_path / "journal.db.password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text().startswith("$argon2id$")
    assert not keys.Password(journal).fits(PASSWORD)
    assert keys.Password(journal).fits(PASSWORD + " staple")


def test_a_short_password_is_refused(tmp_path):
    with pytest.raises(errors.BadInput):
        keys.set_password(str(tmp_path / "journal.db"), "short")
    assert not keys.has_password(str(tmp_path / "journal.db"))
