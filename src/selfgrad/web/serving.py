"""`selfgrad web`: the page of a journal on this machine, until Ctrl-C. Beyond it only with password and TLS."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import os
import socket
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from selfgrad import errors
from selfgrad.web import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfgrad.web.app import Site

PORT = 8477
LOOPBACK = ("127.0.0.1", "localhost", "::1")
AT_ONCE = 2  # pages made at the same time; more would only wait for each other's interpreter lock
BACKUP_SECONDS = 600  # between two looks whether a backup is due
IDLE_SECONDS = 20  # between two looks for sentences that have no vector yet
PAUSE_SECONDS = 0.2  # between two batches of them, as long as one takes


class Plan:
    """Where the page is to be: `host`, `port` (0: any that is free), `cert` and `key` for TLS."""

    def __init__(
        self, host: str = "127.0.0.1", port: int | None = None, cert: str = "", key: str = ""
    ) -> None:
        self.host, self.port = host, PORT if port is None else port
        self.cert, self.key = cert, key

    @property
    def tls(self) -> bool:
        return bool(self.cert)

    @property
    def at_home(self) -> bool:
        """Whether nobody beyond this machine can come."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check(self, journal: str) -> None:
        """Refuse what would let others in."""
        if not 0 <= self.port <= 65535:
            raise errors.Usage(
                f"{self.port} is no port.", "Give one from 1 to 65535, or 0 for any."
            )
        if bool(self.cert) != bool(self.key):
            raise errors.Usage("TLS takes a certificate and its key.", "Give --cert and --key.")
        for path in filter(None, (self.cert, self.key)):
            if not os.path.isfile(path):
                raise errors.NotFound(f"There is no file {path}.", "Check the path.")
        if self.tls:
            _check_pair(self.cert, self.key)
        if not self.at_home:
            self._check_beyond(journal)

    def _check_beyond(self, journal: str) -> None:
        if not self.tls:
            raise errors.Refused(
                f"{self.host} can be reached from other machines, and plain HTTP would show them the journal.",
                "Give --cert and --key, or leave out --host.",
            )
        if not keys.has_password(journal):
            raise errors.Refused(
                f"{self.host} can be reached from other machines, and the journal has no password.",
                "Set one with `selfgrad web --password`.",
            )

    def hosts(self, port: int) -> list[str]:
        """The names under which a browser may ask for this page, with their port."""
        names = {self.host, *LOOPBACK} if self.at_home else {self.host, *_own_names(self.host)}
        shown = [f"[{name}]" if ":" in name else name for name in names]
        standard = 443 if self.tls else 80
        return [f"{name}:{port}" for name in shown] + (shown if port == standard else [])

    def address(self, port: int) -> str:
        name = _machine() if self.host in ("0.0.0.0", "::") else self.host
        name = f"[{name}]" if ":" in name else name
        return f"{'https' if self.tls else 'http'}://{name}:{port}/"


def _check_pair(cert: str, key: str) -> None:
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except (OSError, ssl.SSLError) as error:
        raise errors.BadInput(
            f"{cert} and {key} are no certificate and its key.", "Give two PEM files that fit."
        ) from error


def _machine() -> str:
    return socket.gethostname().lower()


def _own_names(host: str) -> set[str]:
    """All names of this machine, where the page listens on all its addresses."""
    if host not in ("0.0.0.0", "::"):
        return set()
    name = _machine()
    found = {name, f"{name}.local", *LOOPBACK}
    try:
        found |= {str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(name, None)}
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address leads out
            found.add(probe.getsockname()[0])
    except OSError:
        pass
    return found


# serving ------------------------------------------------------------------------------------------


def serve(journal: str, plan: Plan, *, open_browser: bool, say: Callable[[str], None]) -> int:
    """Serve until Ctrl-C; the exit code. An open page of the same journal is shown instead."""
    plan.check(journal)
    listening = _listen(plan, journal)
    if listening is None:
        address, token = plan.address(plan.port), keys.token(journal)
        say(f"The page is open already: {address}?token={token}")
        if open_browser:
            _open(f"{address}?token={_ticket(address, token)}")
        return 0
    port = int(listening.getsockname()[1])
    token, tickets = keys.token(journal), keys.Tickets()
    home = plan.address(port)
    say(f"The page: {home}{'' if not plan.at_home else f'?token={token}'}")
    say("Ctrl-C ends it; the journal stays.")
    if open_browser:
        _open(home + (f"?token={tickets.new()}" if plan.at_home else ""))
    _run(journal, plan, port, listening, tickets)
    say("The page is closed.")
    return 0


def _listen(plan: Plan, journal: str) -> socket.socket | None:
    """A socket at the place; None where a page of this journal is there already."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    # named TCP, or asyncio leaves Nagle's algorithm on, and each page waits 40 ms for an acknowledgement
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # where it would let a second program take the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((plan.host, plan.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if plan.at_home and _mine(plan, journal):
            return None
        raise errors.Refused(
            f"The page cannot be at {plan.host}:{plan.port}: {error.strerror}.",
            "Choose another place with --port.",
        ) from error
    return listening


def _mine(plan: Plan, journal: str) -> bool:
    """Whether what answers there is the page of this journal."""
    from selfgrad.web.app import journal_name

    try:
        with urllib.request.urlopen(plan.address(plan.port) + "hello", timeout=2) as answer:
            found = json.load(answer)
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("selfgrad") == journal_name(journal)


def _ticket(address: str, token: str) -> str:
    """A ticket of the page that is open; its token must not stand in a command line."""
    about = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(address + "ticket", method="POST", headers=about)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return str(answer.read().decode("ascii"))


def _open(address: str) -> None:
    """In the learner's browser; where there is no screen, the address that was said has to do."""
    import webbrowser

    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if screen or os.environ.get("BROWSER") or sys.platform in ("darwin", "win32"):
        webbrowser.open(address)


def doors(site: Site, house: Any) -> Any:
    """The whole app of a site: its doors, and what is behind them."""
    from selfgrad.web.app import make
    from selfgrad.web.doors import Doors

    return Doors(make(site), house, site.plain)  # type: ignore[arg-type]  # Litestar is an ASGI app


def _run(journal: str, plan: Plan, port: int, listening: socket.socket, tickets: Any) -> None:
    import uvicorn

    from selfgrad.web.app import Site
    from selfgrad.web.doors import House

    site = Site(journal)
    password = None if plan.at_home else keys.Password(journal)
    token = keys.Watched(journal + ".token", lambda: keys.token(journal))
    app = doors(site, House(token, tickets, password, plan.hosts(port), plan.tls))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=plan.cert or None,
        ssl_keyfile=plan.key or None,
        timeout_graceful_shutdown=3,
    )
    with contextlib.suppress(
        KeyboardInterrupt
    ):  # uvicorn has ended in good order, and says it again
        asyncio.run(_until_stopped(uvicorn.Server(config), site, listening))


async def _until_stopped(server: Any, site: Site, listening: socket.socket) -> None:
    import anyio.to_thread

    anyio.to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    beside = [asyncio.create_task(work(site)) for work in (_back_up, _catch_up)]
    try:
        await server.serve(sockets=[listening])
    finally:
        for work in beside:
            work.cancel()


async def _back_up(site: Site) -> None:
    """Once a practice day, however long the page stays open."""
    from selfgrad import backup

    def due() -> None:
        with site.open() as journal:
            backup.due(journal)

    while True:
        await asyncio.sleep(BACKUP_SECONDS)
        try:
            await asyncio.to_thread(due)
        except errors.SelfgradError as error:
            print(error, file=sys.stderr)


async def _catch_up(site: Site) -> None:
    """Where the settings name a model, keep it loaded, and the vectors of what is written up to date."""
    from selfgrad.vectors import Idle

    idle = Idle(site.open)
    while True:
        more = False
        try:
            more = await asyncio.to_thread(idle.once)
        except errors.SelfgradError as error:
            print(error, file=sys.stderr)
        await asyncio.sleep(PAUSE_SECONDS if more else IDLE_SECONDS)
