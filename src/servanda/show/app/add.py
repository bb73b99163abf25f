"""The pages that add articles: files and pasted text come in, and how far their reading is."""

import io

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from servanda.documents.load import KINDS
from servanda.errors import ServandaError
from servanda.show.app.adding import LARGEST_FILE, LARGEST_SENDING, MIB, MOST_FILES, Adding, pasted
from servanda.show.app.render import Pages

router = APIRouter()
FIELDS = ("title", "publisher", "published", "url", "text")


def adding_of(request: Request) -> tuple[Adding, Pages]:
    """What adds to the case of the app that a request came to, and its templates."""
    return request.app.state.adding, request.app.state.pages


@router.get("/add")
def show_add(request: Request) -> Response:
    """Where articles are dropped, chosen or pasted; and what became of the last ones."""
    return _page(request)


@router.get("/add/progress")
def progress(request: Request) -> Response:
    """How far the reading is, as JSON."""
    return JSONResponse(adding_of(request)[0].progress())


@router.post("/add/files")
async def add_files(request: Request) -> Response:
    """Takes files in, each by itself: one that cannot be used costs no other."""
    adding, _ = adding_of(request)
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        for one in files:
            await run_in_threadpool(adding.save, one.filename or "", one.file)
    if files:
        adding.start()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(adding.progress())
    return RedirectResponse("/add", 303)


@router.post("/add/text")
async def add_text(request: Request) -> Response:
    """Takes a pasted text in; what is wrong with it is said beside what was typed."""
    adding, _ = adding_of(request)
    async with request.form(max_files=0, max_part_size=LARGEST_FILE) as form:
        given = {key: value for key in FIELDS if isinstance(value := form.get(key, ""), str)}
    try:
        name, content = pasted(**{key: given.get(key, "") for key in FIELDS})
    except ServandaError as error:
        return await run_in_threadpool(_page, request, status=422, fault=error, given=given)
    await run_in_threadpool(adding.save, name, io.BytesIO(content))
    adding.start()
    return RedirectResponse("/add", 303)


def _page(
    request: Request, *, status: int = 200, fault: ServandaError | None = None, given: dict[str, str] | None = None
) -> Response:
    adding, pages = adding_of(request)
    limits = {"files": MOST_FILES, "file": LARGEST_FILE // MIB, "all": LARGEST_SENDING // MIB}
    return pages.page(
        request, "add.html.j2", status=status, title="Add articles", now=adding.progress(), kinds=KINDS,
        limits=limits, fault=fault, given={key: (given or {}).get(key, "") for key in FIELDS},
        exports=(("csv", "CSV"), ("json", "JSON")) if adding.progress()["files"] else (),
    )  # fmt: skip
