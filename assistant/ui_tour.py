"""The tour: what Floke can do, in five steps that open over the page and close when the reader likes."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from assistant.domain import Language
from assistant.wording import say

STEP = "tour-step"
"""Where the page remembers how far the reader has come."""

_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class TourStep:
    """A step: a heading, and a few sentences."""

    title: str
    text: str


@lru_cache(maxsize=3)
def tour_steps(language: Language) -> tuple[TourStep, ...]:
    """Read the steps in a language."""
    text = (_FOLDER / f"tour.{language}.toml").read_text(encoding="utf-8")
    return tuple(TourStep(step["title"], step["text"]) for step in tomllib.loads(text)["steps"])


def tour(language: Language) -> None:
    """Draw the button that opens the tour; the dialog stays open while the reader steps through it."""
    if st.button(say("tour_open", language), key="tour", type="tertiary", on_click=_go_to, args=(0,)):
        st.dialog(say("tour_title", language))(_opened)(language)


def _opened(language: Language) -> None:
    """Draw the step that the reader has come to, and the ways on, back and out; past the last step it closes."""
    steps = tour_steps(language)
    at, past = st.session_state.get(STEP, 0), len(steps)
    if at >= past:
        st.rerun()
    st.html(_step(steps[at], say("tour_step", language, number=at + 1, of=past), language))
    with st.container(key="tour-ways", horizontal=True, vertical_alignment="center"):
        st.button(say("tour_close", language), key="tour-close", type="tertiary", on_click=_go_to, args=(past,))
        st.space("stretch")
        st.button(say("tour_back", language), key="tour-back", on_click=_go_to, args=(at - 1,), disabled=at == 0)
        label = "tour_done" if at == past - 1 else "tour_next"
        st.button(say(label, language), key="tour-next", on_click=_go_to, args=(at + 1,))


def _go_to(step: int) -> None:
    st.session_state[STEP] = step


def _step(step: TourStep, place: str, language: Language) -> str:
    """Return a step as HTML that a screen reader reads when it changes."""
    words = f'<p class="fl-small">{escape(place)}</p><h2>{escape(step.title)}</h2><p>{escape(step.text)}</p>'
    return f'<div class="fl-tour" role="status" lang="{language}">{words}</div>'
