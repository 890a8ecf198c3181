"""What the tests of the page without a browser share: how a reader comes to it, and what they are shown."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

SCRIPT = Path(__file__).resolve().parent.parent / "assistant" / "pages" / "floke.py"
ME, SOMEBODY, NOBODY = "a" * 43, "b" * 43, "without a cookie"
"""Two readers, and what no browser was ever given as a name."""


def page_for(owner: str | None = ME, **address: str) -> AppTest:
    """Return the page, not yet run, for a reader who comes to this address."""
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.query_params.update(address)
    if owner is not None:
        page.session_state.owner = owner
    return page


def shown(page: AppTest) -> str:
    """Return all own HTML of the page, but the style sheet."""
    assert not page.exception, page.exception
    return "\n".join(part.proto.body for part in page.get("html") if "<style>" not in part.proto.body)
