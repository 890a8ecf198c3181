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
from assistant.page_headers import (
    BASE,
    COOKIE,
    KEEP,
    OWNER_COOKIE,
    ROLE_COOKIE,
    SCRIPT,
    PageHeaders,
    chosen_language,
    content_policy,
    is_owner,
)

OWNER = "Abc-_" * 8 + "xyz"
INLINE = "window.started = 1"
PAGE = f'<!doctype html><html lang="en"><head><script>{INLINE}</script></head><body>å</body></html>'


async def page(request: Request) -> Response:
    assert "accept-encoding" not in request.headers
    return HTMLResponse(PAGE, headers={"ETag": "old"})


async def data(request: Request) -> Response:
    return JSONResponse({"encoding": request.headers.get("accept-encoding")})


APP = PageHeaders(Starlette(routes=[Route("/", page), Route("/sources", page), Route("/data.json", data)]))


def asked(
    method: str, path: str, query: str = "", scheme: str = "http", **headers: str
) -> tuple[int, list[tuple[str, str]], str]:
    """Return status, headers and body of one request, straight through the layer."""
    sent: list[Message] = []

    waiting: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()  # the reader stays until the answer is whole
        return waiting.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    line = {"method": method, "scheme": scheme, "path": path, "query_string": query.encode()}
    scope: Scope = {"type": "http", "headers": raw, **line}
    asyncio.run(APP(scope, receive, send))
    found = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]).decode()


def get(path: str, query: str = "", **headers: str) -> tuple[dict[str, str], str]:
    """Return headers and body of a page."""
    _, found, body = asked("GET", path, query, **headers)
    return dict(found), body


def cookies(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Return the lines that set cookies, by the cookie's name."""
    return {line.split("=", 1)[0]: line for name, line in headers if name == "set-cookie"}


def given(**request: str) -> dict[str, str]:
    """Return the lines that set cookies with a page."""
    return cookies(asked("GET", "/", **request)[1])


def kept(query: str, **request: str) -> tuple[int, dict[str, str]]:
    """Return status and cookies of what the page's script tells."""
    status, headers, body = asked("POST", f"/{KEEP}", query, **request)
    assert body == ""
    return status, cookies(headers)


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
    assert given(query="lang=en")[COOKIE].startswith(f"{COOKIE}=en;")
    assert COOKIE not in given(query="lang=%3Cscript%3E")
    assert COOKIE not in given()


def test_two_browsers_get_names_that_nobody_guesses() -> None:
    names = {given()[OWNER_COOKIE].split(";")[0].split("=", 1)[1] for _ in range(20)}
    assert len(names) == 20
    assert all(is_owner(name) for name in names)


@pytest.mark.parametrize(
    "header",
    [
        f"{OWNER_COOKIE}={OWNER}",
        f"a=b; {OWNER_COOKIE}={OWNER}; c=d",
        f'consent={{"a":1}}; {OWNER_COOKIE}={OWNER}',
        f"odd=a b; =; x; {OWNER_COOKIE}={OWNER}",
        f"navn=Bjørn; {OWNER_COOKIE}={OWNER}",
    ],
)
def test_a_browser_keeps_its_name_for_another_year_whatever_other_cookies_it_has(header: str) -> None:
    assert given(cookie=header)[OWNER_COOKIE].startswith(f"{OWNER_COOKIE}={OWNER}; Path=/; Max-Age=31536000;")


@pytest.mark.parametrize("name", ["", "x", "x" * 42, "x" * 44, "x" * 42 + "å", "x" * 42 + " ", "x" * 42 + "\n", None])
def test_a_name_that_was_not_given_here_opens_nothing(name: str | None) -> None:
    assert not is_owner(name)
    line = given(cookie=f"{OWNER_COOKIE}={name}")[OWNER_COOKIE]
    assert is_owner(line.split(";")[0].split("=", 1)[1])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_script_and_no_other_site_gets_a_cookie_and_https_keeps_it_secret(scheme: str) -> None:
    lines = given(query="lang=nn", scheme=scheme) | kept("role=newcomer", scheme=scheme)[1]
    assert set(lines) == {COOKIE, ROLE_COOKIE, OWNER_COOKIE}
    for line in lines.values():
        flags = {part.strip() for part in line.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert ("Secure" in flags) == (scheme == "https")
        assert not any(flag.startswith("Domain") for flag in flags)


def test_a_shared_cache_keeps_no_page_with_a_browsers_name() -> None:
    found, _ = get("/")
    assert "private" in found["cache-control"]
    assert "Cookie" in found["vary"]


def test_only_pages_name_the_browser() -> None:
    for path in ("/data.json", f"/{SCRIPT}"):
        assert cookies(asked("GET", path)[1]) == {}


def test_what_was_chosen_is_kept_for_the_next_visit() -> None:
    status, lines = kept("lang=nn&role=facilitator")
    assert status == 204
    assert lines[COOKIE].startswith(f"{COOKIE}=nn;")
    assert lines[ROLE_COOKIE].startswith(f"{ROLE_COOKIE}=facilitator;")


@pytest.mark.parametrize("path", [f"/{KEEP}", f"/under/a/path/{KEEP}"])
def test_the_choice_is_kept_wherever_the_page_is_served(path: str) -> None:
    assert set(cookies(asked("POST", path, "lang=en")[1])) == {COOKIE}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "lang=&role=",
        "lang=de&role=boss",
        "lang=NB",
        "lang=nb%3B%20Domain%3Devil.example",
        "role=leader%0d%0aSet-Cookie:%20a=b",
        "lang=nb&lang=xx",
        f"{OWNER_COOKIE}={'x' * 43}&owner={'x' * 43}",
        "%ff=%00",
    ],
)
def test_what_is_no_language_and_no_role_is_not_kept(query: str) -> None:
    assert kept(query) == (204, {})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_a_choice_is_told_by_post_only(method: str) -> None:
    """A link or a picture on another page would otherwise choose."""
    status, headers, _ = asked(method, f"/{KEEP}", "lang=nn&role=leader")
    assert (status, cookies(headers)) == (405, {})
    assert dict(headers)["allow"] == "POST"


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 204), ("same-site", 403), ("cross-site", 403), ("none", 403), ("", 403)]
)
def test_another_site_does_not_choose_for_a_reader(site: str, status: int) -> None:
    """Browsers say so themselves, and no page can say otherwise; one too old to say is believed."""
    found, lines = kept("lang=nn", sec_fetch_site=site)
    assert (found, set(lines)) == (status, {COOKIE} if status == 204 else set())


def test_the_page_is_whole_and_names_our_script() -> None:
    found, body = get("/", accept_encoding="gzip", if_none_match="old")
    assert int(found["content-length"]) == len(body.encode())
    assert "etag" not in found
    assert f'src="./{SCRIPT}"' in body


def test_streamlit_is_told_where_it_is_served_before_its_own_script_runs() -> None:
    """It stands inline in the head, and scripts of type module wait for the whole page."""
    _, body = get("/sources")
    assert BASE in body.split("</head>")[0]


def test_policy_allows_the_pages_own_inline_script_and_nothing_from_outside() -> None:
    found, _ = get("/", host="floke.example:8501")
    policy = dict(part.strip().split(" ", 1) for part in found["content-security-policy"].split(";"))
    base = BASE.removeprefix("<script>").removesuffix("</script>")
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in (INLINE, base)]
    assert policy["script-src"] == " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    assert policy["connect-src"] == "'self' ws://floke.example:8501 wss://floke.example:8501"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "http" not in found["content-security-policy"]


def test_a_hostile_host_gets_no_place_in_the_policy() -> None:
    assert "evil" not in content_policy(b"", "evil.example; script-src *")


@pytest.mark.parametrize("path", ["/", "/data.json", f"/{SCRIPT}", f"/{KEEP}", "/unknown"])
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
