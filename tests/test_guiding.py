"""Answers to the guiding questions are read in any language, narrow the approaches, and always do so alike."""

import random

import pytest

from assistant.domain import Approach, Language, Outcome, Question
from assistant.guiding import Guided, narrowed, read_choices, telling_question, words_of
from assistant.method import Choice, Method
from assistant.pipeline import Assistant

EVEN = dict.fromkeys(Approach, 0.2)

FREE = {
    Language.NB: "Kommunen vår har en svømmehall som står tom halve uka, og vi sliter med å finne ut hva vi skal gjøre.",
    Language.NN: "Kommunen vår har ein symjehall som står tom halve veka, og vi slit med å finne ut kva vi skal gjere.",
    Language.EN: "Our municipality has a swimming hall that is empty half the week, and we struggle to find out what to do.",
}

TOWARDS = [
    (Approach.BURNING_PLATFORM, "kritisk-na", "ja"),
    (Approach.SYSTEMATIC, "en-sak-eller-hvor", "plan-eller-system"),
    (Approach.KNOWN_TANGLE, "hele-problemet", "nei"),
    (Approach.KNOWN_SOLUTION, "losningen-kjent", "ja"),
]
"""One answer that speaks for an approach alone."""


@pytest.fixture(scope="module")
def method(assistant: Assistant) -> Method:
    return assistant.method


def choice_of(method: Method, question: str, choice: str) -> Choice:
    found = next(item for item in method.distinguishing_questions if item.id == question)
    return next(item for item in found.choices if item.id == choice)


def all_choices(method: Method) -> list[Choice]:
    return [choice for question in method.distinguishing_questions for choice in question.choices]


@pytest.mark.parametrize("language", Language)
def test_every_answer_is_read_from_a_line_of_its_own(method: Method, language: Language) -> None:
    for choice in all_choices(method):
        assert choice in read_choices(choice.text[language], method).choices
        assert read_choices(choice.text[language], method).text == ""


@pytest.mark.parametrize("language", Language)
def test_no_two_answers_have_the_same_words(method: Method, language: Language) -> None:
    """Else an answer could not be told from its line."""
    texts = [choice.text[language].lower().rstrip(".") for choice in all_choices(method)]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("language", Language)
def test_what_was_written_freely_is_kept_and_the_answers_are_taken_out(method: Method, language: Language) -> None:
    first, second = choice_of(method, "kritisk-na", "nei"), choice_of(method, "losningen-kjent", "bare-ideer")
    text = f"{first.text[language]}\n{FREE[language]}\n{second.text[language]}\nA. B."

    assert read_choices(text, method) == Guided(f"{FREE[language]}\nA. B.", (first, second))


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda line: f"  {line}  ", lambda line: line.rstrip(".")])
def test_case_space_and_full_stop_do_not_matter(method: Method, change: object) -> None:
    choice = choice_of(method, "kritisk-na", "ja")

    assert read_choices(change(choice.text[Language.NB]), method).choices == (choice,)  # type: ignore[operator]


@pytest.mark.parametrize("language", Language)
def test_an_answer_inside_a_sentence_is_not_one(method: Method, language: Language) -> None:
    text = f"Dei sa: {choice_of(method, 'kritisk-na', 'ja').text[language]} Men det stemte ikkje."

    assert read_choices(text, method) == Guided(text, ())


@pytest.mark.parametrize("text", ["", "\n\n", "ja", "Hva er en floke?"])
def test_a_text_without_answers_has_none(method: Method, text: str) -> None:
    guided = read_choices(text, method)

    assert guided == Guided(text.strip(), ())
    assert set(guided.prior.values()) == {0.0}


def test_an_answer_speaks_for_what_it_points_to_and_against_what_it_points_away_from(method: Method) -> None:
    for choice in all_choices(method):
        prior = Guided("", (choice,)).prior
        assert {approach for approach, odds in prior.items() if odds > 0} == set(choice.points_to)
        assert {approach for approach, odds in prior.items() if odds < 0} == set(choice.points_away)


def test_the_order_of_the_answers_does_not_matter(assistant: Assistant, method: Method) -> None:
    """Neither to the prior nor to the answer."""
    chosen = [question.choices[0] for question in method.distinguishing_questions]
    shuffled = random.Random(4).sample(chosen, len(chosen))  # noqa: S311 (a repeatable choice)
    told = [assistant.answer(Question("\n".join(item.text["nb"] for item in row))) for row in (chosen, shuffled)]

    assert Guided("", tuple(chosen)).prior == Guided("", tuple(shuffled)).prior
    assert told[0].situation
    assert told[1].situation
    assert told[0].situation.scores == told[1].situation.scores
    assert told[0].plan is not None


@pytest.mark.parametrize("language", Language)
def test_the_same_answers_give_the_same_diagnosis_in_every_language(
    assistant: Assistant, method: Method, language: Language
) -> None:
    """Where only answers were given they alone decide: language cannot matter, nor the day."""
    for choice in all_choices(method):
        expected, found = (
            assistant.answer(Question(choice.text[name], name)).situation for name in (Language.NB, language)
        )
        assert expected
        assert found
        assert expected.scores == found.scores


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("approach", "question", "choice"), TOWARDS)
def test_an_answer_alone_leads_to_the_approach_that_it_points_to(
    assistant: Assistant, method: Method, approach: Approach, question: str, choice: str, language: Language
) -> None:
    answer = assistant.answer(Question(choice_of(method, question, choice).text[language], language))

    assert Outcome.ANSWERED is answer.outcome
    assert answer.situation
    assert approach is answer.situation.approach
    assert answer.situation.signs == ()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("approach", "question", "choice"), TOWARDS)
def test_an_answer_moves_what_was_told_freely(
    assistant: Assistant, method: Method, approach: Approach, question: str, choice: str, language: Language
) -> None:
    """The two ways may be combined: the answers narrow the free text's probabilities."""
    line = choice_of(method, question, choice).text[language]
    alone, narrower = (
        assistant.answer(Question(text, language)).situation for text in (FREE[language], f"{FREE[language]}\n{line}")
    )

    assert narrower
    before = alone.scores[approach] if alone else 0.2
    assert narrower.scores[approach] > before
    assert all(sign in FREE[language] for sign in narrower.signs)


def test_narrowing_raises_what_is_pointed_to_and_sums_to_1(method: Method) -> None:
    for choice in all_choices(method):
        after = narrowed(EVEN, choice)
        assert sum(after.values()) == pytest.approx(1)
        assert all(after[approach] < 0.2 for approach in choice.points_away)
        assert all(after[approach] > 0.2 for approach in choice.points_to if len(choice.points_to) < 3)


def test_the_question_asked_is_one_that_has_not_been_answered(method: Method) -> None:
    """Each in turn, until there is none left; then one is asked again rather than none."""
    answered: list[Choice] = []
    asked = []
    for _ in method.distinguishing_questions:
        question = telling_question(EVEN, method, answered)
        asked.append(question.id)
        answered.append(question.choices[-1])

    assert sorted(asked) == sorted(item.id for item in method.distinguishing_questions)
    assert telling_question(EVEN, method, answered) in method.distinguishing_questions


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        (Approach.BURNING_PLATFORM, Approach.KNOWN_TANGLE, "kritisk-na"),
        (Approach.KNOWN_SOLUTION, Approach.KNOWN_TANGLE, {"losningen-kjent", "hele-problemet"}),
    ],
)
def test_the_question_that_parts_the_two_likeliest_is_asked(
    method: Method, one: Approach, other: Approach, question: str | set[str]
) -> None:
    scores = dict.fromkeys(Approach, 0.01) | {one: 0.49, other: 0.48}

    assert telling_question(scores, method).id in ({question} if isinstance(question, str) else question)


def test_the_same_probabilities_ask_the_same_question(method: Method) -> None:
    backwards = dict(reversed(EVEN.items()))

    assert telling_question(EVEN, method) == telling_question(backwards, method)


@pytest.mark.parametrize("language", Language)
def test_a_question_and_its_answers_come_in_the_language_asked_for(method: Method, language: Language) -> None:
    for item in method.distinguishing_questions:
        text, choices = words_of(item, language)
        assert text == item.text[language]
        assert choices == tuple(choice.text[language] for choice in item.choices)


def test_the_guided_path_has_four_to_six_questions_that_reach_every_approach(method: Method) -> None:
    assert 4 <= len(method.distinguishing_questions) <= 6
    assert {approach for choice in all_choices(method) for approach in choice.points_to} == set(Approach)
