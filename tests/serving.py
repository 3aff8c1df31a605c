"""The page as it is really served: its app behind its doors, in a thread, on a port of 127.0.0.1."""

import contextlib
import socket
import ssl
import threading
import time as clock
from types import SimpleNamespace

import httpx
import uvicorn

from selfgrad.journal import Journal
from selfgrad.web import doors, keys, serving
from selfgrad.web.app import Site


@contextlib.contextmanager
def served(path, now=None, password=None, tls=None, seconds=clock.monotonic, port=0):
    """A running page of the journal at `path`; ends with the block.

    `tls` is a pair of paths, certificate and key; `seconds` the clock of tickets and of the throttle.
    What is yielded has `url` (without a slash at the end), `host`, `journal` (the path), `token`,
    `cookie` (name and value), `tickets`, and three clients of httpx that know `url`: `bare` brings
    nothing, `client` the token as its bearer, `browser` the cookie and the origin of a page from here.
    """
    path = str(path)
    Journal(path, now=now).close()  # as `selfgrad web` has opened it before it serves
    if password is not None:
        keys.set_password(path, password)
    with socket.create_server(("127.0.0.1", port)) as listening:
        page = _page(path, listening.getsockname()[1], tls, seconds)
        guard = keys.Password(path, seconds) if password is not None else None
        token = keys.Watched(path + ".token", lambda: keys.token(path))
        house = doors.House(token, page.tickets, guard, page.hosts, bool(tls))
        app = serving.doors(Site(path, now=now), house)
        with _running(app, listening, tls), _clients(page, tls):
            yield page


def _page(path, port, tls, seconds):
    plan = serving.Plan(port=port, cert=tls[0] if tls else "", key=tls[1] if tls else "")
    token = keys.token(path)
    return SimpleNamespace(
        journal=path,
        host=f"127.0.0.1:{port}",
        url=plan.address(port).rstrip("/"),
        hosts=plan.hosts(port),
        token=token,
        cookie=(keys.cookie_name(token), token),
        tickets=keys.Tickets(seconds),
    )


@contextlib.contextmanager
def _running(app, listening, tls):
    certificate = {"ssl_certfile": tls[0], "ssl_keyfile": tls[1]} if tls else {}
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", **certificate)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        deadline = clock.monotonic() + 30
        while not server.started:
            assert thread.is_alive() and clock.monotonic() < deadline, "the page did not start"
            clock.sleep(0.005)
        yield
    finally:
        server.should_exit = True
        thread.join(30)


@contextlib.contextmanager
def _clients(page, tls):
    about = {"base_url": page.url, "timeout": 30, "trust_env": False}
    if tls:
        about["verify"] = ssl.create_default_context(cafile=tls[0])
    with (
        httpx.Client(**about) as page.bare,
        httpx.Client(**about, headers={"authorization": f"Bearer {page.token}"}) as page.client,
        httpx.Client(**about, headers={"origin": page.url}) as page.browser,
    ):
        page.browser.cookies.set(*page.cookie)
        yield
