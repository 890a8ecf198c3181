"""The page with a writer that takes its time, so that an answer can be stopped while it is written.

Streamlit runs this file as the page; uvicorn imports it as the application: `uvicorn tests.slow_page:app`.
"""

import time
from collections.abc import Iterator

import streamlit as st
from starlette.middleware import Middleware

from assistant.answer import Answer
from assistant.page_headers import PageHeaders
from assistant.ui import show

PAUSE = 0.4  # seconds between two words: long enough for a test to find the button that stops


def slowly(answer: Answer) -> Iterator[str]:
    """Yield the answer's text word by word."""
    for word in answer.text.split(" "):
        yield f"{word} "
        time.sleep(PAUSE)


if __name__ == "__main__":
    show(write=slowly)
else:
    app = st.App(__file__, middleware=[Middleware(PageHeaders)])
