"""Reading the corpus as a reader does: which texts there are, what an address names, where a sentence stands."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from assistant.chunking import blocks_of, sentences_of
from assistant.cleaning import clean, one_line
from assistant.corpus import Corpus
from assistant.domain import Caveat, Document, Language, Section, Source

KINDS = ("guide", "method", "case", "plan", "background")
"""The kinds of text in the order in which they are offered: the guide itself first."""

ALL = "all"
"""In the address: the text in all languages, side by side."""

GLOSSARY = "glossary"
"""In the address: the glossary instead of the texts."""

LONGEST = 200
"""Characters read of each part of an address; what Floke writes there itself is shorter."""

ENOUGH = 24
"""Characters of a quote's beginning that tell its place where the rest has been changed since."""

_LISTS = {"bullet_list": "ul", "ordered_list": "ol"}


@dataclass(frozen=True, slots=True)
class Address:
    """What an address of the page names; its fields are the parameters' names."""

    doc: str = ""
    section: str = ""
    mark: str = ""
    text: str = ""
    q: str = ""
    view: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Address":
        """Read what an address says; whatever else stands in it is not looked at."""
        return cls(**{field.name: one_line(clean(parameters.get(field.name, "")[:LONGEST])) for field in fields(cls)})

    @property
    def parameters(self) -> dict[str, str]:
        """Return what is to stand in the address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def place(self, doc: str, section: str = "", mark: str = "") -> "Address":
        """Return the address of a text or of a place in it, in the language that is being read."""
        return Address(doc=doc, section=section, mark=mark, text=self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one kind, sorted by title."""

    kind: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`p`) or a list (`ul`, `ol`): its lines, each made of the pieces that can be quoted."""

    tag: str
    lines: tuple[tuple[str, ...], ...]


def grouped(corpus: Corpus, language: Language) -> list[Group]:
    """Return all texts in a language by kind; a kind that nobody foresaw comes last."""
    documents = [document for (_, spoken), document in corpus.documents.items() if spoken is language]
    kinds = dict.fromkeys([*KINDS, *sorted(document.kind for document in documents)])
    groups = (
        Group(
            kind, tuple(sorted((item for item in documents if item.kind == kind), key=lambda item: order(item.title)))
        )
        for kind in kinds
    )
    return [group for group in groups if group.documents]


def order(title: str) -> tuple[str, str]:
    """Return what titles are sorted by: capitals count as small letters, and æ, ø and å come last."""
    return title.casefold().translate(str.maketrans("æøå", "{|}")), title


def versions(corpus: Corpus, document_id: str) -> dict[Language, Document]:
    """Return a text in every language that has it; empty where there is no such text."""
    found = {language: corpus.documents.get((document_id, language)) for language in Language}
    return {language: document for language, document in found.items() if document}


def lead(document: Document) -> str:
    """Return the sentence that a text begins with."""
    pieces = [piece for section in document.sections for piece in pieces_of(blocks(section))]
    return pieces[0] if pieces else ""


def blocks(section: Section) -> list[Block]:
    """Return a section's body as paragraphs and lists; what is neither stays the words it was written as."""
    found = []
    for block in blocks_of(section.body):
        content = [token.content for token in block.tokens if token.type == "inline"]
        if block.kind in _LISTS:
            found.append(Block(_LISTS[block.kind], tuple((one_line(line),) for line in content)))
        else:
            text = content[0] if block.kind == "paragraph" and content else block.text
            found.append(Block("p", (tuple(sentences_of(text)),)))
    return found


def pieces_of(found: list[Block]) -> list[str]:
    """Return the pieces of a section in reading order."""
    return [piece for block in found for line in block.lines for piece in line]


def marked(pieces: list[str], mark: str) -> frozenset[int]:
    """Return the numbers of the pieces that a quote begins in or runs through; none where it does not stand there."""
    text = " ".join(pieces)
    for wanted in (mark, mark[:ENOUGH] if len(mark) > ENOUGH else ""):
        start = text.find(wanted) if wanted else -1
        if start >= 0:
            return _overlapping(pieces, start, start + len(wanted))
    return frozenset()


def _overlapping(pieces: list[str], start: int, end: int) -> frozenset[int]:
    """Return the pieces between two places of the text that they make, joined by single spaces."""
    found, at = set(), 0
    for number, piece in enumerate(pieces):
        if at < end and start < at + len(piece):
            found.add(number)
        at += len(piece) + 1
    return frozenset(found)


def language_read(found: Mapping[Language, Document], address: Address, page: Language) -> Language:
    """Return the language to read a text in: the chosen one, else that of the marked sentence, else the page's."""
    if address.text in set(found):
        return Language(address.text)
    ordered = sorted(found, key=lambda language: language is not page)
    quoted = (language for language in ordered if _stands(found[language], address))
    return next(quoted, ordered[0])


def _stands(document: Document, address: Address) -> bool:
    section = document.section(address.section)
    return bool(address.mark and section and address.mark in " ".join(pieces_of(blocks(section))))


def sources_of(document: Document, section: Section) -> list[Source]:
    """Return the outside pages that a section rests on."""
    return [source for source in document.sources if section.id in source.sections]


def general_caveats(document: Document) -> list[Caveat]:
    """Return the caveats that concern most of a text: they are told once, before it."""
    return [caveat for caveat in document.caveats if 2 * len(caveat.sections) > len(document.sections)]


def caveats_of(document: Document, section: Section) -> list[Caveat]:
    """Return the caveats that are told at a section."""
    general = general_caveats(document)
    return [caveat for caveat in document.caveats if section.id in caveat.sections and caveat not in general]
