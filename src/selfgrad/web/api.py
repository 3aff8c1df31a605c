"""The same verbs as JSON: POST /api/VERB writes, GET /api/PAGE reads, /api/openapi.json says how.

The verbs and their help are those of `cli/verbs.py`. A body has the shape that messages.py gives it,
a question the parameters of the function here that answers it; both are in the description as well.
"""

from __future__ import annotations

import inspect
import os
import tempfile
from typing import TYPE_CHECKING, Annotated, Any

from litestar import MediaType, Response, Router, get, post
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromQuery, QueryParameter, RawBody
from litestar.response import Stream
from msgspec import MsgspecError, Struct, ValidationError
from msgspec.json import decode, schema_components

from selfgrad import errors, exchange
from selfgrad import settings as known
from selfgrad.cli.verbs import VERBS
from selfgrad.desk import DEFAULTS
from selfgrad.journal import Journal
from selfgrad.web import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from litestar import Request

    from selfgrad.web.app import Site

# Verbs of the table that are no route here, each with its reason.
ELSEWHERE = (
    ("round", "asks its questions at a terminal; here they are start to step"),
    ("run", "runs a command, which no page and no request makes this machine do: ran files one"),
    ("import", "takes a file of any size: POST /import, as a form"),
    ("remind", "is run by a timer of this machine; its calendar file is GET /habit.ics"),
    ("doctor", "repairs and restores with nobody else in the journal"),
    ("demo", "makes another journal"),
    ("web", "is what serves this"),
    ("help", "is /api/openapi.json"),
)

Page = dict[str, Any]
# what may be asked for; a name, a place or words that may stay unsaid are None
Words = Annotated[str, QueryParameter(max_length=messages.LONGEST)]
Aim = Annotated[str, QueryParameter(max_length=4000)]  # any of them fits into an address
MaybeWords = Annotated[str | None, QueryParameter(max_length=messages.LONGEST)]
Id = Annotated[str, QueryParameter(max_length=64)]
Name = Annotated[str | None, QueryParameter(max_length=200)]
Called = Annotated[str, QueryParameter(max_length=200)]
Then = Annotated[str, QueryParameter(max_length=64)]  # week, month, year or a date
Limit = Annotated[int, QueryParameter(ge=1, le=1000)]
Place = Annotated[int | None, QueryParameter(ge=-(2**53), le=2**53)]  # as `before` gave it
Weeks = Annotated[int, QueryParameter(ge=0, le=5000)]
Year = Annotated[int | None, QueryParameter(ge=1900, le=9000)]


class Kept(Struct):
    """What was written: `said` in sentences, `id` short, `act` whole, `data` as plain values."""

    verb: str
    id: str | None
    act: str | None
    said: list[str]
    data: dict[str, Any]


class Trouble(Struct):
    """What went wrong in one sentence, what can be done next, and the kind of failure."""

    error: str
    next: str
    kind: str


MISREAD = (HTTPException, MsgspecError, UnicodeDecodeError)  # what a misshapen request raises

# reading ------------------------------------------------------------------------------------------


def now(journal: Journal) -> Page:
    """the open round, what it needs next, and what surrounds it"""
    page: Page = journal.read.standing()
    return page


def find(journal: Journal, words: Words, limit: Limit = 20, before: Place = None) -> Page:
    page: Page = journal.read.find(words, limit, before)
    return page


def entries(
    journal: Journal,
    before: Place = None,
    limit: Limit = 50,
    skill: Name = None,
    parameter: Name = None,
    month: Name = None,
    words: MaybeWords = None,
) -> Page:
    """the serial log, newest first"""
    page: Page = journal.read.entries(before, limit, skill, parameter, month, words)
    return page


def show(journal: Journal, id: Id = "last") -> Page:
    page: Page = journal.read.show(id)
    return page


def today(journal: Journal, day: Name = None) -> Page:
    page: Page = journal.read.today(day)
    return page


def week(journal: Journal, back: Weeks = 0) -> Page:
    page: Page = journal.read.week(back)
    return page


def hours(journal: Journal, skill: Name = None) -> Page:
    page: Page = journal.read.hours(skill)
    return page


def steps(journal: Journal, skill: Name = None, limit: Limit = 20) -> list[Page]:
    pages: list[Page] = journal.read.steps(skill, limit)
    return pages


def credit(journal: Journal, skill: Name = None, rounds: Limit = 50) -> Page:
    page: Page = journal.read.credit(skill, rounds)
    return page


def parameters(journal: Journal, skill: Name = None, rounds: Limit = 50) -> Page:
    """every parameter, what is charged to it, and everything it has said"""
    page: Page = journal.read.parameters(skill, rounds)
    return page


def curve(journal: Journal, skill: Name = None) -> Page:
    """the training curve of a skill, in columns"""
    page: Page = journal.read.curve(skill)
    return page


def forecast(journal: Journal, skill: Name = None) -> Page:
    """when the target of hours will be reached, as a range"""
    page: Page = journal.read.forecast(skill)
    return page


def vs(journal: Journal, then: Then = "year", skill: Name = None) -> Page:
    page: Page = journal.read.versus(then, skill)
    return page


def calibration(journal: Journal, skill: Name = None) -> Page:
    page: Page = journal.read.calibration(skill)
    return page


def edge(journal: Journal, skill: Name = None) -> Page:
    page: Page = journal.read.edge(skill)
    return page


def audit(journal: Journal) -> Page:
    page: Page = journal.read.audit()
    return page


def luck(journal: Journal) -> Page:
    """of the changes judged, how many would look good by luck"""
    page: Page = journal.read.luck()
    return page


def trial(journal: Journal, skill: Name = None) -> list[Page]:
    """the trials by coin; the result of one that runs is hidden"""
    pages: list[Page] = journal.read.trials(skill)
    return pages


def rerate(journal: Journal, skill: Name = None) -> Page:
    """an old output without its mark, and what second ratings say"""
    page: Page = journal.read.ratings(skill)
    return page


def plan(journal: Journal) -> list[Page]:
    """every plan in force with what became of it"""
    pages: list[Page] = journal.read.plans()
    return pages


def scars(
    journal: Journal, aim: Aim, skill: Name = None, project: Name = None, limit: Limit = 3
) -> list[Page]:
    """the past mistakes, blind alleys and steps that helped that fit an aim"""
    found: list[Page] = journal.scars(aim, skill, project, limit)
    return found


def tissue(journal: Journal) -> Page:
    """the scars that came up, what became of each, and what may be one mistake"""
    page: Page = journal.read.tissue()
    return page


def topics(journal: Journal) -> list[Page]:
    """every topic that was explained, the one explained last first"""
    pages: list[Page] = journal.read.topics()
    return pages


def topic(journal: Journal, name: Called) -> Page:
    """a topic with its takes, its gaps, what stayed, preparation against content"""
    page: Page = journal.read.topic(name)
    return page


def sources(journal: Journal) -> list[Page]:
    """every source with its takeaways counted by state"""
    pages: list[Page] = journal.read.sources()
    return pages


def source(journal: Journal, id: Called) -> Page:
    page: Page = journal.read.source(id)
    return page


def unused(journal: Journal, limit: Limit = 100) -> Page:
    """what was read and never used: takeaways that no output has tested"""
    page: Page = journal.read.unused(limit)
    return page


def year(journal: Journal, year: Year = None, skill: Name = None) -> Page:
    """every day of a year, with its hours and rounds"""
    page: Page = journal.read.year(year, skill)
    return page


def ask(journal: Journal) -> list[Page]:
    """the open questions"""
    return [dict(row) for row in journal.db.all("lookups_open", learner=journal.learner)]


def self(journal: Journal) -> Page:
    """worth and values, as last written"""
    return journal.architecture() or {}


def settings(journal: Journal) -> list[Page]:
    """what can be set, and what it is"""
    values = journal.settings
    return [{"key": key, "value": values[key], "meaning": known.MEANING[key]} for key in DEFAULTS]


def skill(journal: Journal, archived: FromQuery[bool] = False) -> list[Page]:
    """all skills"""
    return _names(journal, "skill", archived)


def project(journal: Journal, archived: FromQuery[bool] = False) -> list[Page]:
    """all projects"""
    return _names(journal, "project", archived)


def parameter(journal: Journal, archived: FromQuery[bool] = False) -> list[Page]:
    """all parameters, with their present wording"""
    rows = _names(journal, "parameter", archived)
    return [{**row, "wording": journal.wording(row["key"])} for row in rows]


def _names(journal: Journal, kind: str, archived: bool) -> list[Page]:
    shown = ("name", "key", "archived", "about")
    return [{key: row[key] for key in shown} for row in journal.names(kind, archived=archived)]


READS: dict[str, Callable[..., Any]] = {
    read.__name__: read
    for read in (
        *(now, find, entries, show, today, week, hours, steps, credit, parameters, curve, year),
        *(forecast, vs, calibration, edge, audit, luck, trial, rerate, plan, scars, tissue),
        *(topics, topic, sources, source, unused),
        *(ask, self, settings, skill, project, parameter),
    )
}


# routes -------------------------------------------------------------------------------------------


class _Exactly(JsonRenderPlugin):
    """The description as JSON; bodies as msgspec checks them, with every bound."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        _, exact = schema_components((*messages.BODIES.values(), Kept, Trouble), ref_template=_REF)
        openapi_schema["components"]["schemas"] |= exact
        for verb, shape in messages.BODIES.items():
            content = {"application/json": {"schema": {"$ref": _REF.format(name=shape.__name__)}}}
            needed = bool(exact[shape.__name__]["required"])
            operation = openapi_schema["paths"][f"/api/{verb}"]["post"]
            operation["requestBody"] = {"content": content, "required": needed}
        return super().render(request, openapi_schema)


_REF = "#/components/schemas/{name}"

OPENAPI = OpenAPIConfig(
    title="selfgrad",
    version="1",
    description="One journal, on this machine. What is written is an act: see the field `act`.",
    path="/api/openapi.json",
    render_plugins=[_Exactly(path="/")],  # the pages of the others load scripts elsewhere
    security=[{"bearer": []}, {"cookie": []}],
    components=Components(
        security_schemes={
            "bearer": SecurityScheme(
                type="http", scheme="bearer", description="The token beside the journal."
            ),
            "cookie": SecurityScheme(
                type="apiKey",
                security_scheme_in="cookie",
                name="selfgrad",
                description="The cookie of the page; eight digits of the journal's own end its name.",
            ),
        }
    ),
)


def _trouble(*also: tuple[int, str]) -> dict[int, ResponseSpec]:
    every = (
        (400, "The request could not be understood; nothing was written"),
        (401, "No token, or not this one"),
        (403, "From another page; nothing was written"),
        (404, "There is no such entry or name"),
        (409, "A rule says no, or the round has moved on; nothing was written"),
        (422, "What was said could not be understood; nothing was written"),
        (503, "The journal cannot be read or written now"),
    )
    return {
        status: ResponseSpec(Trouble, generate_examples=False, description=words)
        for status, words in (*every, *also)
    }


def router(site: Site) -> Router:
    """All of it, for one site."""
    return Router(
        "/api",
        route_handlers=[
            *(_reader(site, name, read) for name, read in READS.items()),
            *(_writer(site, verb, body) for verb, body in messages.BODIES.items()),
            _export(site),
        ],
        exception_handlers=dict.fromkeys(MISREAD, _misread),
    )


def _help(verb: str, words: str | None = None) -> str:
    """One line on a verb, as in the table; on others, what their function says of itself."""
    return words or (VERBS[verb].help if verb in VERBS else _first_line(getattr(Journal, verb)))


def _first_line(method: Any) -> str:
    return str(method.__doc__).partition("\n")[0].rstrip(".")


def _reader(site: Site, name: str, read: Callable[..., Any]) -> Any:
    def handler(**asked: Any) -> Any:
        with site.open() as journal:
            return read(journal, **asked)

    signature = inspect.signature(read, eval_str=True)
    asked = [one for one in signature.parameters.values() if one.name != "journal"]
    handler.__signature__ = signature.replace(parameters=asked)  # type: ignore[attr-defined]
    handler.__annotations__ = {one.name: one.annotation for one in asked}
    handler.__annotations__["return"] = signature.return_annotation
    about: Any = {"operation_id": f"read_{name}", "responses": _trouble()}
    return get(f"/{name}", summary=_help(name, read.__doc__), sync_to_thread=True, **about)(handler)


def _writer(site: Site, verb: str, shape: type[messages.Body]) -> Any:
    def handler(body: RawBody) -> Response[Kept]:
        message = decode(body or b"{}", type=shape)  # strictly, which Litestar is not
        with site.open() as journal:
            return _written(journal, verb, message)

    kept = ResponseSpec(Kept, generate_examples=False, description="Kept already, or as it was")
    responses = {200: kept, **_trouble((413, "That is too much at once; nothing was written"))}
    about: Any = {"operation_id": verb, "responses": responses, "response_description": "Written"}
    return post(f"/{verb}", summary=_help(verb), sync_to_thread=True, **about)(handler)


def _written(journal: Journal, verb: str, body: messages.Body) -> Response[Kept]:
    """Call the verb: once, and only to the round that was shown."""
    if body.state and not body.round:
        raise errors.Usage("A state is that of a round.", "Give its id as round, too.")
    if body.sending or body.round:
        journal.provided(body.sending, round=body.round, state=body.state)
    try:
        receipt = body.call(journal, verb)
    except errors.AlreadyKept as kept:
        return Response(Kept(verb, None, kept.act, [kept.sentence], {}), status_code=200)
    return Response(Kept(*receipt), status_code=201 if receipt.act else 200)


def _export(site: Site) -> Any:
    @get(
        "/export",
        summary=_help("export"),
        operation_id="read_export",
        media_type="application/jsonl",
        responses=_trouble(),
        sync_to_thread=True,
    )
    def export() -> Stream:
        return Stream(_lines(site), media_type="application/jsonl")

    return export


def _lines(site: Site) -> Iterator[bytes]:
    """Written to a file first: blocks are read by one thread or another, the journal by one alone."""
    with tempfile.TemporaryDirectory(prefix="selfgrad-") as folder:
        path = os.path.join(folder, "journal.jsonl")
        with site.open() as journal:
            exchange.export(journal, path)
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                yield block


# what could not be understood ---------------------------------------------------------------------


def _misread(_: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """One sentence on what does not fit, in the shape of every other refusal."""
    status = getattr(error, "status_code", 400)
    sentence = "That is too much at once." if status == 413 else _why(error)
    body = {"error": sentence, "next": "Nothing was written.", "kind": "BadInput"}
    return Response(body, status_code=status, media_type=MediaType.JSON)


def _why(error: Exception) -> str:
    """What msgspec or Litestar found, as a sentence."""
    found = getattr(error, "extra", None)
    if isinstance(found, list) and found:
        return f"“{found[0].get('key')}” does not fit: {found[0].get('message')}."
    said, at, place = str(getattr(error, "detail", error)).partition(" - at `$")
    if "matching regex" in said:
        return "That is not the id of a sending: a UUID of version 7."
    if isinstance(error, ValidationError):
        where = place.strip(".`") if at else "body"
        return f"“{where}” does not fit: {said}."
    if isinstance(error, HTTPException):
        return f"{said.partition(' for path')[0]}."
    return f"That is not JSON: {said}."
