"""The conversation that the page shows: whose it is, where it is kept, and how it is found again.

It belongs to the browser (an unguessable name in a cookie). The address holds the conversation's id only, and the
id opens nothing for anybody else. Without the cookie nothing is kept: the conversation then lives in this tab alone.
"""

from dataclasses import dataclass

import streamlit as st

from assistant.answer import Answer
from assistant.conversations import Conversations
from assistant.database import Database, open_database
from assistant.domain import Outcome
from assistant.errors import FlokeError
from assistant.feedback import FeedbackBook
from assistant.page_headers import OWNER_COOKIE, is_owner
from assistant.settings import load_settings

PARAMETER = "c"
"""The conversation's id in the address."""


NOT_KEPT = "not_kept"
"""Where the page remembers why the conversation could not be kept or read."""


def held_on(page: str) -> str:
    """Return where a page remembers a question with personal data that it holds back; each page has its own."""
    return f"{page}-held"


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Open the database once for all readers of this process."""
    return open_database(load_settings())


@st.cache_resource(show_spinner=False)
def conversations() -> Conversations:
    """Open the kept conversations; those past their time are deleted in `retention`."""
    return Conversations(database())


@st.cache_resource(show_spinner=False)
def feedback_book() -> FeedbackBook:
    """Open what readers said about the answers."""
    return FeedbackBook(database())


def owner() -> str | None:
    """Return the name of this browser; None where it takes no cookies."""
    value = st.session_state.get("owner") or st.context.cookies.get(OWNER_COOKIE)
    return value if is_owner(value) else None


@dataclass
class Keeper:
    """Keeps the turns of one conversation; without an owner nothing is kept, and what was refused unread never is.

    A database that fails takes no answer away: `trouble` then says what is wrong.
    """

    book: Conversations | None
    owner: str | None
    conversation: str | None = None
    trouble: FlokeError | None = None

    def keep(self, answer: Answer) -> None:
        """Store a turn; `conversation` is then where it stands."""
        if self.book and self.owner and answer.outcome not in (Outcome.BLOCKED, Outcome.ERROR):
            try:
                self.conversation = self.book.append(self.owner, self.conversation, answer)
            except FlokeError as error:
                self.trouble = error


def keeper() -> Keeper:
    """Return what keeps the conversation that the page shows."""
    name, conversation = owner(), st.session_state.get("conversation")
    try:
        return Keeper(conversations() if name else None, name, conversation)
    except FlokeError as error:
        return Keeper(None, name, conversation, error)


def keep(answer: Answer) -> None:
    """Add a turn that was made elsewhere to the conversation, and store it."""
    kept = keeper()
    kept.keep(answer)
    take_in(answer, kept)


def take_in(answer: Answer, kept: Keeper) -> None:
    """Add a turn to the conversation that the page shows, as far as it could be kept."""
    state = st.session_state
    state.turns = [*state.get("turns", []), answer]
    state.conversation = kept.conversation
    state[NOT_KEPT] = kept.trouble


def begin() -> None:
    """Leave the conversation: it stays where it is kept, and the page is empty."""
    _leave()
    st.session_state.turns = []
    st.session_state.conversation = None
    st.query_params.pop(PARAMETER, None)


def _leave() -> None:
    """Forget what belongs to the conversation before: what was held back, and that all of it is shown."""
    for key in (held_on("ask"), "all_turns", NOT_KEPT):
        st.session_state.pop(key, None)


def take_up() -> bool:
    """Show the conversation that the address names; False where it is not there for this browser."""
    state = st.session_state
    wanted = st.query_params.get(PARAMETER)
    if wanted and wanted != state.get("conversation"):
        try:
            return open_kept(wanted)
        except FlokeError as error:
            state[NOT_KEPT] = error
            return True
    if state.get("conversation"):
        st.query_params[PARAMETER] = state.conversation
    return True


def open_kept(identifier: str) -> bool:
    """Show a kept conversation; False where it is gone, or somebody else's."""
    state, name = st.session_state, owner()
    found = conversations().read(name, identifier) if name else None
    if found is None:
        st.query_params.pop(PARAMETER, None)
        return False
    _leave()
    state.turns = list(found.answers)
    state.conversation = identifier
    st.query_params[PARAMETER] = identifier
    return True
