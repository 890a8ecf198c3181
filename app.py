"""The page as an ASGI app: the same file runs under `streamlit run app.py` and `uvicorn app:app`."""

import streamlit as st
from starlette.middleware import Middleware

from assistant.page_headers import PageHeaders
from assistant.retention import deleting_old_conversations

app = st.App("assistant/pages/floke.py", lifespan=deleting_old_conversations, middleware=[Middleware(PageHeaders)])
