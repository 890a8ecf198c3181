"""Where a text's language versions say or hold different things: ids, order, references and figures must be alike."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain import Document, Language

LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


def differences(document: Document, original: Document) -> Iterator[str]:
    """Yield where a language version says or holds something else than the first one."""
    first = original.language
    for field, there in _frame(original).items():
        if _frame(document)[field] != there:
            yield f"{field} er ikke som i {first}. Gjør id-er, rekkefølge og henvisninger like i alle tre språk."
    here, there = section_ids(document), section_ids(original)
    if here != there:
        yield f"avsnittene er ikke som i {first} ({_unlike(here, there, first)}). Bruk samme id-er og rekkefølge."
    for section in document.sections:
        other = original.section(section.id)
        if other and (unlike := _unlike(_figures(section.body), _figures(other.body), first)):
            yield f"avsnittet «{section.id}» har andre tall enn {first} ({unlike}). Skriv de samme tallene, med sifre."


def _frame(document: Document) -> Mapping[str, object]:
    """Return what must be equal in all languages: all of the front matter that is not prose."""
    return {
        "kind": document.kind,
        "approaches": document.approaches,
        "sources": [(source.url, source.sections) for source in document.sources],
        "caveats": [(caveat.id, caveat.sections) for caveat in document.caveats],
        "gaps": [(gap.id, gap.known) for gap in document.gaps],
        "premises": [(premise.id, premise.section) for premise in document.premises],
        "related": document.related,
    }


def _unlike(here: Sequence[str], there: Sequence[str], first: Language) -> str:
    """Return what only one side has; where both have the same, that the order differs; nothing where they are equal."""
    extra, missing = Counter(here) - Counter(there), Counter(there) - Counter(here)
    parts = (("bare her", extra), (f"bare i {first}", missing))
    said = "; ".join(f"{place}: {', '.join(counted.elements())}" for place, counted in parts if counted)
    return said or ("" if list(here) == list(there) else "en annen rekkefølge")


def _figures(body: str) -> list[str]:
    """Return the figures of a section, sorted, since languages order a sentence differently; list numbers left out."""
    return sorted(re.findall(r"\d+", LIST_MARK.sub("", body)))


def section_ids(document: Document) -> tuple[str, ...]:
    """Return the ids of a text's sections, in their order."""
    return tuple(section.id for section in document.sections)
