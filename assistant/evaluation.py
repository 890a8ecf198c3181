"""A question set run through the assistant, and the quality table that comes of it, with 95 % intervals."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from assistant.answer import Answer
from assistant.domain import Language, Outcome, Question, Reason
from assistant.errors import InputError
from assistant.metrics import percentile, wilson


class Kind(StrEnum):
    """What a question is to the corpus; see the contract."""

    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    GAP = "gap"
    PREMISE = "premise"
    SITUATION = "situation"


@dataclass(frozen=True)
class Asked:
    """A question of a set; `must_mention`: any of these in the answer's text shows that a premise was corrected."""

    id: str
    text: str
    language: Language
    kind: Kind
    expected: tuple[str, ...]
    must_mention: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A share with its 95 % Wilson interval."""

    name: str
    language: str
    right: int
    of: int
    low: float
    high: float


def read_questions(path: Path) -> list[Asked]:
    """Read a question set; InputError names the line that cannot be read."""
    asked = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read.", "Give the path of a JSON Lines file.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            asked.append(_asked(line, f"{path.name}, line {number}"))
    return asked


def _asked(line: str, place: str) -> Asked:
    try:
        row = json.loads(line)
        kind = Kind(row.get("kind") if row.get("kind") in set(Kind) else Kind.OUT_OF_SCOPE)
        expected, mention = tuple(row.get("expected") or ()), tuple(row.get("must_mention") or ())
        return Asked(row["id"], row["text"], _answered_in(row["language"]), kind, expected, mention)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{place}: {error}.", "CONTRACT: id, text, language, kind, expected.") from error


def _answered_in(language: str) -> Language:
    """Return the language of the answer: Danish and Swedish are answered in bokmål."""
    return Language.NB if language in ("da", "sv") else Language(language)


def is_declined(answer: Answer) -> bool:
    """Return True when nothing was claimed: abstained, blocked or asked back."""
    return answer.outcome in (Outcome.ABSTAINED, Outcome.CLARIFY, Outcome.BLOCKED)


def cites(answer: Answer, asked: Asked, first: bool = False) -> bool:
    """Return True when an expected document is among (or is the first of) those that the statements cite."""
    used = [answer.citations[number - 1].document_id for item in answer.statements for number in item.citations]
    return bool(set(used[:1] if first else used) & set(asked.expected))


def gap_named(answer: Answer, asked: Asked) -> bool:
    """Return True when the answer says that the guide is silent (and cites the right document, if any)."""
    return answer.reason is Reason.GUIDE_IS_SILENT and (not answer.statements or cites(answer, asked))


def premise_corrected(answer: Answer, asked: Asked) -> bool:
    """Return True when the truth stands in the text, from a right document."""
    text = answer.text.lower()
    mentioned = not asked.must_mention or any(words.lower() in text for words in asked.must_mention)
    return cites(answer, asked) and mentioned


_IN = (Kind.IN_SCOPE,)
_MEASURES: Mapping[str, tuple[Sequence[Kind], Callable[[Answer, Asked], bool]]] = {
    "right document cited": (_IN, cites),
    "right document first": (_IN, lambda answer, asked: cites(answer, asked, first=True)),
    "in scope, wrongly declined": (_IN, lambda answer, _: is_declined(answer)),
    "situation, right document cited": ((Kind.SITUATION,), cites),
    "situation, wrongly declined": ((Kind.SITUATION,), lambda answer, _: is_declined(answer)),
    "out of scope, declined": ((Kind.OUT_OF_SCOPE,), lambda answer, _: is_declined(answer)),
    "gap named": ((Kind.GAP,), gap_named),
    "premise corrected": ((Kind.PREMISE,), premise_corrected),
    "gap or premise right": (
        (Kind.GAP, Kind.PREMISE),
        lambda answer, asked: gap_named(answer, asked) if asked.kind is Kind.GAP else premise_corrected(answer, asked),
    ),
    "answer language right (four words or more)": (
        tuple(Kind),
        lambda answer, asked: answer.language == asked.language,
    ),
}


def measure(pairs: Sequence[tuple[Asked, Answer]]) -> list[Measure]:
    """Return every measure, over all languages and in each."""
    measures = []
    for name, (kinds, right) in _MEASURES.items():
        chosen = [(asked, answer) for asked, answer in pairs if asked.kind in kinds]
        if "four words" in name:
            chosen = [(asked, answer) for asked, answer in chosen if len(asked.text.split()) >= 4]
        groups: dict[str, list[bool]] = defaultdict(list)
        for asked, answer in chosen:
            for group in ("all", asked.language):
                groups[group].append(right(answer, asked))
        measures += [
            Measure(name, group, sum(found), len(found), *wilson(sum(found), len(found)))
            for group, found in sorted(groups.items(), key=lambda item: (item[0] != "all", item[0]))
        ]
    return measures


def run(
    asked: Sequence[Asked], answer: Callable[[Question], Answer], progress: Callable[[int, int], None] | None = None
) -> list[tuple[Asked, Answer]]:
    """Ask every question without naming its language."""
    pairs = []
    for place, item in enumerate(asked, start=1):
        pairs.append((item, answer(Question(item.text))))
        if progress:
            progress(place, len(asked))
    return pairs


def report(pairs: Sequence[tuple[Asked, Answer]], settings: Mapping[str, object]) -> dict[str, object]:
    """Return the quality table with the settings it was made with, and what went wrong by question id."""
    times = [answer.elapsed_ms for _, answer in pairs]
    return {
        "settings": dict(settings),
        "questions": len(pairs),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "measures": [asdict(item) for item in measure(pairs)],
    }


def table(measures: Sequence[Measure]) -> str:
    """Return the quality table as text: one line a measure, the languages side by side."""
    lines = [f"{'':44} {'all':>24} {'nb':>11} {'nn':>11} {'en':>11}"]
    by_name: dict[str, dict[str, Measure]] = defaultdict(dict)
    for item in measures:
        by_name[item.name][item.language] = item
    for name, found in by_name.items():
        whole = found["all"]
        share = f"{whole.right}/{whole.of} {whole.right / whole.of:.1%} [{whole.low:.0%}–{whole.high:.0%}]"
        each = [f"{found[code].right}/{found[code].of}" if code in found else "–" for code in ("nb", "nn", "en")]
        lines.append(f"{name:44} {share:>24} " + " ".join(f"{part:>11}" for part in each))
    return "\n".join(lines)
