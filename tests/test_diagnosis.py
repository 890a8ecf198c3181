"""Which approach a situation calls for: by its meaning, with the asker's own words as reasons, or asking back.

The situations are written for these tests; nobody learnt from them.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.diagnosis import CERTAIN, situation_row
from assistant.domain import Approach, Language, Outcome, Question, Reason
from assistant.guiding import read_choices
from assistant.pipeline import Assistant
from assistant.signs import clauses, spoken
from assistant.wording import say

CLEAR: dict[Approach, dict[Language, str]] = {
    Approach.BURNING_PLATFORM: {
        Language.NB: "Sagbruket slo seg konkurs i går. To hundre mistet jobben, og uten det har vi ingen bygd om et halvt år. Vi må handle nå.",
        Language.NN: "Sagbruket gjekk konkurs i går. To hundre mista jobben, og utan det har vi inga bygd om eit halvt år. Vi må handle no.",
        Language.EN: "The sawmill went bankrupt yesterday. Two hundred people lost their jobs, and without it there is no village in six months. We must act now.",
    },
    Approach.KNOWN_TANGLE: {
        Language.NB: "Stadig flere unge isolerer seg hjemme. Skolen, helsesøster og foreldrene ser hver sin bit, og vi forstår ikke årsakene godt nok til å gjøre noe.",
        Language.NN: "Stadig fleire unge isolerer seg heime. Skulen, helsesøster og foreldra ser kvar sin bit, og vi forstår ikkje årsakene godt nok til å gjere noko.",
        Language.EN: "More and more young people isolate themselves at home. School, nurse and parents each see one piece, and we do not understand the causes well enough to act.",
    },
    Approach.RENEWAL: {
        Language.NB: "Biblioteket er forbedret så langt det går, og flere justeringer hjelper ikke lenger. Vi må finne en helt ny måte å være bibliotek på, sammen med dem som bruker det.",
        Language.NN: "Biblioteket er forbetra så langt det går, og fleire justeringar hjelper ikkje lenger. Vi må finne ein heilt ny måte å vere bibliotek på, saman med dei som bruker det.",
        Language.EN: "The library has been improved as far as it goes, and more adjustments no longer help. We must find a whole new way of being a library, together with those who use it.",
    },
    Approach.SYSTEMATIC: {
        Language.NB: "Kommunedirektøren vil ha en oversikt over hvor i organisasjonen vi trenger å innovere, og en strategi for de neste fire årene.",
        Language.NN: "Kommunedirektøren vil ha eit oversyn over kvar i organisasjonen vi treng å innovere, og ein strategi for dei neste fire åra.",
        Language.EN: "The chief executive wants an overview of where in the organisation we need to innovate, and a strategy for the next four years.",
    },
    Approach.KNOWN_SOLUTION: {
        Language.NB: "Nabokommunen har brukt digitale dørlåser i hjemmetjenesten i fem år. Vi har sett at det virker, og skal bare innføre det samme hos oss.",
        Language.NN: "Nabokommunen har brukt digitale dørlåsar i heimetenesta i fem år. Vi har sett at det verkar, og skal berre innføre det same hos oss.",
        Language.EN: "The neighbouring municipality has used digital door locks in home care for five years. We have seen that it works, and will simply introduce the same.",
    },
}

TRAPS: dict[str, tuple[Approach, dict[Language, tuple[str, ...]]]] = {
    "a crisis since 2015 is no burning platform": (
        Approach.KNOWN_TANGLE,
        {
            Language.NB: (
                "Frafallet fra svømmeopplæringen er en krise, sier ordføreren. Det har han sagt hvert eneste år siden 2015, og vi har prøvd det meste uten å skjønne hvorfor det ikke hjelper.",
                "«Boligkrisen» har stått på trykk i lokalavisa siden 2015. Familier flytter videre etter et par år, og ingen av oss kan egentlig forklare hva som ligger bak.",
            ),
            Language.NN: (
                "Alle kallar fråflyttinga ei krise. Slik har det vore sidan 2015, og vi forstår framleis ikkje kvifor ungdommane ikkje kjem heim att.",
                "Rekrutteringskrisa i barnehagane har vi snakka om sidan 2015. Mange tiltak er prøvde, pengane går ut, og vi veit for lite om kva som eigentleg er gale.",
            ),
            Language.EN: (
                "Everybody calls loneliness among our elderly a crisis, and they have done so since 2015. We have tried one scheme after another without understanding what lies behind it.",
                "The dropout crisis has been on every council agenda since 2015. Money is spent, nothing changes, and each department has its own idea of what the problem really is.",
            ),
        },
    ),
    "a plan mentioned in a flood is no systematic question": (
        Approach.BURNING_PLATFORM,
        {
            Language.NB: (
                "Elva går over sine bredder i natt og kjelleren på sykehjemmet fylles. Kommuneplanens samfunnsdel skal opp til behandling i mai, men nå må vi få flyttet førti beboere.",
                "Flommen tok vannverket i går, og halve bygda er uten drikkevann. Vi holdt akkurat på med en ny strategi for innovasjon, den får vente.",
            ),
            Language.NN: (
                "Elva har gått over breiddene, brua er borte og to grender er utan straum. Samfunnsdelen i kommuneplanen skal reviderast til våren, men no må vi få hjelp fram til folk.",
                "Flaumen tok vassverket i går, og halve bygda manglar drikkevatn. Vi heldt nett på med ein ny plan for innovasjon, han får vente.",
            ),
            Language.EN: (
                "The river has burst its banks, the bridge is gone and two villages are cut off from the health centre. The municipal master plan is up for revision this spring, but right now we must reach people.",
                "Yesterday's flood took the waterworks, and half the village has no drinking water. We were in the middle of writing an innovation strategy; it will have to wait.",
            ),
        },
    ),
    "what is known is a known solution, however urgent": (
        Approach.KNOWN_SOLUTION,
        {
            Language.NB: (
                "Det haster veldig: fristen går ut på fredag. Men vi vet hva som skal gjøres, nabokommunen har brukt det samme nødstrømsaggregatet i fem år, det er bare å bestille det.",
                "Akutt mangel på plass i garderobene, skolene maser hver dag. Vi vet hva som skal gjøres: sette opp de samme modulene som i fjor.",
            ),
            Language.NN: (
                "Det hastar, vi må vere klare til sommaren. Men vi veit kva som skal gjerast: den same løysinga har gått bra i nabokommunen i fleire år, og vi skal berre innføre ho.",
                "Det brenn på dass med brøytinga før snøen kjem, men vi veit kva som skal gjerast: leige inn dei same traktorane som alle andre her ikring.",
            ),
            Language.EN: (
                "It is urgent, the deadline is on Friday. But we know what has to be done: the neighbouring municipality has run the same system for years, and we only have to put it in.",
                "The call system in the nursing home must be replaced at once, before the support runs out. We know what to do: buy the standard product that every other municipality uses.",
            ),
        },
    ),
    "jargon and typos do not matter": (
        Approach.RENEWAL,
        {
            Language.NB: (
                "Dagsentere for eldre har vi forbedra år ette år, men nå hjelper de ikke lenger å justere de vi har. Vi trenger en hel ny måte å gi tilbude på.",
                "I henhold til tjenesteporteføljen er leveransemodellen for biblioteket optimalisert til det ytterste. Flere forbedringer gir ingen effekt, og vi må tenke tilbudet helt på nytt sammen med brukerne.",
            ),
            Language.NN: (
                "Dagsenterett for eldre harvi forbetra år etter år, men no hjelpe det ikkje lenger å juster det vi har. Vi treng ein heilt ny måte å gje tilbodet på.",
                "Leveransemodellen for biblioteket er optimalisert til det ytste. Fleire forbetringar gir ingen effekt, og vi må tenkje tilbodet heilt på nytt saman med brukarane.",
            ),
            Language.EN: (
                "We hav improved the day center for the elderly year after yeer, but ajusting what we have no longer helps. We need a completly new way of doing it.",
                "The library's service delivery model has been optimised to the limit. Further improvement yields no effect, and together with the users we must rethink the offer from scratch.",
            ),
        },
    ),
}

PLAIN = {
    Language.NB: (
        "Hva er en brennende plattform?",
        "Hvem har skrevet veilederen?",
        "Hvem bør være med i innovasjonsarbeidet?",
    ),
    Language.NN: (
        "Kva er ei brennande plattform?",
        "Kven har skrive rettleiaren?",
        "Kven bør vere med i innovasjonsarbeidet?",
    ),
    Language.EN: (
        "What is a burning platform?",
        "Who wrote the guide?",
        "Who should take part in the innovation work?",
    ),
}

VAGUE = {
    Language.NB: ("vi vil bli mer innovative", "Det er mye som skjer hos oss om dagen."),
    Language.NN: ("Vi vil bli meir innovative.", "Det skjer mykje hos oss for tida."),
    Language.EN: ("We want to become more innovative", "There is a lot going on here these days."),
}

CASES = [(approach, language) for approach in Approach for language in Language]


def asked(assistant: Assistant, text: str, language: Language) -> Answer:
    """Return the answer to a situation that was told without saying in which language."""
    answer = assistant.answer(Question(text))
    assert language is answer.language
    return answer


@pytest.mark.parametrize(("approach", "language"), CASES)
def test_a_clear_situation_gets_its_approach(assistant: Assistant, approach: Approach, language: Language) -> None:
    answer = asked(assistant, CLEAR[approach][language], language)

    assert Outcome.ANSWERED is answer.outcome
    assert answer.situation
    assert approach is answer.situation.approach


def test_meaning_decides_and_not_the_words_on_the_surface(assistant: Assistant) -> None:
    """Of 24 situations with a trap, at least 80 %, as the brief asks of hard ones; and never half of one trap wrong."""
    wrong = {
        trap: [
            text
            for language in Language
            for text in texts[language]
            if (situation := asked(assistant, text, language).situation) is None or situation.approach is not approach
        ]
        for trap, (approach, texts) in TRAPS.items()
    }

    assert sum(map(len, wrong.values())) <= 4, wrong
    assert max(map(len, wrong.values())) < 3, wrong


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("language", Language)
def test_the_right_approach_is_at_least_named_as_the_one_that_competes(
    assistant: Assistant, trap: str, language: Language
) -> None:
    """In every language, for at least one of two: first or runner-up."""
    approach, texts = TRAPS[trap]
    situations = [asked(assistant, text, language).situation for text in texts[language]]

    assert any(item and approach in (item.approach, item.runner_up) for item in situations)


ASIDE = {
    Language.NB: ("Jeg skriver fra kommunehuset, der det regner i dag.", "Du når meg på servicetorget."),
    Language.NN: ("Eg skriv frå kommunehuset, der det regnar i dag.", "Du når meg på servicetorget."),
    Language.EN: ("I am writing from the town hall of our municipality, where it is raining.", "Call me any time."),
}
"""Who writes, and that it rains: it says nothing of the situation."""


def test_irrelevant_detail_does_not_change_the_approach(assistant: Assistant) -> None:
    """Of 15 clear situations with irrelevant sentences around them, at least 12: the brief's 80 % of hard ones."""
    wrong = []
    for approach, language in CASES:
        text = f"{ASIDE[language][0]} {CLEAR[approach][language]} {ASIDE[language][1]}"
        guided = read_choices(text, assistant.method)
        if assistant.diagnostics.diagnose(assistant.search(text, language), guided).approach is not approach:
            wrong.append(text)

    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(("approach", "language"), CASES)
def test_the_signs_stand_in_the_text_where_the_spans_say(
    assistant: Assistant, approach: Approach, language: Language
) -> None:
    text = CLEAR[approach][language]
    answer = asked(assistant, text, language)

    assert answer.situation
    assert answer.situation.signs
    assert answer.situation.signs == tuple(reason.sign for reason in answer.situation.reasons)
    for reason in answer.situation.reasons:
        assert reason.sign == text[reason.start : reason.end]
        assert reason.citation == answer.statements[0].citations[0]
        assert say("quoted", language, words=reason.sign) in answer.text


def test_the_signs_keep_the_order_of_the_text_and_do_not_overlap(assistant: Assistant) -> None:
    text = " ".join(versions[Language.NB] for versions in CLEAR.values())
    answer = assistant.answer(Question(text, Language.NB))

    assert answer.situation
    ends = [place for reason in answer.situation.reasons for place in (reason.start, reason.end)]
    assert ends == sorted(ends)


@pytest.mark.parametrize("space", ["  ", "\n", "\n\n", "\t", "\u00a0", "\u3000"])
def test_a_sign_over_several_lines_is_told_on_one(assistant: Assistant, space: str) -> None:
    words = CLEAR[Approach.RENEWAL][Language.NB].split(" ")
    answer = assistant.answer(Question(space.join(words), Language.NB))

    assert answer.situation
    assert answer.situation.signs
    for sign, reason in zip(answer.situation.signs, answer.situation.reasons, strict=True):
        assert sign == " ".join(answer.question[reason.start : reason.end].split())


@pytest.mark.parametrize("language", Language)
def test_the_spans_count_from_the_start_of_the_question_also_where_answers_stand_before_the_text(
    assistant: Assistant, language: Language
) -> None:
    line = assistant.method.distinguishing_questions[-1].choices[0].text[language]
    answer = assistant.answer(Question(f"{line}\n{CLEAR[Approach.RENEWAL][language]}", language))

    assert answer.situation
    assert answer.situation.reasons
    for reason in answer.situation.reasons:
        assert reason.sign == answer.question[reason.start : reason.end]


@pytest.mark.parametrize(("approach", "language"), CASES)
def test_the_scores_are_probabilities_of_the_five_approaches(
    assistant: Assistant, approach: Approach, language: Language
) -> None:
    situation = asked(assistant, CLEAR[approach][language], language).situation

    assert situation
    assert set(situation.scores) == set(Approach)
    assert sum(situation.scores.values()) == pytest.approx(1, abs=1e-9)
    assert all(0 <= score <= 1 for score in situation.scores.values())
    assert max(situation.scores, key=lambda item: situation.scores[item]) == situation.approach
    assert situation.certain == (situation.scores[approach] >= CERTAIN)
    assert situation.runner_up is not situation.approach


@pytest.mark.parametrize(("approach", "language"), CASES)
def test_each_other_approach_is_spoken_against_unless_it_competes(
    assistant: Assistant, approach: Approach, language: Language
) -> None:
    answer = asked(assistant, CLEAR[approach][language], language)
    situation = answer.situation

    assert situation
    assert len(situation.against) == (4 if situation.runner_up is None else 3)
    names = {item: assistant.method.approach(item).name[language] for item in Approach}
    told = {item for item in Approach for line in situation.against if line.startswith(f"{names[item]}: ")}
    assert told == set(Approach) - {situation.approach, situation.runner_up}
    assert situation.runner_up is None or names[situation.runner_up] in answer.text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            (
                "The clinic has lost all its doctors and closes on Friday. "
                "At the same time we have struggled for years without understanding why no doctor stays."
            ),
            Language.EN,
            {Approach.BURNING_PLATFORM, Approach.KNOWN_TANGLE},
        ),
        (
            (
                "Vi skal lage en strategi for hvor i kommunen vi skal innovere, og samtidig må hjemmetjenesten finne "
                "en helt ny måte å jobbe på, for forbedringer hjelper ikke lenger."
            ),
            Language.NB,
            {Approach.SYSTEMATIC, Approach.RENEWAL},
        ),
        (
            (
                "Vi skal lage ein strategi for kvar i kommunen vi skal innovere, og samstundes må heimetenesta finne "
                "ein heilt ny måte å arbeide på, for forbetringar hjelper ikkje lenger."
            ),
            Language.NN,
            {Approach.SYSTEMATIC, Approach.RENEWAL},
        ),
    ],
)
def test_where_two_approaches_compete_both_are_named_and_what_comes_first(
    assistant: Assistant, text: str, language: Language, expected: set[Approach]
) -> None:
    answer = asked(assistant, text, language)
    situation = answer.situation

    assert situation
    assert situation.approach
    assert {situation.approach, situation.runner_up} == expected
    assert all(assistant.method.approach(item).name[language] in answer.text for item in expected)
    assert assistant.plans[situation.approach].competing[language] in answer.text


@pytest.mark.parametrize(("approach", "language"), CASES)
def test_a_doubtful_approach_comes_with_one_more_question(
    assistant: Assistant, approach: Approach, language: Language
) -> None:
    situation = asked(assistant, CLEAR[approach][language], language).situation

    assert situation
    assert (situation.question is None) == situation.certain
    assert bool(situation.choices) == (situation.question is not None)


@pytest.mark.parametrize(("text", "language"), [(text, language) for language in Language for text in PLAIN[language]])
def test_a_plain_question_gets_an_answer_and_no_situation(assistant: Assistant, text: str, language: Language) -> None:
    answer = asked(assistant, text, language)

    assert answer.outcome in (Outcome.ANSWERED, Outcome.PARTIAL)
    assert (answer.situation, answer.plan) == (None, None)


@pytest.mark.parametrize(("text", "language"), [(text, language) for language in Language for text in VAGUE[language]])
def test_a_vague_text_is_asked_back_with_the_method_s_question(
    assistant: Assistant, text: str, language: Language
) -> None:
    """No approach is named, and no plan made, before something definite was told."""
    answer = asked(assistant, text, language)
    situation = answer.situation

    assert (answer.outcome, answer.reason) == (Outcome.CLARIFY, Reason.TOO_VAGUE)
    assert situation
    assert (situation.approach, situation.signs, answer.plan) == (None, (), None)
    questions = {item.text[language]: item for item in assistant.method.distinguishing_questions}
    assert situation.question in questions
    assert situation.choices == tuple(choice.text[language] for choice in questions[situation.question].choices)


@pytest.mark.parametrize("language", Language)
def test_an_answer_to_what_was_asked_back_is_enough_for_an_approach(assistant: Assistant, language: Language) -> None:
    first = assistant.answer(Question(VAGUE[language][0], language)).situation
    assert first

    for choice in first.choices:
        answer = assistant.answer(Question(f"{VAGUE[language][0]}\n{choice}", language))
        assert answer.outcome is not Outcome.CLARIFY, choice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nabokommunen har brukt digitala dørlåse i hjemmeplejen i fem år. Vi har set at det virker, og skal bare indføre det samme hos os.",
            Approach.KNOWN_SOLUTION,
        ),
        (
            "Allt fler unga isolerar sig hemma. Skolan, skolsköterskan och föräldrarna ser var sin bit, och vi förstår inte orsakerna tillräckligt bra för att göra något.",
            Approach.KNOWN_TANGLE,
        ),
    ],
    ids=["da", "sv"],
)
def test_danish_and_swedish_are_understood_and_answered_in_bokmaal(
    assistant: Assistant, text: str, expected: Approach
) -> None:
    answer = asked(assistant, text, Language.NB)

    assert answer.situation
    assert expected is answer.situation.approach


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Kort", ["Kort"]),
        ("Elva går over, og kjelleren fylles.", ["Elva går over", "og kjelleren fylles"]),
        ("Hei, vi trenger hjelp. Takk!", ["Hei, vi trenger hjelp", "Takk"]),
        ("Linje en er her\nlinje to er her", ["Linje en er her", "linje to er her"]),
        ("... !!! ???", []),
    ],
)
def test_a_clause_ends_at_a_mark_and_a_short_one_joins_the_next(text: str, expected: list[str]) -> None:
    assert expected == [text[start:end] for start, end in clauses(text)]


@given(st.text(alphabet=st.sampled_from("ab æ.,!?;:–—-\n\t\u00a0\u3000«»1"), max_size=80))
def test_clauses_stand_in_the_text_in_order_and_apart(text: str) -> None:
    found = clauses(text)

    places = [place for span in found for place in span]
    assert places == sorted(places)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [clause for versions in CLEAR.values() for text in versions.values() for clause in text.split(" ")]
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from([" ", "  ", "\n", ", ", ". ", " – "]),
)
def test_whatever_is_told_the_signs_are_the_asker_s_own_words(
    assistant: Assistant, words: list[str], between: str
) -> None:
    """Probabilities that sum to 1, signs that stand in the text, whatever is thrown at it."""
    text = between.join(words)
    retrieval = assistant.search(text, Language.NB)
    diagnosis = assistant.diagnostics.diagnose(retrieval, read_choices(text, assistant.method))

    assert sum(diagnosis.scores.values()) == pytest.approx(1, abs=1e-5)
    assert 0 <= diagnosis.plain + diagnosis.vague <= 1 + 1e-5
    for sign, clause in zip(spoken(text, diagnosis.signs), diagnosis.signs, strict=True):
        assert sign
        assert sign in " ".join(text.split())
        assert np.isfinite(clause.weight)
        assert clause.weight > 0


def test_the_same_text_gets_the_same_diagnosis(assistant: Assistant) -> None:
    text = CLEAR[Approach.RENEWAL][Language.NB]
    first, second = (assistant.answer(Question(text)).situation for _ in range(2))

    assert first == second


def test_the_coefficients_fit_the_features(assistant: Assistant) -> None:
    """A model made for another encoder would diagnose at random."""
    assert set(Approach) < set(assistant.diagnostics.situations.classes)
    assert len(assistant.diagnostics.situations.means) == len(
        situation_row(assistant.encoder.encode_queries(["Hei"])[0], "Hei", 0.0)
    )
