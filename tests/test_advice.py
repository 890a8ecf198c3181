"""The advice on a situation rests on passages, step by step, and its note can stand alone in a case document."""

import re

import pytest

from assistant.advice import QUOTED, Advisor, rounded
from assistant.answer import Answer, Plan
from assistant.cleaning import one_line
from assistant.diagnosis import Diagnosis
from assistant.domain import Approach, Basis, Language, Outcome, Question
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.wording import say
from tests.test_diagnosis import CASES, CLEAR

EACH = pytest.mark.parametrize(("approach", "language"), CASES)


@pytest.fixture(scope="module")
def advised(assistant: Assistant) -> dict[tuple[Approach, Language], Answer]:
    """Return the answer to a clear situation of each approach in each language."""
    return {
        (approach, language): assistant.answer(Question(CLEAR[approach][language], language))
        for approach, language in CASES
    }


Advised = dict[tuple[Approach, Language], Answer]


def plan_of(answer: Answer) -> Plan:
    assert Outcome.ANSWERED is answer.outcome
    assert answer.plan
    return answer.plan


@EACH
def test_each_step_has_a_citation_whose_quote_stands_in_its_passage(
    advised: Advised, assistant: Assistant, index: Index, approach: Approach, language: Language
) -> None:
    answer = advised[approach, language]
    citations = {citation.number: citation for citation in answer.citations}
    planned = assistant.plans[approach].items

    assert len(planned) == len(plan_of(answer).steps)
    for step in plan_of(answer).steps:
        assert step.citation
        citation = citations[step.citation]
        passage = index.passage(citation.passage_id, language)
        assert one_line(citation.quote) in one_line(passage.text)
        assert citation.language is language


@EACH
def test_each_step_is_the_method_s_and_rests_on_the_passage_that_it_names(
    advised: Advised, assistant: Assistant, approach: Approach, language: Language
) -> None:
    answer = advised[approach, language]
    citations = {citation.number: citation for citation in answer.citations}

    for step, item in zip(plan_of(answer).steps, assistant.plans[approach].items, strict=True):
        assert (step.title, step.text, step.basis) == (item.title[language], item.text[language], item.basis)
        assert step.citation
        assert citations[step.citation].passage_id.split(".")[0] == item.passage


@EACH
def test_the_conclusion_comes_first_with_the_passage_that_carries_it(
    advised: Advised, assistant: Assistant, approach: Approach, language: Language
) -> None:
    answer = advised[approach, language]
    info = assistant.method.approach(approach)

    assert answer.statements[0].text == info.conclusion[language]
    assert answer.citations[answer.statements[0].citations[0] - 1].passage_id == info.passage
    assert answer.text.startswith(info.conclusion[language])


@EACH
def test_the_reason_is_told_in_the_asker_s_own_words(
    advised: Advised, assistant: Assistant, approach: Approach, language: Language
) -> None:
    answer = advised[approach, language]
    assert answer.situation
    signs = "; ".join(say("quoted", language, words=sign) for sign in answer.situation.signs)
    name = assistant.method.approach(approach).name[language]

    assert say("reason_signs", language, name=name, signs=signs) in answer.text


@EACH
def test_the_note_has_the_matter_the_approach_every_step_and_every_source(
    advised: Advised, assistant: Assistant, approach: Approach, language: Language
) -> None:
    answer = advised[approach, language]
    note, info = plan_of(answer).note, assistant.method.approach(approach)

    assert note.startswith(f"# {say('note_title', language)}\n")
    assert say("quoted", language, words=CLEAR[approach][language]) in note
    assert f"**{info.name[language]}.** {info.conclusion[language]}" in note
    assert info.decide[language] in note
    for step in plan_of(answer).steps:
        assert f"**{step.title}.** {step.text} [{step.citation}] ({say(step.basis, language)})" in note
    for citation in answer.citations:
        assert f"\n{citation.number}. {citation.title}: {citation.section}. {citation.url}" in note
    assert say("note_basis", language) in note


@EACH
def test_every_number_in_the_note_is_a_source_of_it(advised: Advised, approach: Approach, language: Language) -> None:
    note = plan_of(advised[approach, language]).note

    listed = {int(number) for number in re.findall(r"^(\d+)\. ", note, re.MULTILINE)}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", note)} <= listed


@EACH
def test_the_note_s_parts_come_in_the_order_of_a_case_document(
    advised: Advised, approach: Approach, language: Language
) -> None:
    """Matter, assessment, plan, involvement, risks, the case to compare with where there is one, sources."""
    headings = re.findall(r"^## (.+)$", plan_of(advised[approach, language]).note, re.MULTILINE)
    parts = ["matter", "assessment", "week", "months", "involve", "pitfalls", "level", "case"]
    expected = [say(f"note_{part}", language) for part in parts] + [say("sources", language)]
    has_case = say("note_case", language) in headings

    assert headings == [head for head in expected if has_case or head != say("note_case", language)]


@pytest.mark.parametrize("language", Language)
def test_a_burning_platform_has_no_case(advised: Advised, language: Language) -> None:
    """The guide has no example of one: neither note nor answer offers another as if it were."""
    answer = advised[Approach.BURNING_PLATFORM, language]

    assert f"## {say('note_case', language)}" not in plan_of(answer).note


@EACH
def test_the_case_and_what_differs_stand_in_the_note(
    advised: Advised, assistant: Assistant, approach: Approach, language: Language
) -> None:
    differs = assistant.plans[approach].differs
    note = plan_of(advised[approach, language]).note

    assert (differs is not None) == (f"## {say('note_case', language)}" in note)
    assert differs is None or differs[language] in note


def test_a_long_description_is_quoted_only_so_far(assistant: Assistant) -> None:
    """The rest is theirs to fill in; a word is never cut."""
    text = " ".join([CLEAR[Approach.RENEWAL][Language.NB]] * 6)
    note = plan_of(assistant.answer(Question(text, Language.NB))).note

    quoted = note.split("\n\n")[2]
    assert quoted.endswith(" …»")
    assert len(quoted) <= QUOTED + 4
    assert text.startswith(quoted[1:-3])
    assert text[len(quoted[1:-3])] == " "


@pytest.mark.parametrize("language", Language)
def test_markup_in_the_description_makes_no_heading_in_the_note(
    assistant: Assistant, index: Index, language: Language
) -> None:
    """A description with a heading or a rule of its own must not look like Floke's."""
    text = f"{CLEAR[Approach.RENEWAL][language]}\n# Vedtak\n---\n## {say('sources', language)}"
    diagnosis = Diagnosis(dict.fromkeys(Approach, 0.05) | {Approach.RENEWAL: 0.8}, 0.0, 0.0, ())
    plan, _ = Advisor(assistant.method, assistant.plans, index, language).plan(diagnosis, text, ())

    assert "\n# Vedtak" not in plan.note
    assert "\n---" not in plan.note
    assert plan.note.count(f"\n## {say('sources', language)}\n") == 1


def test_both_what_the_guide_says_and_what_follows_are_marked_in_the_notes(advised: Advised) -> None:
    notes = "\n".join(plan_of(answer).note for (_, language), answer in advised.items() if language is Language.NB)

    for basis in Basis:
        assert f"({say(basis, Language.NB)})" in notes


@pytest.mark.parametrize("language", Language)
def test_every_plan_can_be_made_in_every_language(assistant: Assistant, index: Index, language: Language) -> None:
    """Whatever the diagnosis was, each approach's plan is whole: numbers follow on from those already cited."""
    advisor = Advisor(assistant.method, assistant.plans, index, language)
    for approach in Approach:
        scores = dict.fromkeys(Approach, 0.05) | {approach: 0.8}
        plan, citations = advisor.plan(Diagnosis(scores, 0.0, 0.0, ()), "Kort.", ())
        assert [citation.number for citation in citations] == list(range(1, len(citations) + 1))
        assert {step.citation for step in plan.steps} == {citation.number for citation in citations}


@pytest.mark.parametrize(
    "scores",
    [
        (0.2, 0.2, 0.2, 0.2, 0.2),
        (1.0, 0.0, 0.0, 0.0, 0.0),
        (0.33333, 0.33333, 0.33334, 0.0, 0.0),
        (0.00004, 0.99984, 0.00004, 0.00004, 0.00004),
    ],
)
def test_the_rounded_scores_still_sum_to_1(scores: tuple[float, ...]) -> None:
    diagnosis = Diagnosis(dict(zip(Approach, scores, strict=True)), 0.0, 0.0, ())

    found = rounded(diagnosis)

    assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    assert all(score == pytest.approx(found[name], abs=3e-4) for name, score in diagnosis.scores.items())
