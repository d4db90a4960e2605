"""Where the page sends what a person says of an answer."""

import logging
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from assistant.database import DatabaseUnavailable
from assistant.feedback import MOST_SAID, Complaint, Fault, FeedbackList, Verdict, Wording
from assistant.web.pace import Pace, network
from assistant.web.recent import RecentAnswer, RecentAnswers
from assistant.web.view import Terms

_log = logging.getLogger(__name__)

MOST_BYTES = 16_384
"""The longest body: what may be written, each character escaped, and the rest."""

_SECONDS = 600
_OF_A_SESSION = 20
_OF_AN_ADDRESS = 60
"""More in ten minutes is not taken; a whole office may share an address."""


class _Sent(BaseModel):
    """The body of the request."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    answer: Annotated[str, Field(max_length=64)]
    verdict: Verdict
    consent: bool = False
    wording: Wording = Wording.ORIGINAL
    statements: Annotated[tuple[int, ...], Field(max_length=100)] = ()
    faults: Annotated[tuple[Fault, ...], Field(max_length=len(Fault))] = ()
    said: Annotated[str, Field(max_length=MOST_SAID)] = ""


class Desk:
    """Takes what people say of recent answers, no faster than people can.

    ``contact`` is where they can have it erased.
    What it answers to the page: 200 and the reference; otherwise the status alone says why not.
    """

    def __init__(
        self,
        feedback: FeedbackList,
        recent: RecentAnswers,
        contact: str,
        of_a_session: Pace | None = None,
        of_an_address: Pace | None = None,
    ) -> None:
        self.recent = recent
        self.terms = Terms(feedback.days, contact)
        self._feedback = feedback
        self._of_a_session = of_a_session or Pace(_OF_A_SESSION, _SECONDS)
        self._of_an_address = of_an_address or Pace(_OF_AN_ADDRESS, _SECONDS)

    def serve(self, app: FastAPI) -> None:
        """Add the address ``/feedback`` to the server."""
        app.add_api_route("/feedback", self._take, methods=["POST"], response_model=None)

    async def _take(self, request: Request) -> JSONResponse:
        if not from_our_page(request):
            return _refused(403)
        sort = request.headers.get("content-type", "").partition(";")[0]
        if sort.strip().lower() != "application/json":
            return _refused(415)
        if wait := self._of_an_address.wait(network(request.client.host if request.client else "")):
            return _too_often(wait)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _refused(400)
        if body is None:
            return _refused(413)
        try:
            sent = _Sent.model_validate_json(body)
        except ValidationError:
            return _refused(422)
        answer = self.recent.find(sent.answer)
        if answer is None:
            return _refused(410)
        if wait := self._of_a_session.wait(answer.session):
            return _too_often(wait)
        try:
            reference = await run_in_threadpool(self._keep, answer, sent)
        except DatabaseUnavailable as error:
            _log.warning("What a person said of an answer was not kept. %s", error)
            return _refused(503)
        return JSONResponse({"reference": reference})

    def _keep(self, answer: RecentAnswer, sent: _Sent) -> str:
        complaint = Complaint(
            verdict=sent.verdict,
            consented=sent.consent,
            wording=sent.wording,
            statements=sent.statements,
            faults=sent.faults,
            said=sent.said,
        )
        # Who sends again, after a lost connection or a change of mind, has the last word.
        with answer.changing:
            answer.reference = self._feedback.keep(
                complaint, answer.questions, answer.turn, answer.language, answer.reference
            )
        return answer.reference


def from_our_page(request: Request) -> bool:
    """Whether a page of this server sent it, and no other site through somebody's browser.

    Browsers say so themselves in ``Sec-Fetch-Site`` (W3C Fetch Metadata), over HTTPS and on the
    machine itself; elsewhere the ``Origin`` must be the host that was asked (RFC 6454).
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    try:
        origin = urlsplit(request.headers.get("origin", ""))
    except ValueError:
        return False
    return origin.scheme in ("http", "https") and origin.netloc == request.headers.get("host")


async def _body(request: Request) -> bytes | None:
    """The body; ``None`` as soon as it is longer than it may be."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _refused(status: int) -> JSONResponse:
    return JSONResponse({}, status_code=status)


def _too_often(wait: float) -> JSONResponse:
    return JSONResponse({}, status_code=429, headers={"Retry-After": str(int(wait) + 1)})
