"""Who may come in: the right name of the host, the right origin, and the key. An ASGI app around the app.

Another user of the machine has no token; a page elsewhere has the wrong origin, and a name that was
bent to this address (DNS rebinding) is the wrong host. The first door that stays shut answers.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote, urlencode

from selfgrad.web import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from typing import Any

    from selfgrad.web.keys import Password, Tickets

    Scope = dict[str, Any]
    App = Callable[[Scope, Any, Any], Awaitable[None]]

OPEN = ("/static/", "/sw.js", "/manifest.webmanifest", "/hello", "/enter")  # nothing private
SAFE = ("GET", "HEAD", "OPTIONS")
LONGEST_FORM = 4096  # bytes of a password and what surrounds it

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        b"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"referrer-policy", b"same-origin"),  # with none at all, a form comes from the origin "null"
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


class House:
    """What the doors go by. `hosts` are names with their port; no `password`: on this machine alone.

    `token` may be a function, since another password makes another token while the page is open.
    """

    def __init__(
        self,
        token: str | Callable[[], str],
        tickets: Tickets,
        password: Password | None,
        hosts: Iterable[str],
        tls: bool,
    ) -> None:
        self._token = token
        self.tickets, self.password = tickets, password
        self.hosts, self.tls = frozenset(hosts), tls

    @property
    def token(self) -> str:
        return self._token if isinstance(self._token, str) else self._token()


class Doors:
    """Lets a request through to `app`, or answers in its stead."""

    def __init__(self, app: App, house: House, page: Callable[[str, str, bool], bytes]) -> None:
        self.app, self.house = app, house
        self.page = page  # title, sentence, whether to ask for a password → HTML

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        send = _with_headers(send)
        refusal = self._refusal(scope)
        if refusal:
            await self._answer(scope, send, *refusal)
        elif scope["path"] == "/enter" and self.house.password:
            await self._enter(self.house.password, scope, receive, send)
        elif scope["path"] == "/ticket" and scope["method"] == "POST" and self._bearer(scope):
            await _send(send, 200, [(b"content-type", b"text/plain")], self._ticket())
        elif scope["path"].startswith(OPEN) or self._known(scope):
            await self.app(scope, receive, send)
        else:
            await self._at_the_door(scope, send)

    # the doors ------------------------------------------------------------------------------------

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        """Status, title and sentence where host or origin are wrong."""
        if _header(scope, b"host").lower() not in self.house.hosts:
            return 421, "Another name", "This page does not answer to that name of the host."
        if scope["method"] in SAFE or self._bearer(scope):
            return None
        origin = _header(scope, b"origin").lower()
        scheme = "https://" if self.house.tls else "http://"
        if origin.startswith(scheme) and origin[len(scheme) :] in self.house.hosts:
            return None
        if not origin and _header(scope, b"sec-fetch-site") in ("same-origin", "none"):
            return None
        return 403, "From elsewhere", "Only this page itself may write to the journal."

    def _known(self, scope: Scope) -> bool:
        return self._bearer(scope) or self._cookie(scope)

    def _bearer(self, scope: Scope) -> bool:
        kind, _, given = _header(scope, b"authorization").partition(" ")
        return kind.lower() == "bearer" and keys.same(given.strip(), self.house.token)

    def _cookie(self, scope: Scope) -> bool:
        try:
            found = SimpleCookie(_header(scope, b"cookie")).get(keys.cookie_name(self.house.token))
        except CookieError:
            return False
        return found is not None and keys.same(found.value, self.house.token)

    def _ticket(self) -> bytes:
        """For a second `selfgrad web`, which opens a browser on the page that is there already."""
        return self.house.tickets.new().encode()

    async def _at_the_door(self, scope: Scope, send: Any) -> None:
        """Take a token or a ticket out of the address; else say how to come in."""
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        given = query.pop("token", [""])[0]
        if given and self.house.password is None and scope["method"] in SAFE:
            if keys.same(given, self.house.token) or self.house.tickets.take(given):
                await self._let_in(send, _address(scope["path"], query))
                return
            sentence = "This address was used before, or is not of this journal. Open the page with `selfgrad web`."
            await self._answer(scope, send, 401, "Not this address", sentence)
            return
        if self.house.password is None:
            sentence = "This journal is private. Open the page with `selfgrad web`."
            await self._answer(scope, send, 401, "Private", sentence)
            return
        await self._answer(scope, send, 401, "Private", "This journal is private.", ask=True)

    async def _enter(self, password: Password, scope: Scope, receive: Any, send: Any) -> None:
        from asyncio import to_thread

        if scope["method"] != "POST":
            await self._answer(scope, send, 200, "Private", "This journal is private.", ask=True)
            return
        form = parse_qs((await _body(receive)).decode("utf-8", "replace"))
        if await to_thread(password.fits, form.get("password", [""])[0]):
            await self._let_in(send, "/")
            return
        if seconds := password.wait():
            sentence = f"Too many tries: the next one is heard in {seconds} s."
            retry = [(b"retry-after", str(seconds).encode())]
            await self._answer(scope, send, 429, "A pause", sentence, ask=True, headers=retry)
            return
        await self._answer(scope, send, 401, "Private", "That is not the password.", ask=True)

    # answers --------------------------------------------------------------------------------------

    async def _let_in(self, send: Any, address: str) -> None:
        name, value = keys.cookie_name(self.house.token), self.house.token
        cookie = f"{name}={value}; Path=/; Max-Age={keys.COOKIE_SECONDS}; HttpOnly; SameSite=Strict"
        cookie += "; Secure" if self.house.tls else ""
        headers = [(b"location", address.encode()), (b"set-cookie", cookie.encode())]
        await _send(send, 303, headers, b"")

    async def _answer(
        self,
        scope: Scope,
        send: Any,
        status: int,
        title: str,
        sentence: str,
        ask: bool = False,
        headers: list[tuple[bytes, bytes]] | None = None,
    ) -> None:
        if scope["path"].startswith("/api/"):
            kind, body = b"application/json", _as_json(sentence)
        else:
            kind, body = b"text/html; charset=utf-8", self.page(title, sentence, ask)
        await _send(send, status, [(b"content-type", kind), *(headers or [])], body)


def _as_json(sentence: str) -> bytes:
    """In the shape in which the API says every other refusal."""
    import json

    next = "Send the token as `Authorization: Bearer …`, and nothing from another page."
    return json.dumps({"error": sentence, "next": next, "kind": "Closed"}).encode()


def _header(scope: Scope, name: bytes) -> str:
    """A header that stands once; one that stands twice counts as none."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else ""


def _address(path: str, query: dict[str, list[str]]) -> str:
    """The same address without the token, on this host whatever the path looks like."""
    local = "/" + quote(path.lstrip("/\\"))  # a tab or a line end would lead elsewhere
    return local + ("?" + urlencode(query, doseq=True) if query else "")


async def _body(receive: Any) -> bytes:
    body = b""
    while len(body) <= LONGEST_FORM:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body[:LONGEST_FORM]


async def _send(send: Any, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [length, *headers]})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Any) -> Any:
    """Every answer carries what a browser needs to know to keep others out; pages are never cached."""

    async def sending(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            have = {key for key, _ in message["headers"]}
            more = [pair for pair in HEADERS if pair[0] not in have]
            if b"cache-control" not in have:
                more.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sending
