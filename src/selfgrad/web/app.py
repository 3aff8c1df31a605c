"""The page as an app: the table of routes, and what stands between a request and the journal.

    request → doors.py → a journal opened for this request alone → views.py or acting.py → a template

Each request opens the journal anew (2 ms), so that a page that stays open over midnight, the command
line beside it and a second tab all see the same journal and the same day.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.static_files import create_static_files_router

from selfgrad import errors, ids
from selfgrad.journal import Journal
from selfgrad.web import (
    acting,
    asked,
    explaining,
    filters,
    insights,
    library,
    markup,
    remembering,
    saying,
    scarring,
    teaching,
    views,
)
from selfgrad.web.typed import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = os.path.dirname(__file__)
STATIC = os.path.join(HERE, "static")
SHELL = ("selfgrad.css", "selfgrad.js", "vendor/htmx.min.js", "icon.svg", "icon-192.png")
TOLD = 200  # answers that wait for the page that shows them
UPLOAD_BYTES = 32_000_000
FORM_BYTES = 1_000_000

# address, page, and the key that leads there
PAGES: tuple[tuple[str, views.View, str, str], ...] = (
    ("/", views.today, "Today", "t"),
    ("/journal", views.journal, "Journal", "j"),
    ("/skill", views.skill, "Skill", "s"),
    ("/hours", views.hours, "Hours", "h"),
    ("/parameters", views.parameters, "Parameters", "p"),
    ("/scars", scarring.scars, "Scars", "c"),
    ("/lookups", views.lookups, "Lookups", "o"),
    ("/explain", explaining.explain, "Explain", "m"),
    ("/sources", library.sources, "Sources", "b"),
    ("/week", views.week, "Last week", "w"),
    ("/self", views.self, "Self", "e"),
    ("/settings", views.settings, "Settings", "x"),
    ("/steps", insights.steps, "Steps", "1"),
    ("/vs", insights.versus, "Now and then", "2"),
    ("/calibration", insights.calibration, "Calibration", "3"),
    ("/habit", insights.habit, "Habit", "4"),
    ("/rerate", insights.rerate, "Second look", "5"),
    ("/audit", insights.audit, "Audit", "6"),
    ("/round", views.round, "", ""),
    ("/day", views.day, "", ""),
    ("/names", views.names, "", ""),
)
# 20 to 500 ms to read among a million facts
DEAR = (
    *("/skill", "/hours", "/parameters", "/scars", "/steps", "/vs", "/calibration", "/audit"),
    *("/explain", "/sources"),
)
VIEWS = {path: view for path, view, _, _ in PAGES}
NAVIGATION = tuple((path, name, key) for path, _, name, key in PAGES if name)
ALWAYS = ("/", "/journal", "/skill", "/hours")  # in the bar on the narrowest screen, too
PASSING = ("log", "ask")  # forms that stand on every page
NUMBERS = ("/steps", "/vs", "/calibration", "/habit", "/rerate", "/audit")  # in the menu of the bar


class Site:
    """One journal, seen through a browser."""

    def __init__(self, journal: str, now: Callable[[], int] | None = None) -> None:
        self.path, self.now = journal, now
        self.told: dict[str, list[Any]] = {}
        self.memory = remembering.Memory(journal)
        self.templates = Environment(
            loader=FileSystemLoader(os.path.join(HERE, "templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.templates.filters.update(filters.FILTERS | scarring.FILTERS)
        self.templates.filters.update(
            markdown=markup.markdown,
            code_as=markup.code,
            highlighted=markup.highlighted,
            web_address=markup.web_address,
            shown=saying.shown,
            help_line=saying.help_line,
        )
        self.templates.globals.update(asset=asset, navigation=NAVIGATION)
        self.templates.globals.update(always=ALWAYS, in_menu=NUMBERS, marks=scarring.MARKS)
        self.templates.globals["forms"] = self.templates.get_template("forms.html").module

    def open(self) -> Journal:
        """The journal, for one request."""
        return Journal(self.path, now=self.now)

    def render(self, page: views.Page, address: str, journal: Journal, **more: Any) -> bytes:
        """A page as HTML, in the frame that all pages have."""
        now = journal.clock.now()
        frame = {
            "address": address,
            "path": urlsplit(address).path,
            "said": (),
            "trouble": None,
            "typed": Form({}),
            "caught": Form({}),
            "rescued": Form({}),
            "moment": now,
            "pulse": journal.read.pulse(),
            "sending": lambda: ids.new(now),
        }
        template = self.templates.get_template(page.template)
        return template.render({**frame, **page.context, **more}).encode()

    def plain(self, title: str, sentence: str, ask: bool, inside: bool = False) -> bytes:
        """A page without a journal: at the door, or `inside`, where something broke."""
        template = self.templates.get_template("plain.html")
        about = {"title": title, "sentence": saying.shown(sentence), "ask": ask, "inside": inside}
        return template.render(about).encode()

    # looking --------------------------------------------------------------------------------------

    def look(self, view: views.View, request: Request[Any, Any, Any]) -> Response[bytes]:
        """A page, and what the last act said."""
        query = {key: value for key, value in request.query_params.items() if key != "token"}
        address = str(request.url.path) + (f"?{urlencode(query)}" if query else "")
        kept = "x-kept" in request.headers  # by the worker: what was said is for the page itself
        said = () if kept else self.told.pop(request.cookies.get("told", ""), ())
        with self.open() as journal:
            page = self._page(view, journal, request.url.path, query)
            html = self.render(page, address, journal, said=said)
        response = _html(html)
        if query.pop("part", "") and "before" not in query:
            # a part is shown under its page's address
            response.headers["hx-replace-url"] = f"{request.url.path}?{urlencode(query)}"
        shown = urlsplit(request.headers.get("hx-current-url", ""))
        if (shown.path, shown.query) == (request.url.path, request.url.query):
            response.headers["hx-push-url"] = "false"  # the same page anew is no step to go back
        if said:
            response.delete_cookie("told")
        return response

    def _page(
        self, view: views.View, journal: Journal, path: str, query: dict[str, str]
    ) -> views.Page:
        if path not in DEAR:
            return view(journal, query)
        asked = (path, *sorted(query.items()))
        page: views.Page = self.memory.recall(
            asked, journal.clock.now(), lambda: view(journal, query)
        )
        return page

    # acting ---------------------------------------------------------------------------------------

    def act(self, verb: str, form: Form, as_json: bool) -> Response[Any]:
        """Do what a form says and go on; what was refused comes back with every word that was typed."""
        back = _local(form.get("back"))
        with self.open() as journal:
            person = asked.person(form, not as_json)
            if person:
                journal.person = lambda: person
            try:
                receipt = acting.act(journal, verb, form)
            except acting.Turn as turn:
                return _see(f"/?stage={turn.stage}") if not as_json else Response({"said": []})
            except acting.LaidOut as laid:
                if as_json:  # nobody is there to lay it out for: every sentence is filed
                    return self.act(verb, laid.whole(form), as_json)
                return self._laid_out(journal, verb, form, laid, 200, None)
            except asked.Asked as met:
                return self._came_back(journal, verb, form, form, 200, saying.question(met, verb))
            except asked.SetApart as apart:
                return self._apart(journal, form, apart, verb=verb)
            except errors.AlreadyKept as kept:
                if person and person.apart and not as_json:
                    return self._apart(journal, form, person.apart, said=[kept.sentence])
                return self.went_on(back, [kept.sentence], as_json)
            except errors.SelfgradError as error:
                if as_json:
                    return _refused(error)
                typed = Form({}) if isinstance(error, errors.Moved) else form
                trouble = saying.trouble(error, verb) | saying.answered(form)
                return self._came_back(journal, verb, form, typed, error.http, trouble)
            if person and person.apart and not as_json:
                return self._apart(journal, form, person.apart, said=receipt.said)
        if form.get("then") == "step":
            back = "/?stage=step"
        back = teaching.went(verb, receipt) or back
        said = [*(person.apart.said if person and person.apart else ()), *receipt.said]
        return self.went_on(back, said, as_json)

    def _came_back(
        self,
        journal: Journal,
        verb: str,
        form: Form,
        typed: Form,
        status: int,
        trouble: dict[str, Any],
    ) -> Response[bytes]:
        """The same form with everything that was typed, and what there is to say about it."""
        if form.on("laid"):
            sheet = acting.LaidOut(form.all("sentence"), form.all("to"))
            return self._laid_out(journal, verb, form, sheet, status, trouble)
        stage = "held" if form.on("nothing") else verb
        about = {"trouble": trouble, "rescued": form}
        if verb in PASSING:  # their forms stand beside the page's own, with fields of the same name
            about, typed = about | {"caught": typed}, Form({})
        return self._again(journal, _local(form.get("back")), typed, status, stage, **about)

    def _apart(
        self,
        journal: Journal,
        form: Form,
        apart: asked.SetApart,
        verb: str | None = None,
        said: Sequence[str] = (),
    ) -> Response[bytes]:
        """Words that are no part of the loop: they stay on the screen, with help, and with the choice."""
        shown = views.page(
            "apart",
            words=apart.words,
            help=apart.said,
            verb=verb,
            fields=[(name, value) for name, every in form.values.items() for value in every],
            after=saying.sentences(list(said)),
        )
        response = _html(self.render(shown, _local(form.get("back")), journal))
        response.headers["hx-push-url"] = "false"
        return response

    def _laid_out(
        self, journal: Journal, verb: str, form: Form, laid: Any, status: int, trouble: Any
    ) -> Response[bytes]:
        """The sheet on which a paragraph is taken sentence by sentence."""
        about = {"laid": laid, "stage": "laid", "verb": verb, "trouble": trouble}
        return self._again(journal, "/", form, status, **about)

    def _again(
        self,
        journal: Journal,
        address: str,
        form: Form,
        status: int,
        asked: str = "",
        **more: Any,
    ) -> Response[bytes]:
        """The page that the form stands on, as it is now, with what was typed."""
        parts = urlsplit(address)
        query = {**dict(parse_qsl(parts.query)), "stage": asked}
        shown = VIEWS[parts.path](journal, query)
        response = _html(self.render(shown, address, journal, typed=form, **more), status)
        response.headers["hx-push-url"] = "false"
        return response

    def went_on(self, back: str, said: list[str], as_json: bool = False) -> Response[Any]:
        if as_json:
            body = {"said": said} | ({"private": True} if saying.names_help(said) else {})
            return Response(body, media_type=MediaType.JSON)
        key = os.urandom(8).hex()
        self.told[key] = saying.sentences(said)
        while len(self.told) > TOLD:
            del self.told[next(iter(self.told))]
        response = _see(back)
        response.set_cookie("told", key, httponly=True, samesite="strict", max_age=60)
        return response


def _html(html: bytes, status: int = 200, headers: Any = None) -> Response[bytes]:
    return Response(html, media_type="text/html", status_code=status, headers=headers)


def _see(address: str) -> Response[Any]:
    return Response(b"", status_code=303, headers={"location": address})


def _refused(error: errors.SelfgradError, headers: Any = None) -> Response[Any]:
    body = {"error": error.sentence, "next": error.next, "kind": type(error).__name__}
    return Response(body, status_code=error.http, media_type=MediaType.JSON, headers=headers)


def _local(back: str | None) -> str:
    """An address of this page, whatever a form says; the stage is left behind."""
    parts = urlsplit(back or "/")
    if parts.scheme or parts.netloc or parts.path not in VIEWS:
        return "/"
    query = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("stage", "new")]
    return parts.path + (f"?{urlencode(query)}" if query else "")


def journal_name(path: str) -> str:
    """What a journal answers when it is asked who is there, without saying where it lies."""
    return sha256(path.encode()).hexdigest()[:16]


_ASSETS: dict[str, str] = {}


def asset(name: str) -> str:
    """The address of a static file, which changes with what it holds."""
    if name not in _ASSETS:
        with open(os.path.join(STATIC, name), "rb") as file:
            _ASSETS[name] = f"/static/{name}?v={sha256(file.read()).hexdigest()[:8]}"
    return _ASSETS[name]


# the app ------------------------------------------------------------------------------------------


def make(site: Site) -> Litestar:
    """The app of a site, without its doors."""
    from selfgrad.web import api, moving

    return Litestar(
        [
            *(_page(site, path, view) for path, view, _, _ in PAGES),
            _form(site),
            *moving.handlers(site),
            *_fixed(site),
            api.router(site),
            create_static_files_router(
                path="/static",
                directories=[STATIC],
                cache_control=CacheControlHeader(max_age=31_536_000, immutable=True),
                include_in_schema=False,
            ),
        ],
        openapi_config=api.OPENAPI,
        exception_handlers={Exception: _broken(site), HTTPException: _broken(site)},
        request_max_body_size=FORM_BYTES,
        on_shutdown=[site.memory.close],
        logging_config=None,  # Litestar's own would set up the root logger of whoever imports this
    )


def _page(site: Site, path: str, view: views.View) -> Any:
    @get(path, sync_to_thread=True, include_in_schema=False, name=f"page:{path}")
    def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return site.look(view, request)

    return page


def _form(site: Site) -> Any:
    from asyncio import to_thread

    @post("/do/{verb:str}", include_in_schema=False, request_max_body_size=UPLOAD_BYTES)
    async def do(request: Request[Any, Any, Any], verb: FromPath[str]) -> Response[Any]:
        if verb not in acting.DO:
            raise errors.NotFound(f"There is no form for “{verb}”.", "Go back to Today.")
        as_json = "application/json" in request.headers.get("accept", "")
        async with _typed(request) as form:
            return await to_thread(site.act, verb, form, as_json)

    return do


class _typed:  # noqa: N801  # it reads as a word in `with _typed(request) as form:`
    """The values of a form; files that came with it lie in a folder that is gone afterwards."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        self.request = request
        self.folder: Any = None

    async def __aenter__(self) -> Form:
        import tempfile

        data = await self.request.form()
        values: dict[str, list[str]] = {}
        files: list[tuple[str, str]] = []
        for name, value in data.multi_items():
            if not isinstance(value, UploadFile):
                values.setdefault(name, []).append(str(value))
            elif value.filename:
                self.folder = self.folder or tempfile.TemporaryDirectory(prefix="selfgrad-")
                path = os.path.join(self.folder.name, f"output-{len(files)}")
                with open(path, "wb") as kept:
                    kept.write(await value.read())
                files.append((path, os.path.basename(value.filename.replace("\\", "/"))))
        if sum(len(value) for some in values.values() for value in some) > FORM_BYTES:
            raise HTTPException(status_code=413)  # the larger bound is that of a file
        return Form(values, files[-1] if files else None, files)

    async def __aexit__(self, *_: object) -> None:
        if self.folder:
            self.folder.cleanup()


def _fixed(site: Site) -> list[Any]:
    """What has to lie at the root, and the pulse that tells an open page whether it is old."""

    @get("/sw.js", include_in_schema=False, sync_to_thread=False)
    def worker() -> Response[bytes]:
        shell = [asset(name) for name in SHELL]
        version = sha256("".join(shell).encode()).hexdigest()[:8]
        script = site.templates.get_template("sw.js").render(shell=shell, version=version)
        return Response(script.encode(), media_type="text/javascript")

    @get("/manifest.webmanifest", include_in_schema=False, sync_to_thread=False)
    def manifest() -> Response[bytes]:
        text = site.templates.get_template("manifest.json").render().encode()
        return Response(text, media_type="application/manifest+json")

    @get("/hello", include_in_schema=False, sync_to_thread=False)
    def hello() -> dict[str, str]:
        return {"selfgrad": journal_name(site.path)}

    @get("/pulse", include_in_schema=False, sync_to_thread=True)
    def pulse() -> dict[str, str]:
        with site.open() as journal:
            found: dict[str, str] = journal.read.pulse()
        return found

    return [worker, manifest, hello, pulse]


def _broken(site: Site) -> Any:
    """One place that shows an error."""

    def handler(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        headers = getattr(error, "headers", None)  # what a 405 allows instead
        if not isinstance(error, errors.SelfgradError):
            error = _as_sentence(error)
        if request.url.path.startswith("/api"):
            return _refused(error, headers)
        words = f"{error.sentence} {error.next}".strip()
        return _html(site.plain("Not this way", words, False, inside=True), error.http, headers)

    return handler


def _as_sentence(error: Exception) -> errors.SelfgradError:
    import logging

    status = getattr(error, "status_code", 500)
    said = {
        404: ("There is no such page.", "Go back to Today."),
        405: ("That is not how this page is asked.", "Go back to Today."),
        413: ("That is too much at once.", "Send less; nothing was written."),
    }
    if status >= 500:
        logging.getLogger("selfgrad").error("a request failed", exc_info=error)
        sentence = ("Something broke here; what was saved before is safe.", "Try it once more.")
    else:
        sentence = said.get(status, ("That could not be understood.", "Nothing was written."))
    found = errors.SelfgradError(*sentence)
    found.http = status
    return found
