"""An answer, a note or a conversation as Markdown, and an answer as plain text that pastes well into Word and Outlook."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from assistant.answer import Answer
from assistant.blocks import Block, Blocks, Kind, Span
from assistant.outline import answer_outline, conversation_outline, note_outline
from assistant.wording import say

_MARKUP = re.compile(
    r"[\\`*<>\[\]~|$]"
    r"|(?<!\w)_|_(?!\w)"  # within a word it is no emphasis
    r"|&(?=#?\w+;)"  # an entity
    r"|:(?=//)|(?<=www)\.|(?<=\w)@"  # what some readers make a link of
)
_OPENING = re.compile(r"^([#+=-])|^(\d+)(?=[.)])", re.MULTILINE)
"""What makes a line a heading, a list item or a rule."""
_MARK = re.compile(r"\\\[(\d{1,2})\\\]")

_ITEMS = frozenset({Kind.BULLET, Kind.NUMBERED, Kind.TASK})
"""Items that stand close together; sources have lines of their own and stand apart."""


def answer_markdown(answer: Answer) -> str:
    """Return one answer with its sources; words of the asker stay words."""
    return _joined(answer_outline(answer), _markdown)


def note_markdown(answer: Answer) -> str:
    """Return the decision note, as `plan.note` but with the asker's words escaped; ValueError without a plan."""
    return _joined(note_outline(answer), _markdown)


def conversation_markdown(title: str, answers: Sequence[Answer], when: date) -> str:
    """Return a conversation, taken out on the day `when`."""
    return _joined(conversation_outline(title, answers, when), _markdown)


def answer_plain(answer: Answer) -> str:
    """Return one answer with its sources, without any sign of Markdown."""
    return _joined(answer_outline(answer), _plain, close=True)


def _joined(blocks: Blocks, written: Callable[[Block, int], str], close: bool = False) -> str:
    """Write block after block, told how far the list item before is indented; `close` sets what is inside close to it."""
    parts: list[str] = []
    indent = 0
    for before, block in zip((None, *blocks), blocks, strict=False):
        if not block.inside:
            indent = len(f"{block.number}. ") if block.number else len("- ")
        tight = before and before.kind is block.kind and block.kind in _ITEMS
        parts += ["\n" if tight or (close and block.inside) else "\n\n", written(block, indent)]
    return "".join(parts[1:]) + "\n"


def _markdown(block: Block, indent: int) -> str:
    text = "".join(map(_span, block.spans))
    if block.kind is Kind.HEADING:
        return f"{'#' * block.level} {text}"
    lines = text.split("\n")
    if block.kind in (Kind.QUOTED, Kind.CAVEAT):
        lines = [f"> {line}" for line in lines]
    opening = _opening(block) or " " * indent * block.inside
    return opening + ("\n" + " " * indent * (block.inside or block.kind in _ITEMS)).join(lines)


def _opening(block: Block) -> str:
    """Return the sign of a list item, nothing for other blocks."""
    if block.kind in (Kind.NUMBERED, Kind.SOURCE):
        return f"{block.number}. "
    return {Kind.BULLET: "- ", Kind.TASK: "- [ ] "}.get(block.kind, "")


def _span(span: Span) -> str:
    if span.url:
        return f"<{span.url}>"
    text = _escaped(span.text)
    return f"**{text}**" if span.strong else f"*{text}*" if span.emphasis else text


def _escaped(text: str) -> str:
    """Return words that no reader of Markdown takes for markup; the numbers of citations stay as they are."""
    lines = _MARK.sub(r"[\1]", _MARKUP.sub(r"\\\g<0>", text)).split("\n")
    edges = [line if place == 0 else line.lstrip() for place, line in enumerate(lines)]
    return _OPENING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", "  \n".join(edges))


def _plain(block: Block, _indent: int) -> str:
    text = "".join(span.text for span in block.spans)
    if block.kind is Kind.QUOTED and block.inside:
        return say("quoted", block.language, words=text)
    if block.kind is Kind.SOURCE:
        return f"[{block.number}] {text}"
    if block.kind is Kind.NUMBERED:
        return f"{block.number}. {text}"
    return {Kind.BULLET: "• ", Kind.TASK: "☐ "}.get(block.kind, "") + text
