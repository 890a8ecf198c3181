"""Floke's words: the enumerations and frozen records that every other module speaks in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """Languages of corpus, answers and interface; all three are first class."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class Role(StrEnum):
    """Who asks; the role shapes the answer, never what it may claim."""

    LEADER = "leader"
    NEWCOMER = "newcomer"
    FACILITATOR = "facilitator"


class Approach(StrEnum):
    """The five answers to «which approach fits our situation?»."""

    BURNING_PLATFORM = "brennende-plattform"
    KNOWN_TANGLE = "kjent-floke"
    RENEWAL = "fornyelse"
    SYSTEMATIC = "systematisk"
    KNOWN_SOLUTION = "kjent-losning"


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    BLOCKED = "blocked"
    ERROR = "error"

    @property
    def has_evidence(self) -> bool:
        """True where the answer must rest on at least one citation."""
        return self in (Outcome.ANSWERED, Outcome.PARTIAL)


class Reason(StrEnum):
    """Why an outcome is not simply an answer; machine-readable."""

    NO_EVIDENCE = "no_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    GUIDE_IS_SILENT = "guide_is_silent"
    PREMISE_CORRECTED = "premise_corrected"
    TOO_VAGUE = "too_vague"
    ACUTE_DANGER = "acute_danger"
    PERSONAL_DATA = "personal_data"
    UNSUPPORTED = "unsupported"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    BAD_INPUT = "bad_input"
    STOPPED = "stopped"


class Basis(StrEnum):
    """Whether the guide says a step, or the step follows from what it says."""

    STATED = "stated"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was put; `language` is None when the caller leaves it to be detected.

    One that `continues` goes on with a topic that was answered, and is not asked back about. One that `repeats` is a
    sentence of the guide that more is asked about, and rests on no mistake.
    """

    text: str
    language: Language | None = None
    role: Role = Role.LEADER
    continues: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An outside page that a document rests on, and the sections it supports."""

    title: str
    url: str
    supports: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """Where a source errs, contradicts itself or is uncertain; shown with the sections it concerns."""

    id: str
    sections: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the sources are known not to tell, with the sections that tell what is known instead."""

    id: str
    known: tuple[str, ...]
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Premise:
    """A wrong belief that a section refutes: its correction, the sentence that shows it, ways of believing it."""

    id: str
    section: str
    text: str
    quote: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a document; `body` is Markdown without the heading line."""

    id: str
    heading: str
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the corpus in one language, with all that its front matter says."""

    id: str
    language: Language
    title: str
    kind: str
    approaches: tuple[Approach, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    gaps: tuple[Gap, ...] = ()
    premises: tuple[Premise, ...] = ()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and cited: a section, or a part of a long one (`#id.2`, `#id.3`, …)."""

    id: str
    document_id: str
    section_id: str
    language: Language
    title: str
    heading: str
    text: str

    @property
    def key(self) -> str:
        """Return the id of this language version in the stores."""
        return f"{self.language}:{self.id}"

    @property
    def embedded_text(self) -> str:
        """Return the text that is embedded and indexed: the section path belongs to it, but is never quoted."""
        return " ".join(part for part in (self.title, self.heading, self.text) if part)


class UnitKind(StrEnum):
    """How a quotable piece stands in its passage."""

    SENTENCE = "sentence"
    LEAD_IN = "lead_in"
    ITEM = "item"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest piece that is quoted: a sentence or a list item; `start` and `end` bound it in its passage's text."""

    passage_id: str
    language: Language
    position: int
    kind: UnitKind
    text: str
    start: int
    end: int


class CueKind(StrEnum):
    """What a remembered question tells about the question that resembles it."""

    ANSWERABLE = "answerable"
    GAP = "gap"
    PREMISE = "premise"


@dataclass(frozen=True, slots=True)
class Cue:
    """A question that an editor foresaw; `target` is a section id, a gap id or a premise id of the document."""

    kind: CueKind
    document_id: str
    target: str
    language: Language
    text: str

    @property
    def group(self) -> str:
        """Return the name of what it asks for, the same for all its wordings in all languages."""
        return f"{self.kind}:{self.document_id}#{self.target}"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each standardised signal counts; they need not sum to 1."""

    dense: float
    stems: float
    ngrams: float
