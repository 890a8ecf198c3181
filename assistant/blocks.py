"""What is taken away is made of blocks, whatever file it becomes; Floke's own Markdown is read into them.

Here alone is that Markdown read: `#` headings, lists, a `> ` caveat, and emphasis where a paragraph begins.
Everything else is words, also where the asker wrote what looks like markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.domain import Language

_HEADING = re.compile(r"(#{1,3}) (.*)")
_ITEM = re.compile(r"(?:- |(\d{1,3})\. )(.*)")
_STRONG = re.compile(r"\*\*(.+?)\*\*(.*)", re.DOTALL)
_EMPHASIS = re.compile(r"\*([^*]+)\*(.*)", re.DOTALL)
_WEB_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")


class Kind(StrEnum):
    """What a block is to the reader; the skins decide how that looks."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTED = "quoted"
    CAVEAT = "caveat"
    BULLET = "bullet"
    NUMBERED = "numbered"
    TASK = "task"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one manner; a line feed in `text` is a new line of the same block, and nothing in it is markup."""

    text: str
    strong: bool = False
    emphasis: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """`level` counts for headings (1 is the document's title), `number` for numbered items and sources.

    A block that is `inside` continues the list item before it.
    """

    kind: Kind
    spans: tuple[Span, ...]
    language: Language
    level: int = 0
    number: int = 0
    inside: bool = False


Blocks = tuple[Block, ...]


def heading(text: str, level: int, language: Language) -> Block:
    """Return a heading; its text is no markup."""
    return Block(Kind.HEADING, (Span(text),), language, level=level)


def paragraph(text: str, language: Language) -> Block:
    """Return a paragraph in one manner; its text is no markup."""
    return Block(Kind.PARAGRAPH, (Span(text),), language)


def caveat(text: str, language: Language) -> Block:
    """Return a caveat, the word that opens it set off."""
    word, colon, rest = text.partition(":")
    spans = (Span(word + colon, strong=True), Span(rest)) if colon else (Span(text),)
    return Block(Kind.CAVEAT, spans, language)


def address(url: str) -> Span:
    """Return a link for a web address; anything else stays words."""
    return Span(url, url=url if _WEB_ADDRESS.fullmatch(url) else "")


def told(text: str, language: Language, level: int = 1) -> Iterator[Block]:
    """Read the Markdown that Floke itself writes; its top heading becomes one of the level."""
    for part in text.split("\n\n"):
        if found := _HEADING.fullmatch(part):
            yield heading(found[2], level + len(found[1]) - 1, language)
        elif part.startswith("> "):
            yield caveat(part[2:], language)
        elif _ITEM.match(part):
            yield from _items(part.split("\n"), language)
        elif part.strip():
            yield Block(Kind.PARAGRAPH, _spans(part), language)


def _items(lines: Sequence[str], language: Language) -> Iterator[Block]:
    for line in lines:
        if found := _ITEM.fullmatch(line):
            kind = Kind.NUMBERED if found[1] else Kind.BULLET
            yield Block(kind, _spans(found[2]), language, number=int(found[1] or 0))
        elif line.strip():
            yield replace(paragraph(line.strip(), language), inside=True)


def _spans(text: str) -> tuple[Span, ...]:
    """Part off emphasis that opens a text, and an address that ends it; the asker's words never stand there."""
    if found := _STRONG.fullmatch(text):
        return (Span(found[1], strong=True), *_ending(found[2]))
    if found := _EMPHASIS.fullmatch(text):
        return (Span(found[1], emphasis=True), *_ending(found[2]))
    return _ending(text)


def _ending(text: str) -> tuple[Span, ...]:
    words, space, last = text.rpartition(" ")
    link = address(last)
    parts = (Span(words + space), link) if link.url else (Span(text),)
    return tuple(part for part in parts if part.text)
