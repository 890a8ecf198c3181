"""From a diagnosis to advice: the situation as the answer object tells it, the plan, and a note for a case document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Plan, Situation, Span, Step
from assistant.citations import Draft, cite
from assistant.cleaning import one_line
from assistant.diagnosis import Diagnosis
from assistant.domain import Approach, Language, Passage
from assistant.guiding import telling_question, words_of
from assistant.index import Index
from assistant.method import Method, MethodStep
from assistant.plans import Plans
from assistant.retrieval import Retrieval
from assistant.signs import spoken
from assistant.steps import FACTUAL_KINDS, closest_words
from assistant.wording import say

QUOTED = 300
"""Characters of the asker's own description in the note; the rest is theirs to fill in."""


@dataclass(frozen=True)
class Advisor:
    """What advice is made of: the method, the plans, the index and the language of the answer."""

    method: Method
    plans: Plans
    index: Index
    language: Language

    def conclusion(self, approach: Approach) -> Draft:
        """Return what the method concludes for an approach, with the passage that carries it."""
        info = self.method.approach(approach)
        return self._draft(info.conclusion[self.language], info.passage)

    def fitting(self, retrieval: Retrieval, diagnosis: Diagnosis) -> Retrieval:
        """Return the hits that speak to the chosen approach: a plan mentioned in a flood is beside the point."""
        if diagnosis.may_be_plain:
            return retrieval
        chosen = diagnosis.approach
        used = self._rests_on(chosen)
        others = set().union(*(self._rests_on(item) for item in Approach if item is not chosen)) - used
        hits = [hit for hit in retrieval.hits if self._speaks_to(hit.passage, chosen, used, others)]
        return replace(retrieval, hits=tuple(hits)) if hits else retrieval

    def _rests_on(self, approach: Approach) -> set[str]:
        """Return the passages that an approach, its steps and its plan rest on."""
        info = self.method.approach(approach)
        return {info.passage, *(item.passage for item in (*info.steps, *self.plans[approach].items[:-1]))}

    def _speaks_to(self, passage: Passage, approach: Approach, used: set[str], others: set[str]) -> bool:
        """Return True for passages that the approach rests on, and of the guide on it; cases and other approaches stand apart."""
        document, place = (
            self.index.corpus.document(passage.document_id, self.language),
            f"{passage.document_id}#{passage.section_id}",
        )
        of_it = document.kind not in (*FACTUAL_KINDS, "case") and approach in document.approaches
        return place in used or (of_it and place not in others)

    def reasons(self, diagnosis: Diagnosis, text: str) -> str:
        """Return the reason in the asker's own words, and what else competes with the approach."""
        name = self.name(diagnosis.approach)
        words = "; ".join(say("quoted", self.language, words=sign) for sign in spoken(text, diagnosis.signs))
        parts = [say("reason_signs", self.language, name=name, signs=words)] if words else []
        parts = parts or [say("reason_answers", self.language, name=name)]
        if second := diagnosis.runner_up:
            first = self.plans[diagnosis.approach].competing[self.language]
            parts.append(say("reason_second", self.language, name=self.name(second), first=first))
        return " ".join(parts)

    def situation(self, diagnosis: Diagnosis, text: str, asked: str, number: int | None) -> Situation:
        """Return the situation told in `text`, a part of what was `asked`; citation `number` carries the conclusion."""
        before = max(asked.find(text), 0)
        signs = spoken(text, diagnosis.signs)
        clauses = zip(signs, diagnosis.signs, strict=True)
        others = [item for item in diagnosis.ranked[1:] if item is not diagnosis.runner_up]
        question, choices = ("", ()) if diagnosis.certain else self._asks(diagnosis)
        return Situation(
            approach=diagnosis.approach,
            scores=rounded(diagnosis),
            certain=diagnosis.certain,
            signs=signs,
            reasons=tuple(Span(sign, before + clause.start, before + clause.end, number) for sign, clause in clauses),
            against=tuple(f"{self.name(item)}: {self.plans[item].against[self.language]}" for item in others),
            runner_up=diagnosis.runner_up,
            question=question or None,
            choices=choices,
        )

    def asked_back(self, diagnosis: Diagnosis) -> Situation:
        """Return the one question that tells most, where the text is too vague for an approach."""
        question, choices = self._asks(diagnosis)
        return Situation(scores=rounded(diagnosis), question=question, choices=choices)

    def plan(self, diagnosis: Diagnosis, text: str, cited: Sequence[Citation]) -> tuple[Plan, tuple[Citation, ...]]:
        """Return the plan of the chosen approach, and all citations with those that its steps add."""
        chosen = self.plans[diagnosis.approach]
        citations = tuple(cited)
        made: list[Step] = []
        for item in chosen.items:
            step, citations = self._step(item, citations)
            made.append(step)
        ends = [len(chosen.first_week), len(chosen.three_months), len(chosen.involve), len(chosen.pitfalls)]
        week, months, involve, pitfalls = (tuple(made[sum(ends[:i]) : sum(ends[: i + 1])]) for i in range(4))
        note = self._note(diagnosis, text, (week, months, involve, pitfalls, (made[-1],)), citations)
        return Plan(week, months, involve, pitfalls, made[-1], note), citations

    def name(self, approach: Approach) -> str:
        """Return the approach's name."""
        return self.method.approach(approach).name[self.language]

    def _asks(self, diagnosis: Diagnosis) -> tuple[str, tuple[str, ...]]:
        return words_of(telling_question(diagnosis.scores, self.method, diagnosis.answered), self.language)

    def _draft(self, text: str, passage_id: str) -> Draft:
        passage = self.index.passage(passage_id, self.language)
        return Draft(text, passage, closest_words(passage, text, self.index))

    def _step(self, item: MethodStep, cited: tuple[Citation, ...]) -> tuple[Step, tuple[Citation, ...]]:
        text = item.text[self.language]
        found = cite([self._draft(text, item.passage)], self.index.corpus, cited)
        number = found.statements[0].citations[0] if found.statements else None
        return Step(item.title[self.language], text, number, item.basis), found.citations

    def _note(
        self, diagnosis: Diagnosis, text: str, parts: Sequence[Sequence[Step]], citations: Sequence[Citation]
    ) -> str:
        """Write the decision note in Markdown: matter, assessment, plan, involvement, risks, sources."""
        language, info = self.language, self.method.approach(diagnosis.approach)
        matter = one_line(text)  # a heading in a description would look like one of the note
        matter = matter if len(matter) <= QUOTED else matter[:QUOTED].rsplit(" ", 1)[0] + " …"
        heads = ("note_week", "note_months", "note_involve", "note_pitfalls", "note_level")
        lines = [
            f"# {say('note_title', language)}",
            f"## {say('note_matter', language)}",
            say("quoted", language, words=matter),
        ]
        lines += [f"## {say('note_assessment', language)}", f"**{info.name[language]}.** {info.conclusion[language]}"]
        lines += [self.reasons(diagnosis, text), info.decide[language]]
        for head, steps in zip(heads, parts, strict=True):
            lines += [f"## {say(head, language)}", "\n".join(self._line(step) for step in steps)]
        if differs := self.plans[diagnosis.approach].differs:
            lines += [f"## {say('note_case', language)}", differs[language]]
        lines += [f"## {say('sources', language)}", _sources(citations), f"*{say('note_basis', language)}*"]
        return "\n\n".join(line for line in lines if line)

    def _line(self, step: Step) -> str:
        mark = f" [{step.citation}]" if step.citation else ""
        return f"- **{step.title}.** {step.text}{mark} ({say(step.basis, self.language)})"


def rounded(diagnosis: Diagnosis) -> dict[str, float]:
    """Return the probabilities with four decimals, the rounding put right on the largest so that they sum to 1."""
    told = {str(item): round(score, 4) for item, score in diagnosis.scores.items()}
    first = str(diagnosis.approach)
    return told | {first: round(told[first] + 1.0 - sum(told.values()), 4)}


def _sources(citations: Sequence[Citation]) -> str:
    return "\n".join(f"{item.number}. {item.title}: {item.section}. {item.url}".rstrip() for item in citations)
