"""What a reader may take away from an answer: its text with sources, and the decision note, as Word or Markdown."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import streamlit as st

from assistant.answer import Answer
from assistant.domain import Approach, Language
from assistant.file_names import file_name
from assistant.markdown_export import answer_markdown, note_markdown
from assistant.ui_asking import assistant
from assistant.word_export import answer_docx, note_docx
from assistant.wording import say

KINDS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "md": "text/markdown"}
"""File endings and their media types."""


Made = dict[str, Callable[[], bytes] | Callable[[], str]]
"""What makes the file of each ending."""


def answer_downloads(answer: Answer, language: Language, key: str) -> None:
    """Offer the answer with its sources."""
    when = today()
    made: Made = {"docx": partial(answer_docx, answer, when), "md": partial(answer_markdown, answer)}
    _offer("download_answer", answer.question, made, language, key)


def note_downloads(answer: Answer, language: Language, key: str) -> None:
    """Offer the decision note of an answer that has one."""
    situation = answer.situation
    if not (answer.plan and situation and situation.approach):
        return
    when = today()
    made: Made = {"docx": partial(note_docx, answer, when), "md": partial(note_markdown, answer)}
    name = assistant().method.approach(Approach(situation.approach)).name[answer.language]
    _offer("download_note", f"{say('note_title', answer.language)} {name}", made, language, key)


def today() -> date:
    """Return the day where Floke runs."""
    return datetime.now().astimezone().date()


def _offer(what: str, title: str, made: Made, language: Language, key: str) -> None:
    """Draw a button a kind; each file is made when it is asked for."""
    for suffix, media in KINDS.items():
        st.download_button(
            say(f"{what}_{suffix}", language),
            made[suffix],
            file_name(title, today(), suffix),
            media,
            key=f"{key}-{what}-{suffix}",
            on_click="ignore",
        )
