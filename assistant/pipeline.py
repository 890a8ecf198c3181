"""The journey of a question, from what was typed to an answer that is supported, or to saying why not."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.abstention import judge
from assistant.advice import Advisor
from assistant.answer import Answer
from assistant.citations import Cited, cite
from assistant.cleaning import MAX_CHARACTERS, clean, one_line
from assistant.composition import (
    declined,
    explained_terms,
    first_of,
    marked,
    render,
    term_drafts,
    term_lines,
    with_role,
    without_repetition,
)
from assistant.danger import is_acute_danger
from assistant.diagnosis import Diagnosis, Diagnostics
from assistant.domain import Approach, Language, Outcome, Question, Reason
from assistant.encoders import Encoder
from assistant.extraction import choose
from assistant.followups import asked_in
from assistant.glossary import Glossary
from assistant.guiding import read_choices
from assistant.index import Index
from assistant.intent import is_advice
from assistant.known_limits import GapFound, Limit, PremiseFound, gap_asked_for, limit_met, wrong_premise
from assistant.language import detect_language
from assistant.logistic import Logistic
from assistant.method import Method
from assistant.plans import Plans
from assistant.privacy import contains_identity_number, masked
from assistant.retrieval import Retrieval, make_query, retrieve
from assistant.settings import Settings
from assistant.steps import likely_approach, next_steps, related_cases, suggestions
from assistant.wording import say

ASKED, SAID = 2, 3
"""Statements that follow the conclusion on a situation: on what is asked beside it, and on the situation."""

DEFINITE = 0.1
"""How vague a question may be, alone, to be answered beside advice, or where all of the text would be asked back about. Of
221 vague texts none has such a question in it; at 0.2 three have."""


@dataclass(frozen=True)
class Matter:
    """A question under consideration: the language of its answer, what was found in which index, and whether it is urgent."""

    question: Question
    language: Language
    retrieval: Retrieval
    index: Index
    in_danger: bool

    @property
    def opening(self) -> str:
        """Return the emergency line where somebody is in danger."""
        return say("acute_danger", self.language) if self.in_danger else ""

    @property
    def near(self) -> tuple[str, ...]:
        """Return what the guide covers near the question."""
        return suggestions(self.retrieval, (), self.index)

    def declined(self, outcome: Outcome, reason: Reason, text: str | None = None) -> Answer:
        """Return why there is no answer; the emergency line comes before anything else."""
        near = () if outcome is Outcome.CLARIFY else self.near
        answer = declined(self.question, self.language, outcome, reason, text, near)
        if not self.in_danger:
            return answer
        return replace(answer, text=f"{self.opening}\n\n{answer.text}", reason=Reason.ACUTE_DANGER)


@dataclass(frozen=True)
class Assistant:
    """Answers questions; `index` is asked for at each question, so that a new generation is picked up."""

    settings: Settings
    encoder: Encoder
    index: Callable[[], Index]
    method: Method
    glossary: Glossary
    boundary: Logistic
    limits: Logistic
    plans: Plans
    diagnostics: Diagnostics
    danger: Logistic

    def answer(self, question: Question) -> Answer:
        """Answer one question from the corpus, or say why not."""
        started = time.perf_counter()
        answer = self._refused(question) or self._considered(replace(question, text=clean(question.text)))
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 2))

    def search(self, text: str, language: Language | None = None) -> Retrieval:
        """Return the ranked passages for a query, with what was rejected."""
        text = one_line(clean(text))
        language = language or detect_language(text, self.settings.language)
        query = make_query(text, language, self.encoder, self.glossary)
        return retrieve(query, self.index(), self.settings.weights, self.settings.candidates)

    def _refused(self, question: Question) -> Answer | None:
        """Return why a text is not read at all: empty, too long, or with an identity number in it."""
        text = clean(question.text)
        language = question.language or self.settings.language
        if contains_identity_number(text):
            language = question.language or detect_language(masked(text), self.settings.language)
            masked_question = replace(question, text=masked(text))
            return declined(masked_question, language, Outcome.BLOCKED, Reason.PERSONAL_DATA)
        if not any(character.isalnum() for character in text):
            return declined(replace(question, text=text), language, Outcome.ERROR, Reason.EMPTY)
        if len(text) > MAX_CHARACTERS:
            shortened = replace(question, text=text[:200] + " …")
            return declined(shortened, language, Outcome.ERROR, Reason.TOO_LONG, limit=MAX_CHARACTERS)
        return None

    def _considered(self, question: Question) -> Answer:
        """Retrieve, decide, compose: an answer with citations, or one that says why there is none."""
        language = question.language or detect_language(question.text, self.settings.language)
        guided = read_choices(question.text, self.method)
        retrieval = self.search(guided.text or question.text, language)
        danger = is_acute_danger(self.danger, retrieval.query)
        matter = Matter(question, language, retrieval, self.index(), danger)
        diagnosis = self.diagnostics.diagnose(retrieval, guided)
        judgement = judge(self.boundary, retrieval, matter.index, self.glossary)
        vague = diagnosis.leaves_open(judgement.vague) and not judgement.is_surely_outside
        if vague and not question.continues:
            return self._asked_within(matter) or self._asked_back(matter, diagnosis)
        if diagnosis.is_situation and (diagnosis.is_clear or not judgement.is_outside):
            return self._advised(matter, diagnosis, guided.text)
        if judgement.is_outside:
            return matter.declined(Outcome.ABSTAINED, Reason.OUT_OF_SCOPE)
        return self._answered(matter)

    def _answered(self, matter: Matter) -> Answer:
        """Answer a question of fact or method, or say that the guide does not."""
        if matter.question.repeats:
            return self._supported(matter, None)
        met = limit_met(self.limits, matter.retrieval, matter.index)
        premise = wrong_premise(met, matter.retrieval, matter.index)
        if met.limit is Limit.GAP and (gap := gap_asked_for(matter.retrieval, matter.index)):
            return self._silent(matter, gap, premise)
        return self._supported(matter, premise)

    def _supported(self, matter: Matter, premise: PremiseFound | None) -> Answer:
        """Compose an answer from the best passages; a wrong premise is corrected first, a doubtful one last."""
        question, language, index = matter.question, matter.language, matter.index
        correction = [premise.draft] if premise else []
        chosen = choose(matter.retrieval, index)
        drafts = correction + chosen if premise and premise.certain else chosen + correction
        basis = likely_approach(cite(drafts, index.corpus).citations, index, self.method)
        terms = explained_terms(question, language, drafts, self.glossary)
        drafts = without_repetition([*term_drafts(terms, language, index), *drafts])
        drafts = with_role(question, language, drafts, basis, is_advice(question.text), self.method, index)
        cited = cite(drafts, index.corpus)
        if not cited.statements:
            return matter.declined(Outcome.ABSTAINED, Reason.UNSUPPORTED)
        text = "\n\n".join([render(matter.opening, cited, index, language), *term_lines(terms, language)])
        corrected = Reason.PREMISE_CORRECTED if premise and premise.certain else None
        answer = self._told(matter, text, cited)
        return replace(answer, reason=Reason.ACUTE_DANGER if matter.in_danger else corrected)

    def _silent(self, matter: Matter, gap: GapFound, premise: PremiseFound | None) -> Answer:
        """Say that the guide does not say, and what is known instead."""
        correction = [premise.draft] if premise else []
        cited = cite(without_repetition([*correction, *gap.known]), matter.index.corpus)
        if not cited.statements:
            return matter.declined(Outcome.ABSTAINED, Reason.GUIDE_IS_SILENT, gap.text)
        opening = "\n\n".join(filter(None, [matter.opening, gap.text, say("gap_known", matter.language)]))
        answer = self._told(matter, render(opening, cited, matter.index, matter.language), cited)
        return replace(answer, outcome=Outcome.PARTIAL, reason=Reason.GUIDE_IS_SILENT)

    def _told(self, matter: Matter, text: str, cited: Cited, approach: Approach | None = None) -> Answer:
        """Return what was said with next steps, cases and follow-ups."""
        index, language = matter.index, matter.language
        approach = approach or likely_approach(cited.citations, index, self.method)
        steps, citations = (
            next_steps(approach, self.method, index, language, cited.citations) if approach else ((), cited.citations)
        )
        return Answer(
            question=matter.question.text,
            language=language,
            role=matter.question.role,
            outcome=Outcome.ANSWERED,
            text=text,
            statements=cited.statements,
            citations=citations,
            next_steps=steps,
            cases=related_cases(cited.citations, approach, index, self.method),
            suggestions=suggestions(matter.retrieval, cited.citations, index),
        )

    def _advised(self, matter: Matter, diagnosis: Diagnosis, told: str) -> Answer:
        """Advise on a situation `told` in free text: the approach and why, what the guide says to it, and what to do."""
        question, language, index = matter.question, matter.language, matter.index
        advisor = Advisor(self.method, self.plans, index, language)
        asked = self._definite(matter)
        chosen = first_of(choose(asked, index), ASKED) if asked else []
        chosen += first_of(choose(advisor.fitting(matter.retrieval, diagnosis), index), SAID)
        drafts = without_repetition([advisor.conclusion(diagnosis.approach), *chosen])
        cited = cite(with_role(question, language, drafts, diagnosis.approach, True, self.method, index), index.corpus)
        rest = render("", replace(cited, statements=cited.statements[1:]), index, language)
        parts = [matter.opening, marked(cited.statements[0]), advisor.reasons(diagnosis, told), rest]
        answer = self._told(matter, "\n\n".join(filter(None, parts)), cited, diagnosis.approach)
        plan, citations = advisor.plan(diagnosis, told or question.text, answer.citations)
        situation = advisor.situation(diagnosis, told, question.text, answer.statements[0].citations[0])
        reason = Reason.ACUTE_DANGER if matter.in_danger else None
        return replace(answer, reason=reason, citations=citations, plan=plan, situation=situation)

    def _asked_within(self, matter: Matter) -> Answer | None:
        """Answer the definite question that is asked beside a background; None where none is, or it tells a situation."""
        asked = self._definite(matter)
        if not asked or self.diagnostics.diagnose(asked, read_choices(asked.query.text, self.method)).is_situation:
            return None
        return self._answered(replace(matter, retrieval=asked))

    def _definite(self, matter: Matter) -> Retrieval | None:
        """Search for the questions of a text without their background; None where it is not both, or they are vague alone.

        Whether they are within reach is told by the questions and by all of the text, half each.
        """
        asked = asked_in(matter.question.text)
        if not asked:
            return None
        retrieval = self.search(asked, matter.language)
        alone, whole = (
            judge(self.boundary, found, matter.index, self.glossary) for found in (retrieval, matter.retrieval)
        )
        is_outside = replace(alone, outside=(alone.outside + whole.outside) / 2).is_outside
        return retrieval if alone.vague < DEFINITE and not is_outside else None

    def _asked_back(self, matter: Matter, diagnosis: Diagnosis) -> Answer:
        """Ask the one question that would tell most."""
        situation = Advisor(self.method, self.plans, matter.index, matter.language).asked_back(diagnosis)
        return replace(matter.declined(Outcome.CLARIFY, Reason.TOO_VAGUE), situation=situation)
