"""From documents to passages (what is retrieved) and units (what is quoted)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.domain import Document, Passage, Section, Unit, UnitKind

MAX_CHARACTERS = 1_600
"""About 400 word pieces: with the section path it stays under the encoder's 512."""

_PARSER = MarkdownIt("commonmark").enable("table")
_BOUNDARY = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][»”\"')]))\s+(?=[«“\"'(]?[A-ZÆØÅÄÖ0-9§–])")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:f\.eks|bl\.a|dvs|osv|ca|jf|nr|kap|pst|kl|mv|m\.m|m\.fl|o\.l|t\.d|m\.a|St|Meld|Innst|Dr|Prop|e\.g|i\.e|cf|No)"
    r"|\b[A-ZÆØÅ])\.$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level piece of Markdown: `kind` is markdown-it's token name without `_open`."""

    kind: str
    text: str
    tokens: tuple[Token, ...]


def blocks_of(body: str) -> list[Block]:
    """Return the top-level blocks of a section's body, each with its source text."""
    lines, tokens = body.split("\n"), _PARSER.parse(body)
    found: list[Block] = []
    start = 0
    for position, token in enumerate(tokens):
        if token.level or token.nesting == 1 or not (token.map or tokens[start].map):
            continue
        first, last = tokens[start].map or (0, 0)
        source = "\n".join(lines[first:last]).strip()
        found.append(Block(tokens[start].type.removesuffix("_open"), source, tuple(tokens[start : position + 1])))
        start = position + 1
    return found


def split_section(document: Document, section: Section) -> list[Passage]:
    """Split a section into passages at paragraphs, never through a list or table, nor after its lead-in."""
    groups: list[str] = []
    previous: Block | None = None
    for block in blocks_of(section.body):
        leads_in = previous is not None and previous.text.endswith(":")
        if groups and (leads_in or len(groups[-1]) + len(block.text) <= MAX_CHARACTERS):
            groups[-1] += "\n\n" + block.text
        else:
            groups.append(block.text)
        previous = block
    return [_passage(document, section, number, text) for number, text in enumerate(groups, start=1)]


def passages_of(document: Document) -> list[Passage]:
    """Return all passages of a document in reading order."""
    return [passage for section in document.sections for passage in split_section(document, section)]


def units_of(passage: Passage) -> list[Unit]:
    """Return the quotable pieces of a passage in reading order; tables are not quoted in pieces."""
    units: list[Unit] = []
    end = 0
    for kind, text in (piece for block in blocks_of(passage.text) for piece in _pieces(block)):
        words = text.split()
        found = re.compile(r"\s+".join(map(re.escape, words))).search(passage.text, end) if words else None
        if found is None:  # what cannot be found verbatim is never quoted
            continue
        end = found.end()
        units.append(Unit(passage.id, passage.language, len(units), kind, " ".join(words), found.start(), end))
    return units


def sentences_of(text: str) -> list[str]:
    """Split running text into sentences; abbreviations and initials do not end one."""
    sentences: list[str] = []
    for piece in _BOUNDARY.split(" ".join(text.split())):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        else:
            sentences.append(piece)
    return [sentence for sentence in sentences if sentence]


def _passage(document: Document, section: Section, number: int, text: str) -> Passage:
    suffix = f".{number}" if number > 1 else ""
    identifier = f"{document.id}#{section.id}{suffix}"
    return Passage(identifier, document.id, section.id, document.language, document.title, section.heading, text)


def _pieces(block: Block) -> Iterator[tuple[UnitKind, str]]:
    if block.kind == "paragraph":
        sentences = sentences_of(block.tokens[1].content)
        for sentence in sentences:
            yield (UnitKind.LEAD_IN if sentence.endswith(":") else UnitKind.SENTENCE), sentence
    elif block.kind in ("bullet_list", "ordered_list"):
        kind = UnitKind.STEP if block.kind == "ordered_list" else UnitKind.ITEM
        yield from ((kind, token.content) for token in block.tokens if token.type == "inline")
