"""Each approach has a plan in three languages, and what it says rests on a passage that exists in all of them."""

from pathlib import Path

import pytest
import yaml

from assistant.domain import Approach, Basis, Language
from assistant.errors import CorpusError
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.plans import ApproachPlan, read_plans
from assistant.settings import Settings

APPROACHES = pytest.mark.parametrize("approach", Approach)


def plan_of(assistant: Assistant, approach: Approach) -> ApproachPlan:
    return assistant.plans[approach]


@APPROACHES
def test_a_plan_has_a_first_week_three_months_people_and_pitfalls(assistant: Assistant, approach: Approach) -> None:
    plan = plan_of(assistant, approach)

    for part in (plan.first_week, plan.three_months, plan.involve, plan.pitfalls):
        assert len(part) >= 2
    assert plan.items == (
        *plan.first_week,
        *plan.three_months,
        *plan.involve,
        *plan.pitfalls,
        plan.planning_level,
    )


@APPROACHES
@pytest.mark.parametrize("language", Language)
def test_each_step_rests_on_a_passage_that_exists(
    assistant: Assistant, index: Index, approach: Approach, language: Language
) -> None:
    for item in plan_of(assistant, approach).items:
        document, _, section = item.passage.partition("#")
        assert index.corpus.document(document, language).section(section), item.id
        assert item.title[language]
        assert item.text[language]


@APPROACHES
def test_each_step_has_an_id_of_its_own(assistant: Assistant, approach: Approach) -> None:
    ids = [item.id for item in plan_of(assistant, approach).items]

    assert len(ids) == len(set(ids))


@APPROACHES
def test_the_case_is_one_of_the_cases_and_says_what_differs(
    assistant: Assistant, index: Index, approach: Approach
) -> None:
    plan = plan_of(assistant, approach)

    if plan.case is None:
        assert plan.differs is None
    else:
        assert plan.differs
        for language in Language:
            assert index.corpus.document(plan.case, language).kind == "case"
            assert plan.differs[language].strip()


def test_a_burning_platform_has_no_case(assistant: Assistant) -> None:
    """The guide tells of no municipality in acute crisis; none is made up."""
    assert plan_of(assistant, Approach.BURNING_PLATFORM).case is None


@pytest.mark.parametrize("language", Language)
def test_why_not_is_said_differently_of_each_approach(assistant: Assistant, language: Language) -> None:
    for name in ("against", "competing"):
        assert len({getattr(assistant.plans[approach], name)[language] for approach in Approach}) == len(Approach)


def test_what_the_guide_says_and_what_follows_are_both_marked(assistant: Assistant) -> None:
    assert {item.basis for approach in Approach for item in assistant.plans[approach].items} == set(Basis)


@pytest.fixture
def raw(settings: Settings) -> dict:
    """Return the plans as they stand in the file."""
    return yaml.safe_load((settings.corpus_dir / "plans.yaml").read_text(encoding="utf-8"))


@APPROACHES
def test_an_approach_without_a_plan_is_named(raw: dict, tmp_path: Path, approach: Approach) -> None:
    del raw["plans"][approach.value]
    (tmp_path / "plans.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(CorpusError, match=rf"plans\.yaml: '{approach.value}' is missing.*corpus/README\.md"):
        read_plans(tmp_path / "plans.yaml")


@pytest.mark.parametrize(
    "part", ["first_week", "three_months", "involve", "pitfalls", "planning_level", "case", "against", "competing"]
)
def test_a_part_that_is_missing_is_named(raw: dict, tmp_path: Path, part: str) -> None:
    del raw["plans"]["fornyelse"][part]
    (tmp_path / "plans.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(CorpusError, match=rf"'{part}' is missing"):
        read_plans(tmp_path / "plans.yaml")


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", {"nb": "Bare bokmål."}), ("title", {}), ("basis", "guessed"), ("passage", "asker"), ("text", None)],
)
def test_a_step_that_is_not_whole_is_refused(raw: dict, tmp_path: Path, field: str, value: object) -> None:
    raw["plans"]["fornyelse"]["first_week"][0][field] = value
    (tmp_path / "plans.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(CorpusError, match=r"plans\.yaml"):
        read_plans(tmp_path / "plans.yaml")


@pytest.mark.parametrize("content", [None, "", "[]", "plans: 7", "plans: [", "plans:\n  fornyelse:\n"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "plans.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"(?s)plans\.yaml.*corpus/README\.md"):
        read_plans(tmp_path / "plans.yaml")
