"""The web server: the page in each language, its files, feedback, and a health check."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import gradio as gr
from bs4 import BeautifulSoup
from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.desk import Desk
from assistant.web.page import Answerer, build_page
from assistant.web.texts import load_texts
from assistant.web.theme import page_theme

PATHS = {"sv": "/sv", "en": "/"}
"""Where each language's page is; the root comes last, for it takes every other address."""

_SCRIPTS = ("page.js", "feedback.js")
_FILES = {
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(_SCRIPTS, "text/javascript"),
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Gradio compiles its HTML templates in the browser ('unsafe-eval') and sets style attributes.
# Its inline scripts carry the nonce, so that no other inline script or handler runs.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


def create_app(
    answerer: Answerer,
    health: Callable[[], bool],
    examples: Mapping[str, Sequence[str]],
    model: str = "",
    desk: Desk | None = None,
) -> FastAPI:
    """The whole server; ``examples`` are keyed by language, ``health`` says: can it answer.

    ``model`` is the chat model that gets the questions, if there is one. ``desk`` takes what
    people say of answers; without one they are not asked.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(Finish)
    app.add_middleware(GZipMiddleware, minimum_size=1024)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        if health():
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "loading"}, status_code=503)

    @app.get("/sv")
    def with_slash(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{request.scope.get('root_path', '')}/sv/", status_code=308)

    @app.get("/page/{name}")
    def file(name: str) -> Response:
        if name not in _FILES:
            return Response(status_code=404)
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(
            Path(__file__).with_name(name), media_type=_FILES[name], headers=headers
        )

    if desk is not None:
        desk.serve(app)

    for language, path in PATHS.items():
        gr.mount_gradio_app(
            app,
            build_page(answerer, language, examples.get(language, ()), model, desk),
            path=path,
            app_kwargs={"openapi_url": None},
            footer_links=[],
            run_history=False,
            show_error=False,
            max_file_size=1,  # nothing here takes files; Gradio's upload route is open all the same
            ssr_mode=False,
            enable_monitoring=False,
            theme=page_theme(),
        )
    return app


class Finish:
    """Middleware that finishes what Gradio serves: the document, and the headers of everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; hold an HTML document back until it is whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        root = scope.get("root_path", "")  # read now: a mount below writes its own into the scope
        language = "sv" if scope["path"].removeprefix(root).startswith("/sv/") else "en"
        held: list[Message] = []

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "Content-Security-Policy": _POLICY.format(nonce=nonce)})
                if headers.get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if message.get("more_body", False):
                    return
                body = b"".join(part.get("body", b"") for part in held[1:])
                whole = document(body.decode(), language, root, nonce).encode() if body else b""
                if whole:
                    MutableHeaders(scope=held[0])["Content-Length"] = str(len(whole))
                await send(held[0])
                message = {"type": "http.response.body", "body": whole}
            await send(message)

        await self.app(scope, receive, finish)


def document(html: str, language: str, root: str, nonce: str) -> str:
    """Gradio's document with its language, title, styles and script; its inline scripts signed."""
    texts = load_texts(language)
    soup = BeautifulSoup(html, "html.parser")
    if soup.html is None or soup.head is None or soup.body is None:
        return html
    soup.html["lang"] = soup.html["data-language"] = language
    for foreign in soup.head.select("meta[property^='og:'], meta[name^='twitter:'], title"):
        foreign.decompose()
    for manifest in soup.head.select("link[rel=manifest]"):
        manifest.decompose()
    for script in soup.find_all("script"):
        script["nonce"] = nonce
    title = soup.new_tag("title", string=texts["title"])
    description = soup.new_tag("meta", attrs={"name": "description", "content": texts["tagline"]})
    icon = soup.new_tag("link", rel="icon", href=f"{root}/page/icon.svg", type="image/svg+xml")
    styles = soup.new_tag("link", rel="stylesheet", href=f"{root}/page/page.css")
    behaviour = [
        soup.new_tag("script", src=f"{root}/page/{name}", defer="", nonce=nonce)
        for name in _SCRIPTS
    ]
    soup.head.extend([title, description, icon, styles, *behaviour])
    without = soup.new_tag("noscript")
    without.append(soup.new_tag("p", string=texts["no_script"]))
    soup.body.insert(0, without)
    return str(soup)
