"""What an editor should mend beside the texts: the method, the plans, the glossary and the labelled situations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import CorpusError
from assistant.glossary import read_glossary
from assistant.labelled import read_situations
from assistant.method import Method, read_method
from assistant.plans import read_plans

Sections = Mapping[str, Sequence[str]]
"""Document id to the ids of its sections; none where the text cannot be read."""

_YAML_PLACE = re.compile(r'in "<unicode string>", line (\d+)')


def method_problems(corpus_dir: Path, sections: Sections) -> Iterator[str]:
    """Yield what is wrong in the files beside the texts; plans and situations may be missing in a corpus without them."""
    yield from _of_method(corpus_dir / "method.yaml", sections)
    yield from _of_glossary(corpus_dir / "glossary.yaml", sections)
    if (plans := corpus_dir / "plans.yaml").exists():
        yield from _of_plans(plans, sections)
    if (situations := corpus_dir / "situations.jsonl").exists():
        yield from _of_situations(situations)


def _of_plans(path: Path, sections: Sections) -> Iterator[str]:
    """Yield what `plans.yaml` rests on that is not in the texts."""
    try:
        plans = read_plans(path)
    except CorpusError as error:
        yield _unreadable(path, error)
        return
    for approach, plan in plans.items():
        for item in plan.items:
            yield from _missing(path, f"{approach}, {item.id}", item.passage, sections)
        if plan.case and plan.case not in sections:
            yield f"{path.name}: {approach} nevner eksempelet «{plan.case}», som ikke finnes. Bruk filnavnet uten .md."


def _of_situations(path: Path) -> Iterator[str]:
    """Yield the first line of `situations.jsonl` that cannot be read, and ids that stand twice."""
    try:
        names = [item.id for item in read_situations(path)]
    except CorpusError as error:
        yield _unreadable(path, error)
        return
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{path.name}: id-en «{name}» står to ganger. Gi den nyeste en ny id."


def reason_of(error: Exception, file: str, lines_above: int) -> str:
    """Return what an error says on one line, without the file, with line numbers as an editor counts them."""
    said = error.message if isinstance(error, CorpusError) else str(error)
    said = " ".join(said.split(f"{file}: ", 1)[-1].split()).rstrip(".")
    said = re.sub(
        r"^KeyError: '(\w+)'|^'(\w+)' is missing", lambda found: f"feltet «{found[1] or found[2]}» mangler", said
    )
    return _YAML_PLACE.sub(lambda found: f"i linje {int(found[1]) + lines_above}", said)


def _of_method(path: Path, sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what `method.yaml` rests on that is not in the texts."""
    try:
        method = read_method(path)
    except CorpusError as error:
        yield _unreadable(path, error)
        return
    for place, passage in _method_passages(method):
        yield from _missing(path, place, passage, sections)
    for info in method.approaches:
        for case in info.cases:
            if case not in sections:
                yield f"{path.name}: {info.id} nevner eksempelet «{case}», som ikke finnes. Bruk filnavnet uten .md."


def _method_passages(method: Method) -> Iterator[tuple[str, str]]:
    """Yield the id of each thing in the method with the passage that it rests on."""
    for info in method.approaches:
        yield info.id, info.passage
        yield from ((f"{info.id}, {step.id}", step.passage) for step in info.steps)
    yield from ((question.id, question.passage) for question in method.distinguishing_questions)
    yield from ((item.id, item.passage) for item in method.facilitation)


def _of_glossary(path: Path, sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the entries of `glossary.yaml` whose passages are not in the texts."""
    try:
        glossary = read_glossary(path)
    except CorpusError as error:
        yield _unreadable(path, error)
        return
    for entry in glossary.entries:
        if entry.passage is not None:
            yield from _missing(path, entry.id, entry.passage, sections)


def _missing(path: Path, place: str, passage: str, sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a problem where a passage is not in the texts; one that cannot be read (no sections) is known already."""
    document, _, section = passage.partition("#")
    if document not in sections or (sections[document] and section not in sections[document]):
        yield f"{path.name}: {place} peker til «{passage}», som ikke finnes. Skriv tekst#avsnitt, med id-er fra nb/."


def _unreadable(path: Path, error: CorpusError) -> str:
    reason = reason_of(error, str(path), lines_above=0)
    return f"{path.name}: kan ikke leses ({reason}). Rett det, slik resten av filen viser."
