"""What goes out of the journal and comes into it: the export, the backup, kept files, an import."""

from __future__ import annotations

import os
import re
import tempfile
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Stream
from msgspec.json import encode

from selfgrad import backup, errors, exchange, files
from selfgrad.web.filters import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfgrad.journal import Journal
    from selfgrad.web.app import Site

IMPORT_BYTES = 512_000_000
HASH = re.compile(r"[0-9a-f]{64}")


def handlers(site: Site) -> list[Any]:
    """The handlers of a site."""
    return [
        _export(site),
        _week(site),
        _curve(site),
        _calendar(site),
        _file(site),
        _backup(site),
        _import(site),
    ]


def _export(site: Site) -> Any:
    @get("/export", sync_to_thread=True, include_in_schema=False)
    def export() -> Stream:
        return Stream(_zip(site), headers=_named("journal.zip"), media_type="application/zip")

    return export


def _zip(site: Site) -> Iterator[bytes]:
    """The export with its files, written beside the journal first, since a zip is not made in a stream."""
    with tempfile.TemporaryDirectory(prefix="selfgrad-") as folder:
        path = os.path.join(folder, "journal.zip")
        with site.open() as journal:
            exchange.export(journal, path)
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                yield block


def _week(site: Site) -> Any:
    @get("/week.md", sync_to_thread=True, include_in_schema=False)
    def week(request: Request[Any, Any, Any]) -> Response[str]:
        from selfgrad.cli import weekly

        back = request.query_params.get("back", "0")
        with site.open() as journal:
            page = journal.read.week(whole(back) or 0)
        text = "\n".join(weekly.markdown(page)) + "\n"
        name = f"week-{page['first']}.md"
        return Response(text, media_type="text/markdown; charset=utf-8", headers=_named(name))

    return week


def _curve(site: Site) -> Any:
    @get("/curve.json", sync_to_thread=True, include_in_schema=False)
    def curve(request: Request[Any, Any, Any]) -> Response[bytes]:
        query = dict(request.query_params)
        with site.open() as journal:
            asked = ("curve", *sorted(query.items()))
            drawn = site.memory.recall(asked, journal.clock.now(), lambda: _drawn(journal, query))
        return Response(drawn, media_type="application/json")

    return curve


def _drawn(journal: Journal, query: dict[str, str]) -> bytes:
    """The columns of a curve as JSON; four digits of a loss are more than a screen shows."""
    from selfgrad.web import views

    chosen = views.chosen_skill(journal, journal.read.skills(), query)
    if chosen is None:
        raise errors.NotFound("There is no skill yet.", "Open a round; it names one.")
    drawn = journal.read.curve(chosen["name"])
    for column in ("loss", "expected"):
        values = drawn["rounds"][column]
        drawn["rounds"][column] = [None if v is None else round(v, 4) for v in values]
    return encode({**drawn, "zone": journal.clock.zone})


def _calendar(site: Site) -> Any:
    @get("/habit.ics", sync_to_thread=True, include_in_schema=False)
    def calendar() -> Response[bytes]:
        from selfgrad.planning import plan_of
        from selfgrad.reminding import calendars

        with site.open() as journal:
            rows = journal.db.all("plans_in_force", learner=journal.learner)
            kept = [(row["subject"], plan_of(row)) for row in rows]
            made = calendars.calendar(kept, journal.clock, journal.clock.now())
        return Response(made, media_type="text/calendar", headers=_named("selfgrad.ics"))

    return calendar


def _file(site: Site) -> Any:
    @get("/file/{hash:str}", sync_to_thread=True, include_in_schema=False)
    def file(hash: FromPath[str]) -> Response[bytes]:
        path = files.kept_at(site.path, hash)
        if not HASH.fullmatch(hash) or not os.path.exists(path):
            raise errors.NotFound("That file is not kept here.", "Go back to the round.")
        with open(path, "rb") as content:
            body = content.read()
        # never shown as a page: what lies in a kept file could be a script
        return Response(body, media_type="application/octet-stream", headers=_named(hash[:12]))

    return file


def _backup(site: Site) -> Any:
    @post("/backup", sync_to_thread=True, include_in_schema=False)
    def make() -> Response[Any]:
        with site.open() as journal:
            path = backup.now(journal)
        return site.went_on("/settings", [f"Backed up: {path}."])

    return make


def _import(site: Site) -> Any:
    from asyncio import to_thread

    @post("/import", include_in_schema=False, request_max_body_size=IMPORT_BYTES)
    async def read(request: Request[Any, Any, Any]) -> Response[Any]:
        upload = (await request.form()).get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise errors.BadInput("No file was chosen.", "Choose an export, .zip or .jsonl.")
        with tempfile.TemporaryDirectory(prefix="selfgrad-") as folder:
            ending = ".zip" if upload.filename.endswith(".zip") else ".jsonl"
            path = os.path.join(folder, "import" + ending)
            with open(path, "wb") as kept:
                while block := await upload.read(1 << 20):
                    kept.write(block)
            said = await to_thread(_absorb, site, path)
        return site.went_on("/settings", said)

    return read


def _absorb(site: Site, path: str) -> list[str]:
    with site.open() as journal:
        outcome = exchange.import_(journal, path)
    return exchange.said(outcome)


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
