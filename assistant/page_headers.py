"""What the browser is told before the page runs: its language, and what it may load.

Streamlit's own index.html says `lang="en"` and sends no security headers. This layer rewrites the page on its way
out, once for each request: nothing is computed at import, and two readers get each their language.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain import Language

COOKIE = "floke_language"
PARAMETER = "lang"
SCRIPT = "floke-page.js"
"""Our own few lines of script; served from here, named in the page, allowed by the policy as `'self'`."""

YEAR = 365 * 24 * 3600
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_HTML_LANGUAGE = re.compile(rb'<html lang="[^"]*"')
_HOST = re.compile(r"[\w.:\[\]-]+", re.ASCII)
_NORWEGIAN = {"no": Language.NB, "nb": Language.NB, "nn": Language.NN, "en": Language.EN}


def chosen_language(parameter: str | None, cookie: str | None, accepted: str | None) -> Language:
    """Return the page's language: what the address says, else what was chosen before, else the browser's, else nb."""
    for value in (parameter, cookie, *_by_preference(accepted or "")):
        if language := _NORWEGIAN.get((value or "").strip().lower().split("-")[0]):
            return language
    return Language.NB


def _by_preference(accepted: str) -> Iterable[str]:
    """Return the languages of an Accept-Language header, the preferred first; what cannot be read comes last."""
    weighed = []
    for part in accepted[:400].split(","):
        name, _, quality = part.partition(";q=")
        weight = float(quality) if re.fullmatch(r"[01](\.\d{0,3})?", quality.strip()) else 0.0 if quality else 1.0
        if weight:
            weighed.append((weight, name))
    return [name for _, name in sorted(weighed, key=lambda pair: -pair[0])]


def content_policy(page: bytes, host: str) -> str:
    """Return a policy for a page: its own inline scripts by their hash, everything else from this machine."""
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(page)]
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)])
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        f"font-src 'self' data:; connect-src 'self'{sockets}; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


class PageHeaders:
    """ASGI layer around the page: `<html lang>` and the policy on pages, the other headers on everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].rsplit("/", 1)[-1] == SCRIPT:
            script = FileResponse(Path(__file__).parent / "pages" / SCRIPT, headers={"Cache-Control": "no-cache"})
            await script(scope, receive, _Rewriter(scope, send))
            return
        await self.app(_whole(scope), receive, _Rewriter(scope, send))


def _whole(scope: Scope) -> Scope:
    """Ask for pages whole and uncompressed: a part, or a «not modified», cannot be rewritten."""
    name = scope["path"].rsplit("/", 1)[-1]
    if "/_stcore/" in scope["path"] or ("." in name and not name.endswith(".html")):
        return scope
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in unwanted]}


class _Rewriter:
    """One response on its way out; a page is held back until it is whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers.update(SECURITY)
            message = {**message, "headers": headers.raw}
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        request = Headers(scope=self._scope)
        parameter = parse_qs(self._scope["query_string"].decode("latin-1")).get(PARAMETER, [None])[-1]
        language = chosen_language(parameter, _cookie(request.get("cookie", "")), request.get("accept-language"))
        page = _HTML_LANGUAGE.sub(f'<html lang="{language}"'.encode(), self._body, count=1)
        page = page.replace(b"</head>", f'<script defer src="./{SCRIPT}"></script></head>'.encode(), 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("content-length", "etag", "last-modified"):
            del headers[name]
        headers["Content-Security-Policy"] = content_policy(page, request.get("host", ""))
        headers["Content-Language"] = language
        headers["Cache-Control"] = "no-cache"
        headers.add_vary_header("Cookie, Accept-Language")
        if parameter in set(Language):
            headers.append("Set-Cookie", f"{COOKIE}={language}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly")
        if self._scope["method"] != "HEAD":
            headers["Content-Length"] = str(len(page))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": page})


def _cookie(header: str) -> str | None:
    """Return the language remembered in the cookies; None where they cannot be read."""
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None
