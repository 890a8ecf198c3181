"""What the browser is told before the page runs: its language, what it may load, and whose conversations it may see.

Streamlit's own index.html says `lang="en"` and sends no security headers. This layer rewrites the page on its way
out, once for each request: nothing is computed at import, and two readers get each their language.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain import Language, Role

COOKIE, ROLE_COOKIE, OWNER_COOKIE = "floke_language", "floke_role", "floke_owner"
PARAMETER, ROLE_PARAMETER = "lang", "role"
KEEP = "floke-keep"
"""Where the page's script tells what was chosen, so that the next visit begins with it."""

SCRIPT = "floke-page.js"
"""Our own few lines of script; served from here, named in the page, allowed by the policy as `'self'`."""

BASE = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href }</script>'
"""Tells Streamlit where it is served: on `/sources` it would ask `/sources/_stcore/…` first, in vain, at each visit."""

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
_OWNER = re.compile(r"[\w-]{43}", re.ASCII)
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
        name = scope["path"].rsplit("/", 1)[-1]
        if name == KEEP:
            await _kept(scope)(scope, receive, _Rewriter(scope, send))
            return
        if name == SCRIPT:
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
        language = chosen_language(
            parameter, cookie_of(request.get("cookie", ""), COOKIE), request.get("accept-language")
        )
        page = _HTML_LANGUAGE.sub(f'<html lang="{language}"'.encode(), self._body, count=1)
        ours = f'{BASE}<script defer src="./{SCRIPT}"></script></head>'
        page = page.replace(b"</head>", ours.encode(), 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("content-length", "etag", "last-modified"):
            del headers[name]
        headers["Content-Security-Policy"] = content_policy(page, request.get("host", ""))
        headers["Content-Language"] = language
        headers["Cache-Control"] = "private, no-cache"  # a shared cache would give two readers one name
        headers.add_vary_header("Cookie, Accept-Language")
        if parameter in set(Language):
            headers.append("Set-Cookie", cookie_line(COOKIE, language, self._scope))
        headers.append("Set-Cookie", cookie_line(OWNER_COOKIE, _owner(request.get("cookie", "")), self._scope))
        if self._scope["method"] != "HEAD":
            headers["Content-Length"] = str(len(page))
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": page})


def cookie_of(header: str, name: str) -> str | None:
    """Return what is remembered in a cookie, read as Streamlit reads it: others' odd cookies on this host hide nothing."""
    return cookie_parser(header).get(name)


def is_owner(value: str | None) -> bool:
    """Return True for a name of a browser such as this layer gives: 256 bits that nobody guesses."""
    return bool(value and _OWNER.fullmatch(value))


def _owner(header: str) -> str:
    """Return the browser's name, so that each visit prolongs its year, or a new one."""
    value = cookie_of(header, OWNER_COOKIE)
    return value if value and is_owner(value) else secrets.token_urlsafe(32)


def cookie_line(name: str, value: str, scope: Scope) -> str:
    """Return a Set-Cookie header that no script reads; over https it is never sent in the clear."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly{secure}"


def _kept(scope: Scope) -> Response:
    """Remember the language and the role that were chosen; what is neither, or another site sends, is not remembered."""
    if scope["method"] != "POST":
        return Response(status_code=405, headers={"Allow": "POST"})
    if Headers(scope=scope).get("sec-fetch-site", "same-origin") != "same-origin":
        return Response(status_code=403)
    told: Mapping[str, list[str]] = parse_qs(scope["query_string"].decode("latin-1"))
    response = Response(status_code=204)
    for parameter, name, known in ((PARAMETER, COOKIE, set(Language)), (ROLE_PARAMETER, ROLE_COOKIE, set(Role))):
        value = told.get(parameter, [""])[-1]
        if value in known:
            response.headers.append("Set-Cookie", cookie_line(name, value, scope))
    return response
