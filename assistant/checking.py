"""What an editor should mend in the corpus: one line a problem, in bokmål, with the file first and what to do last."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.checking_languages import LIST_MARK, differences, section_ids
from assistant.checking_method import method_problems, reason_of
from assistant.chunking import Block, blocks_of
from assistant.corpus import read_document
from assistant.domain import Document, Language
from assistant.errors import CorpusError

KINDS = ("guide", "case", "method", "plan", "background")
"""What a text can be about."""

_PLAIN_BLOCKS = {"paragraph", "bullet_list", "ordered_list"}
_PLAIN_TOKENS = {"text", "softbreak", "text_special"}
_ADDRESS = re.compile(r"https?://|www\.")
_KEY = re.compile(r"^( {0,2}[^\s#:-][^:\n]*):(?:\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that could be read; `front` and `opening` (what stands above the first section) are as written."""

    file: str
    document: Document
    front: str
    opening: str


def problems(corpus_dir: Path) -> list[str]:
    """Return every problem of the corpus, the texts first, then `method.yaml` and `glossary.yaml`."""
    names = sorted({path.stem for language in Language for path in (corpus_dir / language).glob("*.md")})
    if not names:
        return [f"{corpus_dir}: ingen tekster. Sett FLOKE_CORPUS_DIR til mappen som har nb/, nn/ og en/."]
    found: list[str] = []
    texts: dict[str, list[_Text]] = {}
    for name in names:
        read = [_read(corpus_dir, language, name) for language in Language]
        found += [item for item in read if isinstance(item, str)]
        texts[name] = [item for item in read if isinstance(item, _Text)]
        found += _problems_of(texts[name], names)
    sections = {name: section_ids(versions[0].document) if versions else () for name, versions in texts.items()}
    return [
        *found,
        *method_problems(corpus_dir, sections),
    ]


def _read(corpus_dir: Path, language: Language, name: str) -> _Text | str:
    """Return the text, or the problem that keeps it from being read."""
    file, path = f"{language}/{name}.md", corpus_dir / language / f"{name}.md"
    if not path.exists():
        return f"{file}: filen mangler. Skriv teksten på dette språket også, med de samme avsnittene."
    try:
        document = read_document(path, language)
        _, front, body = ("\n" + path.read_text(encoding="utf-8").replace("\r\n", "\n")).split("\n---\n", 2)
    except (CorpusError, OSError) as error:
        return (
            f"{file}: kan ikke leses ({reason_of(error, file, lines_above=1)}). Rett det, slik corpus/README.md viser."
        )
    return _Text(file, document, front, re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0])


def _problems_of(versions: Sequence[_Text], names: Collection[str]) -> Iterator[str]:
    """Yield what is wrong in each language version of a document, and where it differs from the first."""
    for text in versions:
        for message in _within(text, names):
            yield f"{text.file}: {message}"
    for text in versions[1:]:
        for message in differences(text.document, versions[0].document):
            yield f"{text.file}: {message}"


def _within(text: _Text, names: Collection[str]) -> Iterator[str]:
    document = text.document
    yield from _identity(text)
    yield from _opening(text)
    yield from _repeated(text)
    yield from _sections(document)
    yield from _references(document)
    yield from _quotes(document)
    yield from _foreseen(document)
    yield from _related(document, names)


def _identity(text: _Text) -> Iterator[str]:
    """Yield where the id is not the file's name, or the kind not one of five."""
    name = Path(text.file).stem
    if text.document.id != name:
        yield f"id er «{text.document.id}», men filen heter {name}.md. Skriv id: {name}."
    if text.document.kind not in KINDS:
        yield f"kind er «{text.document.kind}». Bruk {', '.join(KINDS[:-1])} eller {KINDS[-1]}."


def _opening(text: _Text) -> Iterator[str]:
    """Yield what stands above the first section beside the title of the front matter."""
    first, _, rest = text.opening.strip().partition("\n")
    if first != f"# {text.document.title}":
        yield f"overskriften «{first}» er ikke lik title. Skriv «# {text.document.title}» under hodet."
    if rest.strip():
        yield f"«{_short(rest)}» står over det første avsnittet og blir aldri vist. Flytt det inn i et avsnitt."


def _repeated(text: _Text) -> Iterator[str]:
    """Yield names used twice: YAML keeps the last of two equal keys, and a cue finds the first of two equal ids."""
    document = text.document
    for key in _twice(_KEY.findall(text.front)):
        yield f"feltet «{key.strip()}» står to ganger i hodet, og bare det siste blir lest. Slå dem sammen."
    for section in _twice(section_ids(document)):
        yield f"to avsnitt har id-en «{section}». Gi det nyeste en ny id."
    for kind, ids in _item_ids(document).items():
        for repeated in _twice(ids):
            yield f"id-en «{repeated}» står to ganger i {kind}. Gi den nyeste en ny id."


def _sections(document: Document) -> Iterator[str]:
    """Yield sections without text, or with more than sentences and lists: that cannot be quoted as it stands."""
    if not document.sections:
        yield "ingen avsnitt. Skriv minst ett, med overskrift på formen «## Hva er dette? {#hva-er-dette}»."
    for section in document.sections:
        if not section.body:
            yield f"avsnittet «{section.id}» er tomt. Skriv teksten eller fjern avsnittet."
        for markup in _markup(section.body):
            yield f"avsnittet «{section.id}» har {markup}. Skriv det som hele setninger eller en punktliste."


def _markup(body: str) -> Iterator[str]:
    """Yield what stands in the text beside sentences and lists, each kind once."""
    names = {"table": "en tabell", "link_open": "en lenke", "heading": "en underoverskrift", "image": "et bilde"}
    blocks = blocks_of(body)
    kinds = [kind for block in blocks for kind in _unusual(block)]
    if "link_open" not in kinds and _ADDRESS.search(body):
        kinds.append("link_open")
    yield from dict.fromkeys(names.get(kind, "utheving, kode, sitatblokk eller HTML") for kind in kinds)


def _unusual(block: Block) -> Iterator[str]:
    """Yield the parser's names for what a block has beside plain text."""
    if block.kind not in _PLAIN_BLOCKS:
        yield block.kind
    for token in block.tokens:
        for child in token.children or ():
            if child.nesting != -1 and child.type not in _PLAIN_TOKENS:
                yield child.type


def _references(document: Document) -> Iterator[str]:
    """Yield what the front matter says of sections that are not in the text."""
    known = section_ids(document)
    for place, sections in _pointers(document):
        for section in sections:
            if section not in known:
                yield f"{place} peker til avsnittet «{section}», som ikke finnes. Bruk en id fra teksten."


def _pointers(document: Document) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each thing in the front matter that names sections, with the sections."""
    yield from ((f"kilden «{source.title}»", source.sections) for source in document.sources)
    yield from ((f"forbeholdet «{caveat.id}»", caveat.sections) for caveat in document.caveats)
    yield from ((f"hullet «{gap.id}»", gap.known) for gap in document.gaps)
    yield from ((f"premisset «{premise.id}»", (premise.section,)) for premise in document.premises)
    yield "questions", document.questions


def _quotes(document: Document) -> Iterator[str]:
    """Yield premises whose correcting words do not stand in the section they name."""
    for premise in document.premises:
        section = document.section(premise.section)
        if section and (not premise.quote or _one_line(premise.quote) not in _running(section.body)):
            yield (
                f"sitatet i premisset «{premise.id}» står ikke ordrett i avsnittet «{premise.section}». "
                "Kopier én setning derfra tegn for tegn."
            )


def _foreseen(document: Document) -> Iterator[str]:
    """Yield sections, gaps and premises without the foreseen questions that they are found by."""
    asked = [
        (f"avsnittet «{section.id}»", "questions", document.questions.get(section.id, ()))
        for section in document.sections
    ]
    asked += [(f"hullet «{gap.id}»", "questions", gap.questions) for gap in document.gaps]
    asked += [(f"premisset «{premise.id}»", "claims", premise.claims) for premise in document.premises]
    for place, field, texts in asked:
        if not texts:
            yield f"{place} har ingen spørsmål. Skriv to eller tre under {field}, slik folk ville spurt."
        elif not all(len(str(text).strip()) > 1 for text in texts):
            yield f"{place} har spørsmål som ikke er tekst. Skriv {field} som en liste, én tekst per linje."


def _related(document: Document, names: Collection[str]) -> Iterator[str]:
    for name in document.related:
        if name not in names:
            yield f"related nevner «{name}», som ikke finnes. Bruk filnavnet uten .md, eller fjern det."
        elif name == document.id:
            yield "related nevner teksten selv. Fjern det."


def _item_ids(document: Document) -> Mapping[str, Sequence[str]]:
    return {
        "caveats": [caveat.id for caveat in document.caveats],
        "gaps": [gap.id for gap in document.gaps],
        "premises": [premise.id for premise in document.premises],
    }


def _twice(ids: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(ids).items() if count > 1]


def _running(body: str) -> str:
    """Return a section as running text, without list marks."""
    return _one_line(LIST_MARK.sub("", body))


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


def _short(text: str, width: int = 40) -> str:
    line = _one_line(text)
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
