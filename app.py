"""The page as an ASGI app: the same file runs under `streamlit run app.py` and `uvicorn app:app`."""

import streamlit as st
from starlette.middleware import Middleware

from assistant.page_headers import PageHeaders

app = st.App("assistant/pages/floke.py", middleware=[Middleware(PageHeaders)])
