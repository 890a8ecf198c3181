"""The journey of a question, from what was typed to an answer that is supported, or to saying why not."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.abstention import Verdict, judge
from assistant.advice import Advisor
from assistant.answer import Answer
from assistant.citations import Cited, cite
from assistant.cleaning import MAX_CHARACTERS, clean, one_line
from assistant.composition import (
    explained_terms,
    first_of,
    marked,
    render,
    term_drafts,
    term_lines,
    with_role,
    without_repetition,
)
from assistant.diagnosis import Diagnosis, diagnose
from assistant.domain import Approach, Language, Outcome, Question, Reason
from assistant.encoders import Encoder
from assistant.extraction import choose
from assistant.glossary import Glossary
from assistant.guiding import read_choices
from assistant.index import Index
from assistant.intent import is_acute_danger, is_advice
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

SAID = 3
"""Statements from the guide that follow the conclusion on a situation."""


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
    situations: Logistic

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
            return _declined(masked_question, language, Outcome.BLOCKED, Reason.PERSONAL_DATA)
        if not any(character.isalnum() for character in text):
            return _declined(replace(question, text=text), language, Outcome.ERROR, Reason.EMPTY)
        if len(text) > MAX_CHARACTERS:
            shortened = replace(question, text=text[:200] + " …")
            return _declined(shortened, language, Outcome.ERROR, Reason.TOO_LONG, limit=MAX_CHARACTERS)
        return None

    def _considered(self, question: Question) -> Answer:
        """Retrieve, decide, compose: an answer with citations, or one that says why there is none."""
        language = question.language or detect_language(question.text, self.settings.language)
        guided = read_choices(question.text, self.method)
        index, retrieval = self.index(), self.search(guided.text or question.text, language)
        diagnosis = diagnose(self.situations, retrieval, guided)
        verdict = judge(self.boundary, retrieval, index, self.glossary)
        if diagnosis.leaves_open(verdict.vague):
            return _with_danger(self._asked_back(question, language, diagnosis, index))
        if diagnosis.is_situation and verdict.kind is not Verdict.OUTSIDE:
            return self._advised(question, language, retrieval, index, diagnosis, guided.text)
        if verdict.kind is Verdict.OUTSIDE:
            near = suggestions(retrieval, (), index)
            return _with_danger(_declined(question, language, Outcome.ABSTAINED, Reason.OUT_OF_SCOPE, suggestions=near))
        met = limit_met(self.limits, retrieval, index)
        premise = wrong_premise(met, retrieval, index)
        if met.limit is Limit.GAP and (gap := gap_asked_for(retrieval, index)):
            return self._silent(question, language, gap, premise, retrieval, index)
        return self._supported(question, language, retrieval, index, premise)

    def _supported(
        self, question: Question, language: Language, retrieval: Retrieval, index: Index, premise: PremiseFound | None
    ) -> Answer:
        """Compose an answer from the best passages; a wrong premise is corrected first, a doubtful one last."""
        correction = [premise.draft] if premise else []
        chosen = choose(retrieval, index)
        drafts = correction + chosen if premise and premise.certain else chosen + correction
        basis = likely_approach(cite(drafts, index.corpus).citations, index, self.method)
        advice, danger = is_advice(question.text), is_acute_danger(question.text)
        terms = explained_terms(question, language, drafts, self.glossary)
        drafts = without_repetition([*term_drafts(terms, language, index), *drafts])
        cited = cite(with_role(question, language, drafts, basis, advice, self.method, index), index.corpus)
        if not cited.statements:
            return _declined(question, language, Outcome.ABSTAINED, Reason.UNSUPPORTED)
        opening = say("acute_danger", language) if danger else ""
        text = "\n\n".join([render(opening, cited, index, language), *term_lines(terms, language)])
        corrected = Reason.PREMISE_CORRECTED if premise and premise.certain else None
        reason = Reason.ACUTE_DANGER if danger else corrected
        return self._completed(question, language, Outcome.ANSWERED, reason, text, cited, retrieval, index)

    def _silent(
        self,
        question: Question,
        language: Language,
        gap: GapFound,
        premise: PremiseFound | None,
        retrieval: Retrieval,
        index: Index,
    ) -> Answer:
        """Say that the guide does not say, and what is known instead."""
        correction = [premise.draft] if premise else []
        cited = cite(without_repetition([*correction, *gap.known]), index.corpus)
        if not cited.statements:
            near = suggestions(retrieval, (), index)
            return _declined(
                question, language, Outcome.ABSTAINED, Reason.GUIDE_IS_SILENT, text=gap.text, suggestions=near
            )
        opening = f"{gap.text}\n\n{say('gap_known', language)}"
        text = render(opening, cited, index, language)
        reason = Reason.GUIDE_IS_SILENT
        return self._completed(question, language, Outcome.PARTIAL, reason, text, cited, retrieval, index)

    def _completed(
        self,
        question: Question,
        language: Language,
        outcome: Outcome,
        reason: Reason | None,
        text: str,
        cited: Cited,
        retrieval: Retrieval,
        index: Index,
        approach: Approach | None = None,
    ) -> Answer:
        """Add next steps, cases and follow-ups to what was said."""
        approach = approach or likely_approach(cited.citations, index, self.method)
        steps, citations = (
            next_steps(approach, self.method, index, language, cited.citations) if approach else ((), cited.citations)
        )
        return Answer(
            question=question.text,
            language=language,
            role=question.role,
            outcome=outcome,
            reason=reason,
            text=text,
            statements=cited.statements,
            citations=citations,
            next_steps=steps,
            cases=related_cases(cited.citations, approach, index, self.method),
            suggestions=suggestions(retrieval, cited.citations, index),
        )

    def _advised(
        self,
        question: Question,
        language: Language,
        retrieval: Retrieval,
        index: Index,
        diagnosis: Diagnosis,
        text: str,
    ) -> Answer:
        """Advise on a situation: the approach and why, what the guide says to it, and what to do."""
        advisor = Advisor(self.method, self.plans, index, language)
        chosen = first_of(choose(advisor.fitting(retrieval, diagnosis), index), SAID)
        drafts = without_repetition([advisor.conclusion(diagnosis.approach), *chosen])
        cited = cite(with_role(question, language, drafts, diagnosis.approach, True, self.method, index), index.corpus)
        danger = is_acute_danger(question.text)
        opening = [say("acute_danger", language)] if danger else []
        rest = replace(cited, statements=cited.statements[1:])
        parts = [*opening, marked(cited.statements[0]), advisor.reasons(diagnosis, text)]
        reason = Reason.ACUTE_DANGER if danger else None
        text_shown = "\n\n".join([*parts, render("", rest, index, language)])
        answer = self._completed(
            question, language, Outcome.ANSWERED, reason, text_shown, cited, retrieval, index, diagnosis.approach
        )
        plan, citations = advisor.plan(diagnosis, text or question.text, answer.citations)
        situation = advisor.situation(diagnosis, text, question.text, answer.statements[0].citations[0])
        return replace(answer, citations=citations, plan=plan, situation=situation)

    def _asked_back(self, question: Question, language: Language, diagnosis: Diagnosis, index: Index) -> Answer:
        """Ask the one question that would tell most."""
        situation = Advisor(self.method, self.plans, index, language).asked_back(diagnosis)
        declined = _declined(question, language, Outcome.CLARIFY, Reason.TOO_VAGUE)
        return replace(declined, situation=situation)


def _with_danger(declined: Answer) -> Answer:
    """Put the emergency line before anything else, also where Floke has no answer."""
    if not is_acute_danger(declined.question):
        return declined
    text = f"{say('acute_danger', declined.language)}\n\n{declined.text}"
    return replace(declined, text=text, reason=Reason.ACUTE_DANGER)


def _declined(
    question: Question,
    language: Language,
    outcome: Outcome,
    reason: Reason,
    text: str | None = None,
    suggestions: tuple[str, ...] = (),
    **values: object,
) -> Answer:
    return Answer(
        question=question.text,
        language=language,
        role=question.role,
        outcome=outcome,
        reason=reason,
        text=text or say(reason, language, **values),
        suggestions=suggestions,
    )
