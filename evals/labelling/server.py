"""The server of the label page: for those alone who hold the key in the printed address."""

import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, quote, unquote

from fastapi import Depends, FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.middleware.trustedhost import TrustedHostMiddleware

from evals.labelling.answers import Answer, table
from evals.labelling.pages import LANGUAGES, Draft, Pages
from evals.labels import MOST_OF_A_NAME, PEOPLE, Closed, Finished, Label, Labels, Said, Settled

_LARGEST = 64_000
"""Bytes of a form."""
_FILE = "/file/"
"""Where what makes the page look and work is; there is nothing to hide in it."""
_FILES = {"label.css": "text/css", "label.js": "text/javascript"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


async def _read(request: Request) -> "Draft":
    """The form that was sent; of one that is too large, nothing."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return Draft()
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=50)

    def first(name: str) -> str:
        return fields.get(name, [""])[0].replace("\r\n", "\n").strip()

    return Draft(first("verdict"), tuple(fields.get("part", ())), first("note"), first("person"))


Sent = Annotated[Draft, Depends(_read)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is labelled, where labels go, and who may.

    ``person`` is who labels, where the command said so; otherwise the page asks.
    """

    system: str
    answers: Sequence[Answer]
    labels: Labels
    key: str
    person: str = ""

    def said(self) -> Said:
        """What was said so far."""
        return self.labels.of(self.system)

    def has(self, language: str, number: int) -> bool:
        """Whether there is a page of that answer, counted from 1, in that language."""
        return language in LANGUAGES and 1 <= number <= len(self.answers)

    def open(self, labelled: Collection[str], after: int = 0) -> int | None:
        """The number of the next answer after one whose case is not labelled, or of the first."""
        numbers = [
            number
            for number, answer in enumerate(self.answers, start=1)
            if answer.case.id not in labelled
        ]
        later = [number for number in numbers if number > after]
        return next(iter(later or numbers), None)

    def full(self, said: Said, person: str) -> bool:
        """Whether others label these answers already."""
        return person not in said.given and len(said.given) >= PEOPLE


def create_app(desk: Desk) -> FastAPI:
    """The whole server."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages = Pages(desk.answers)
    _guard(app, desk, pages)
    _for_everybody(app, desk, pages)
    _for_labelling(app, desk, pages)
    _for_settling(app, desk, pages)
    return app


def _guard(app: FastAPI, desk: Desk, pages: Pages) -> None:
    """Nobody without the key, no page of another site, and nothing that a browser keeps."""

    @app.middleware("http")
    async def guarded(
        request: Request, go_on: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        given = request.query_params.get("key", "") if request.url.path == "/" else ""
        held = request.cookies.get(_cookie("key", request), "")
        known = any(
            secrets.compare_digest(one.encode(), desk.key.encode()) for one in (given, held)
        )
        origin = request.headers.get("origin")
        ours = origin in (None, f"{request.url.scheme}://{request.url.netloc}")
        response: Response
        if not ours or not (known or request.url.path.startswith(_FILE)):
            response = HTMLResponse(pages.refused(), HTTPStatus.FORBIDDEN)
        elif given:
            response = _to("/")
            _keep(response, _cookie("key", request), given)
        else:
            response = await go_on(request)
        response.headers.update(_HEADERS)
        return response

    # Added last, so that it comes first: a name that another site points here is none of ours.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])


def _for_everybody(app: FastAPI, desk: Desk, pages: Pages) -> None:
    @app.get("/")
    def begin(request: Request) -> Response:
        asked = request.headers.get("accept-language", "").lower()
        return _to(f"/{'sv' if asked.startswith('sv') else 'en'}/")

    @app.get(_FILE + "{name}")
    def file(name: str) -> Response:
        if name not in _FILES:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return FileResponse(Path(__file__).with_name(name), media_type=_FILES[name])

    @app.get("/labels.csv")
    def spreadsheet(request: Request) -> Response:
        said, person = _who(desk, request)
        if person not in said.finished:
            return _to("/")
        headers = {"Content-Disposition": 'attachment; filename="labels.csv"'}
        return Response(table(said, desk.answers), media_type="text/csv", headers=headers)

    @app.get("/{language}/")
    def start(language: str, request: Request) -> Response:
        if language not in LANGUAGES:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        said, person = _who(desk, request)
        if not person or desk.full(said, person):
            error = "who.full" if person else ""
            return HTMLResponse(pages.who(language, error, list(said.given)))
        number = desk.open(said.given.get(person, {}))
        return _to(f"/{language}/case/{number}" if number else f"/{language}/list")

    @app.get("/{language}/person")
    def who(language: str) -> Response:
        if language not in LANGUAGES or desk.person:
            return _to("/")
        return HTMLResponse(pages.who(language))

    @app.post("/{language}/person")
    def come_in(language: str, request: Request, sent: Sent) -> Response:
        if language not in LANGUAGES or desk.person:
            return _to("/")
        name = " ".join(sent.person.split())[:MOST_OF_A_NAME]
        if not name or not name.isprintable():
            return HTMLResponse(pages.who(language, "who.error"), HTTPStatus.BAD_REQUEST)
        response = _to(f"/{language}/")
        _keep(response, _cookie("person", request), quote(name))
        return response


def _for_labelling(app: FastAPI, desk: Desk, pages: Pages) -> None:
    @app.get("/{language}/case/{number}")
    def case(language: str, number: int, request: Request) -> Response:
        said, person = _who(desk, request)
        if not person or desk.full(said, person) or not desk.has(language, number):
            return _to("/")
        return HTMLResponse(pages.case(language, number, person, said))

    @app.post("/{language}/case/{number}")
    def save(language: str, number: int, request: Request, sent: Sent) -> Response:
        said, person = _who(desk, request)
        if not person or not desk.has(language, number):
            return _to("/")
        case = desk.answers[number - 1].case.id
        try:
            desk.labels.add(Label.model_validate(_line(desk, person, case, sent)))
        except (ValidationError, Closed) as error:
            closed = "case.closed" if isinstance(error, Closed) else "case.unfit"
            why = closed if sent.verdict else "case.choose"
            shown = pages.case(language, number, person, said, sent, why)
            return HTMLResponse(shown, HTTPStatus.BAD_REQUEST)
        following = desk.open({*said.given.get(person, {}), case}, number)
        return _to(f"/{language}/case/{following}" if following else f"/{language}/list")

    @app.get("/{language}/list")
    def overview(language: str, request: Request) -> Response:
        said, person = _who(desk, request)
        if not person or language not in LANGUAGES:
            return _to("/")
        return HTMLResponse(pages.overview(language, person, said))

    @app.post("/{language}/finished")
    def finish(language: str, request: Request) -> Response:
        said, person = _who(desk, request)
        if not person or desk.open(said.given.get(person, {})):
            return _to(f"/{language}/list")
        if person not in said.finished:
            desk.labels.add(Finished(at=_now(), system=desk.system, person=person))
        return _to(f"/{language}/agreement")


def _for_settling(app: FastAPI, desk: Desk, pages: Pages) -> None:
    @app.get("/{language}/agreement")
    def agreement(language: str, request: Request) -> Response:
        said, person = _who(desk, request)
        if language not in LANGUAGES or person not in said.finished:
            return _to("/")
        return HTMLResponse(pages.agreement(language, person, said))

    @app.get("/{language}/settle/{number}")
    def dispute(language: str, number: int, request: Request) -> Response:
        said, person = _who(desk, request)
        if not _may_settle(desk, said, person, language, number):
            return _to("/")
        return HTMLResponse(pages.settle(language, number, person, said))

    @app.post("/{language}/settle/{number}")
    def settle(language: str, number: int, request: Request, sent: Sent) -> Response:
        said, person = _who(desk, request)
        if not _may_settle(desk, said, person, language, number):
            return _to("/")
        line = _line(desk, person, desk.answers[number - 1].case.id, sent)
        try:
            desk.labels.add(Settled.model_validate(line))
        except ValidationError:
            shown = pages.settle(language, number, person, said, sent, "settle.unfit")
            return HTMLResponse(shown, HTTPStatus.BAD_REQUEST)
        return _to(f"/{language}/agreement")


def _may_settle(desk: Desk, said: Said, person: str, language: str, number: int) -> bool:
    return (
        person in said.finished
        and desk.has(language, number)
        and desk.answers[number - 1].case.id in said.disputed()
    )


def _who(desk: Desk, request: Request) -> tuple[Said, str]:
    """What was said so far, and who asks; nobody as an empty name."""
    said = desk.said()
    name = desk.person or unquote(request.cookies.get(_cookie("person", request), ""))
    return said, said.person(name)


def _line(desk: Desk, person: str, case: str, sent: Draft) -> dict[str, object]:
    """What was sent as the fields of a label; whether they are sound, the label says."""
    return {
        "at": _now(),
        "system": desk.system,
        "person": person,
        "case": case,
        "verdict": sent.verdict,
        "parts": sent.parts,
        "note": sent.note,
    }


def _cookie(name: str, request: Request) -> str:
    """Cookies of one host are shared by its ports; two runs may be labelled side by side."""
    return f"{name}-{request.url.port or 80}"


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="lax")


def _to(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
