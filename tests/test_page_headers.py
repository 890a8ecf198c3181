"""What the browser is told: the page's language for each reader, and what the page may load."""

import asyncio
import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope

from assistant.domain import Language
from assistant.page_headers import COOKIE, SCRIPT, PageHeaders, chosen_language, content_policy

INLINE = "window.started = 1"
PAGE = f'<!doctype html><html lang="en"><head><script>{INLINE}</script></head><body>å</body></html>'


async def page(request: Request) -> Response:
    assert "accept-encoding" not in request.headers
    return HTMLResponse(PAGE, headers={"ETag": "old"})


async def data(request: Request) -> Response:
    return JSONResponse({"encoding": request.headers.get("accept-encoding")})


APP = PageHeaders(Starlette(routes=[Route("/", page), Route("/data.json", data)]))


def get(path: str, query: str = "", **headers: str) -> tuple[dict[str, str], str]:
    """Return headers and body of one request, straight through the layer."""
    sent: list[Message] = []

    waiting: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()  # the reader stays until the answer is whole
        return waiting.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: Scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw}
    asyncio.run(APP(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return found, b"".join(message.get("body", b"") for message in sent[1:]).decode()


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {}, "nb"),
        ("lang=nn", {"accept_language": "en"}, "nn"),
        ("lang=xx", {"accept_language": "en-GB,en;q=0.9"}, "en"),
        ("", {"cookie": f"a=b; {COOKIE}=nn", "accept_language": "en"}, "nn"),
        ("", {"accept_language": "sv, en;q=0.5, nn-NO;q=0.8"}, "nn"),
        ("", {"accept_language": "no"}, "nb"),
        ("", {"accept_language": "nn;q=x,,;q=,en;q=0", "cookie": '"; =,'}, "nb"),
    ],
)
def test_each_request_gets_its_own_language(query: str, headers: dict[str, str], language: str) -> None:
    found, body = get("/", query, **headers)
    assert f'<html lang="{language}">' in body
    assert found["content-language"] == language


def test_a_chosen_language_is_remembered_and_only_then() -> None:
    assert f"{COOKIE}=en" in get("/", "lang=en")[0]["set-cookie"]
    assert "set-cookie" not in get("/", "lang=%3Cscript%3E")[0]
    assert "set-cookie" not in get("/")[0]


def test_the_page_is_whole_and_names_our_script() -> None:
    found, body = get("/", accept_encoding="gzip", if_none_match="old")
    assert int(found["content-length"]) == len(body.encode())
    assert "etag" not in found
    assert f'src="./{SCRIPT}"' in body


def test_policy_allows_the_pages_own_inline_script_and_nothing_from_outside() -> None:
    found, _ = get("/", host="floke.example:8501")
    policy = dict(part.strip().split(" ", 1) for part in found["content-security-policy"].split(";"))
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["connect-src"] == "'self' ws://floke.example:8501 wss://floke.example:8501"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "http" not in found["content-security-policy"]


def test_a_hostile_host_gets_no_place_in_the_policy() -> None:
    assert "evil" not in content_policy(b"", "evil.example; script-src *")


@pytest.mark.parametrize("path", ["/", "/data.json", f"/{SCRIPT}", "/unknown"])
def test_security_headers_stand_on_everything(path: str) -> None:
    found, _ = get(path)
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["referrer-policy"] == "same-origin"


def test_what_is_not_a_page_passes_untouched() -> None:
    found, body = get("/data.json", accept_encoding="gzip")
    assert body == '{"encoding":"gzip"}'
    assert "content-security-policy" not in found


def test_language_is_never_anything_but_ours() -> None:
    for text in ("", "*", "x" * 10_000, "en;q=1;q=2", "\0", None):
        assert chosen_language(text, text, text) in Language
