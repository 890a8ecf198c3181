"""What a reader thinks of an answer: a thumb up or down, and after a thumb down the reason, in words that are safe."""

from enum import StrEnum
from secrets import token_urlsafe

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.domain import Language, Outcome
from assistant.errors import FlokeError
from assistant.feedback import MAX_COMMENT, FeedbackReason
from assistant.privacy import Personal, anonymised, personal_data
from assistant.ui_keeping import feedback_book, owner
from assistant.wording import say

GIVEN, RECALLED, UNNAMED = "feedback-given", "feedback-recalled", "feedback-unnamed"
"""Where the page remembers how far each answer's feedback has come, of which conversations it has asked the database,
and the name of a browser without cookies."""


class Stage(StrEnum):
    """How far the feedback on an answer has come; what was given on an earlier visit is shown without a word."""

    UP = "up"
    UP_BEFORE = "up_before"
    DOWN = "down"
    DOWN_BEFORE = "down_before"
    PERSONAL = "personal"
    SENT = "sent"
    FAILED = "failed"
    UNSENT = "unsent"


ASKING = (Stage.DOWN, Stage.PERSONAL, Stage.UNSENT)
"""The stages in which the form is there."""

PRESSED = {"up": (Stage.UP, Stage.UP_BEFORE), "down": (*ASKING, Stage.SENT, Stage.DOWN_BEFORE)}
"""The stages after each thumb."""


Place = tuple[str | None, int, str]
"""An answer on the page: its conversation, its number there, and the question."""


def thumbs(answer: Answer, number: int, conversation_id: str | None) -> None:
    """Draw the thumbs under an answer; what was refused unread has none, since nothing of it is kept."""
    if answer.outcome in (Outcome.BLOCKED, Outcome.ERROR):
        return
    place: Place = (conversation_id, number, answer.question)
    stage = _given().get(place) or _given_before(place)
    with st.container(key=f"feedback-{number}"):
        with st.container(key=f"thumbs-{number}", horizontal=True, vertical_alignment="center"):
            _thumb(Stage.UP, answer, place, stage)
            _thumb(Stage.DOWN, answer, place, stage)
            if stage not in (None, Stage.UP_BEFORE, Stage.DOWN_BEFORE):
                st.html(_said(stage, answer.language), width="content")
        if stage in ASKING:
            _form(answer, place, stage)


def _thumb(thumb: Stage, answer: Answer, place: Place, stage: Stage | None) -> None:
    """Draw one of the two buttons; the one that was pressed says so."""
    pressed = stage in PRESSED[thumb]
    st.button(
        say(f"feedback_{thumb}_pressed" if pressed else f"feedback_{thumb}", answer.language),
        key=f"feedback-{thumb}-{place[1]}",
        icon=f":material/thumb_{thumb}:",
        type="tertiary",
        on_click=_press,
        args=(thumb, answer, place),
    )


def _form(answer: Answer, place: Place, stage: Stage | None) -> None:
    """Ask what was wrong; a comment with personal data comes back without them, to be read over and sent again."""
    language, number = answer.language, place[1]
    with st.form(f"feedback-form-{number}", border=False):
        st.radio(
            say("feedback_why", language),
            list(FeedbackReason),
            index=None,
            key=f"feedback-reason-{number}",
            format_func=lambda reason: say(f"feedback_{reason}", language),
        )
        if stage is Stage.PERSONAL:
            st.html(ui_html.note(say("feedback_personal", language), language))
        st.text_area(
            say("feedback_comment", language),
            key=f"feedback-comment-{number}",
            max_chars=MAX_COMMENT,
            height=100,
            placeholder=say("feedback_comment_hint", language),
        )
        st.caption(say("feedback_kept" if owner() else "feedback_kept_unnamed", language))
        st.form_submit_button(
            say("feedback_send", language), key=f"feedback-send-{number}", on_click=_send, args=(answer, place)
        )


def _said(stage: Stage, language: Language) -> str:
    """Return what a screen reader is told, once a thumb is pressed or the form is sent."""
    keys = {Stage.UP: "thanks", Stage.SENT: "thanks_sent", Stage.FAILED: "failed", Stage.UNSENT: "failed"}
    key = keys.get(stage, "thanks_more")
    return f'<p class="fl-small" role="status" lang="{language}">{say(f"feedback_{key}", language)}</p>'


def _given() -> dict[Place, Stage]:
    given: dict[Place, Stage] = st.session_state.setdefault(GIVEN, {})
    return given


def _given_before(place: Place) -> Stage | None:
    """Return what this browser thought of a kept answer on an earlier visit; each conversation is looked up once."""
    conversation, name = place[0], owner()
    if not (conversation and name):
        return None
    recalled: dict[str, dict[int, bool]] = st.session_state.setdefault(RECALLED, {})
    if conversation not in recalled:
        try:
            recalled[conversation] = feedback_book().given(name, conversation)
        except FlokeError:
            return None  # the thumbs can be given all the same, and say so where they cannot be kept
    helpful = recalled[conversation].get(_position(place[1]))
    return None if helpful is None else Stage.UP_BEFORE if helpful else Stage.DOWN_BEFORE


def _press(thumb: Stage, answer: Answer, place: Place) -> None:
    """Keep the thumb at once: the reader may not care to say more. A second thumb down opens the form again."""
    stage = _given().get(place) or _given_before(place)
    if thumb is Stage.DOWN and stage in PRESSED[thumb]:
        _given()[place] = Stage.DOWN
    else:
        _give(thumb, Stage.FAILED, answer, place, None, "")


def _send(answer: Answer, place: Place) -> None:
    state, field = st.session_state, f"feedback-comment-{place[1]}"
    comment = (state.get(field) or "").strip()
    if personal_data(comment):
        names = {kind: say(f"privacy_{kind}", answer.language) for kind in Personal}
        state[field] = anonymised(comment, names)[:MAX_COMMENT]
        _given()[place] = Stage.PERSONAL
        return
    _give(Stage.SENT, Stage.UNSENT, answer, place, state.get(f"feedback-reason-{place[1]}"), comment)


def _give(
    stage: Stage, failed: Stage, answer: Answer, place: Place, reason: FeedbackReason | None, comment: str
) -> None:
    """Store what was given; a second time replaces the first."""
    name = owner() or st.session_state.setdefault(UNNAMED, token_urlsafe(32))
    try:
        feedback_book().give(name, answer, stage is Stage.UP, reason, comment, place[0], _position(place[1]))
        _given()[place] = stage
    except FlokeError:
        _given()[place] = failed


def _position(number: int) -> int:
    """Return an answer's place among the kept ones: what was refused unread stands on the page only."""
    before: list[Answer] = st.session_state.get("turns", [])[: number - 1]
    return sum(turn.outcome not in (Outcome.BLOCKED, Outcome.ERROR) for turn in before)
