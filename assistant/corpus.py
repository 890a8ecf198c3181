"""The corpus: Markdown with front matter, one document a fact sheet and language. Owns the folder `corpus/`."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.domain import Approach, Caveat, Document, Gap, Language, Premise, Section, Source
from assistant.errors import CorpusError

_HEADING = re.compile(r"^## +(?P<title>.+?) +\{#(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the corpus ten times faster


@dataclass(frozen=True)
class Corpus:
    """All documents in all languages."""

    documents: Mapping[tuple[str, Language], Document]

    def document(self, document_id: str, language: Language) -> Document:
        """Return the document in the language; KeyError when it is unknown."""
        return self.documents[document_id, language]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the document ids, sorted."""
        return tuple(sorted({document_id for document_id, _ in self.documents}))


def read_corpus(folder: Path) -> Corpus:
    """Read `folder/{nb,nn,en}/*.md`; a CorpusError names the file that cannot be read."""
    documents = {}
    for language in Language:
        for path in sorted((folder / language).glob("*.md")):
            document = read_document(path, language)
            documents[document.id, language] = document
    if not documents:
        raise CorpusError(f"No texts in {folder}.", "Set FLOKE_CORPUS_DIR to the folder that holds nb/, nn/ and en/.")
    return Corpus(documents)


def read_document(path: Path, language: Language) -> Document:
    """Read one text."""
    try:
        front, body = _split_front_matter(path.read_text(encoding="utf-8"))
        return _document(front, _sections(body), language)
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CorpusError(
            f"{path.parent.name}/{path.name}: {type(error).__name__}: {error}.", "corpus/README.md shows the form."
        ) from error


def corpus_hash(folder: Path) -> str:
    """Return a SHA-256 over every file that the index is made from: names and contents."""
    digest = hashlib.sha256()
    for path in sorted(path for language in Language for path in (folder / language).glob("*.md")):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return (front matter, body); ValueError where the two `---` lines are missing."""
    start, front, body = ("\n" + text.replace("\r\n", "\n")).split("\n---\n", 2)
    if start.strip():
        raise ValueError("the text must begin with a line of three hyphens")
    return yaml.load(front, Loader=_YAML_LOADER), body  # noqa: S506 (a safe loader)


def _sections(body: str) -> tuple[Section, ...]:
    """Split a body at its `## Title {#id}` headings."""
    sections: list[Section] = []
    heading, lines, start = None, [], 0
    for number, line in enumerate([*body.split("\n"), "## end {#end}"], start=1):
        if not line.startswith("## "):
            lines.append(line)
            continue
        if heading:
            sections.append(Section(heading["id"], heading["title"], "\n".join(lines).strip(), start))
        heading, lines, start = _HEADING.match(line), [], number
        if heading is None:
            raise ValueError(f"the heading «{line}» has no {{#id}}")
    return tuple(sections)


def _document(front: dict[str, Any], sections: tuple[Section, ...], language: Language) -> Document:
    return Document(
        id=front["id"],
        language=language,
        title=front["title"],
        kind=front["kind"],
        approaches=tuple(Approach(name) for name in front["approaches"] or ()),
        sections=sections,
        sources=tuple(
            Source(item["title"], item["url"], item["supports"], tuple(item.get("sections") or ()))
            for item in front["sources"] or ()
        ),
        caveats=tuple(Caveat(item["id"], tuple(item["sections"]), item["text"]) for item in front["caveats"] or ()),
        gaps=tuple(
            Gap(item["id"], tuple(item["known"] or ()), item["text"], tuple(item["questions"]))
            for item in front["gaps"] or ()
        ),
        premises=tuple(
            Premise(item["id"], item["section"], item["text"], item["quote"], tuple(item["claims"]))
            for item in front["premises"] or ()
        ),
        questions={section: tuple(items) for section, items in (front["questions"] or {}).items()},
        related=tuple(front["related"] or ()),
    )
