"""What is taken away says what the answer says, in Markdown, Word and JSON, and what the asker wrote stays words."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.answer import Answer, Citation, Plan, Situation, Span, Statement, Step
from assistant.blocks import Kind
from assistant.domain import Approach, Basis, Language, Outcome, Question, Reason, Role
from assistant.errors import DatabaseError
from assistant.file_names import LONGEST, file_name
from assistant.json_export import conversation_json
from assistant.markdown_export import answer_markdown, answer_plain, conversation_markdown, note_markdown
from assistant.outline import HEADED, answer_outline
from assistant.pipeline import Assistant
from assistant.restoring import answer_from, answer_from_text, answer_to_text
from assistant.word_export import answer_docx, conversation_docx, note_docx
from assistant.wording import say
from tests.test_diagnosis import CLEAR

DAY = date(2026, 11, 24)
HOSTILE = (
    "<script>alert(1)</script> **fet** _kursiv_ `kode` [lenke](https://example.org) ![bilde](x.png) &amp; ~~nei~~ "
    "https://example.org/a www.example.org a@example.org | $x$ \\ [1]: /x"
)
LINES = (
    "# Overskrift",
    "> sitat",
    "- punkt",
    "1. punkt",
    "2) punkt",
    "+ punkt",
    "---",
    "===",
    "    kode",
    "```",
    "|a|",
)
URL = "https://example.org/a_b?c=1&d=(2)"


def citation(number: int, **changes: Any) -> Citation:
    fields = {
        "number": number,
        "document_id": "floke",
        "passage_id": "floke#om",
        "title": "Hva er en floke?",
        "section": f"Del {number}",
        "quote": f"Sitat {number}.",
        "url": URL,
        "link": "?doc=floke&section=om",
        "language": Language.NB,
    }
    return Citation(**(fields | changes))


def answer(**changes: Any) -> Answer:
    """Return an answer with two sources, a list, a caveat in the text and one beside a source."""
    fields = {
        "question": "Hva er en floke?",
        "language": Language.NB,
        "role": Role.LEADER,
        "outcome": Outcome.ANSWERED,
        "text": "Ord. [1]\n\n1. først [1]\n2. så [2]\n\n- et punkt [2]\n\n> Merk: Kilden er gammel.",
        "statements": (Statement("Ord.", (1, 2)),),
        "citations": (
            citation(1, caveats=("Kilden er gammel.",)),
            citation(2, caveats=("Tallet er usikkert.",), language=Language.NN),
        ),
        "next_steps": (Step("Snakk sammen", "Med dem det gjelder.", 1, Basis.STATED),),
    }
    return Answer(**(fields | changes))


def planned(language: Language = Language.NB, question: str = "Vi har en floke.") -> Answer:
    """Return an answer with everything that an answer can have."""
    step = Step("Gjør dette", "Slik.", 1, Basis.DERIVED)
    situation = Situation(
        Approach.KNOWN_TANGLE,
        {"kjent-floke": 0.75, "fornyelse": 0.25},
        signs=("en floke",),
        reasons=(Span("en floke", 7, 15, 1),),
        against=("Fornyelse: nei.",),
        runner_up=Approach.RENEWAL,
        changed="Nå er det en floke.",
        question="Haster det?",
        choices=("Ja", "Nei"),
    )
    note = f"# Valg\n\n## Saken\n\n«{question}»\n\n- **Gjør.** Slik. [1]\n\n1. Floke: Om. {URL}\n\n*Laget med Floke*"
    plan = Plan((step,), (step, step), (step,), (step,), step, note)
    return answer(language=language, question=question, situation=situation, plan=plan, cases=("narvik",))


ABSTAINED = answer(
    outcome=Outcome.ABSTAINED,
    reason=Reason.OUT_OF_SCOPE,
    text="Det vet ikke veilederen.",
    statements=(),
    citations=(),
    next_steps=(),
    suggestions=("Hva er en floke?",),
)
ANSWERS = {
    "answered": answer(),
    "planned": planned(),
    "partial": answer(outcome=Outcome.PARTIAL, reason=Reason.GUIDE_IS_SILENT, resolved_question="Hva er floken?"),
    "clarify": Answer(
        "Vi sliter.",
        Language.NN,
        Role.NEWCOMER,
        Outcome.CLARIFY,
        "Fortel meir.",
        Reason.TOO_VAGUE,
        situation=Situation(scores={"fornyelse": 1.0}, question="Hastar det?", choices=("Ja", "Nei")),
    ),
    "abstained": ABSTAINED,
}
EACH = pytest.mark.parametrize("given_answer", ANSWERS.values(), ids=ANSWERS)


def opened(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def in_style(document: Document, name: str) -> list[Paragraph]:
    return [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == name]


def texts(document: Document, name: str) -> list[str]:
    return [paragraph.text for paragraph in in_style(document, name)]


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


def markup(markdown: str) -> list[str]:
    """Return the kinds of everything that a reader of Markdown draws, in order."""
    words = ("text", "inline", "softbreak", "hardbreak", "text_special")
    return [token.type for token in tokens(markdown) if token.type not in words]


def spoken(markdown: str) -> str:
    """Return the words that a reader sees."""
    return "".join(token.content for token in tokens(markdown) if token.type in ("text", "text_special"))


def test_markdown_numbers_the_sources_with_quote_link_and_outside_address() -> None:
    text = answer_markdown(answer())

    assert "\n1. **Hva er en floke? – Del 1**\n\n   > Sitat 1.\n\n   <https://example.org/a_b?c=1&d=(2)>\n\n" in text
    assert "\n2. **Hva er en floke? – Del 2**\n\n   > Sitat 2.\n" in text
    assert text.count("   Sted i Floke: ?doc=floke&section=om\n") == 2
    assert [token.attrs["href"] for token in tokens(text) if token.type == "link_open"] == [URL, URL]


def test_markdown_tells_each_caveat_once() -> None:
    text = answer_markdown(answer())

    assert "\n> **Merk:** Kilden er gammel.\n" in text
    assert "\n   > **Merk:** Tallet er usikkert.\n" in text
    assert text.count("Kilden er gammel.") == text.count("Tallet er usikkert.") == 1


def test_markdown_keeps_lists_marks_and_boxes() -> None:
    text = answer_markdown(answer())

    assert "\n1. først [1]\n2. så [2]\n\n- et punkt [2]\n" in text
    assert "\n- [ ] **Snakk sammen.** Med dem det gjelder. [1] (sagt i veilederen)\n" in text


def test_plain_text_has_no_sign_of_markdown() -> None:
    text = answer_plain(answer())

    assert "\n[1] Hva er en floke? – Del 1\n«Sitat 1.»\n" in text
    assert "\n☐ Snakk sammen. Med dem det gjelder. [1] (sagt i veilederen)\n" in text
    assert not re.search(r"[*#<>\\]", text)


def test_what_the_asker_writes_stays_words_in_markdown() -> None:
    """Read by a reader of Markdown, a hostile question draws nothing that a calm one does not draw."""
    calm, hostile = (answer_markdown(planned(question=text)) for text in ("Vi har en floke.", HOSTILE))

    assert markup(calm) == markup(hostile)
    assert HOSTILE in spoken(hostile)


@pytest.mark.parametrize("line", LINES)
def test_no_line_of_the_asker_s_begins_markup(line: str) -> None:
    question = f"{line}\n\n{line} igjen\n{line}"

    calm, hostile = (answer_markdown(planned(question=text)) for text in ("en\nto\ntre", question))
    assert markup(calm) == markup(hostile)
    assert line.strip() in spoken(hostile)


def test_hostile_words_stay_words_in_the_note_and_in_titles() -> None:
    note = planned(question=HOSTILE)

    assert markup(note_markdown(planned())) == markup(note_markdown(note))
    assert markup(conversation_markdown("t", [ABSTAINED], DAY)) == markup(
        conversation_markdown(HOSTILE, [ABSTAINED], DAY)
    )


def test_a_long_question_is_shortened_in_the_heading_and_given_in_full_below_it() -> None:
    question = "Hva gjør vi nå? " * 20

    text = conversation_markdown("", [answer(question="Kort?"), answer(question=question)], DAY)
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "1\\. Kort?"
    assert headings[1].endswith(" …")
    assert len(headings[1]) < HEADED + 10
    assert f"> **Spørsmål:** {question.strip()}\n" in text
    assert text.startswith("# Samtale med Floke\n\nSamtale med Floke, hentet ut 24. november 2026.\n")


def test_a_word_document_has_headings_lists_quotes_and_boxes_in_word_s_styles() -> None:
    document = opened(answer_docx(answer(), DAY))

    assert texts(document, "Title") == ["Svar fra Floke"]
    assert texts(document, "Heading 1") == ["Neste steg", "Kilder"]
    assert texts(document, "List Bullet") == ["et punkt [2]"]
    assert texts(document, "List Number")[:2] == ["først [1]", "så [2]"]
    assert texts(document, "List") == ["\tSnakk sammen. Med dem det gjelder. [1] (sagt i veilederen)"]
    assert texts(document, "Quote") == ["Spørsmål: Hva er en floke?", "Sitat 1.", "Sitat 2."]
    assert texts(document, "Intense Quote") == ["Merk: Kilden er gammel.", "Merk: Tallet er usikkert."]
    assert [run.text for run in document.element.xpath("//w:sdt[w:sdtPr/*]/w:sdtContent/w:r")] == ["☐"]


def test_a_word_document_numbers_each_list_from_where_it_begins() -> None:
    """A list that Word counts itself, and a new one for the sources and for each turn."""
    turn = answer(text="3. tre [1]\n4. fire [2]")
    document = opened(conversation_docx("t", [answer(), turn], DAY))
    numbering = document.part.numbering_part.element

    ids = [paragraph._p.pPr.numPr.numId.val for paragraph in in_style(document, "List Number")]
    starts = [numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val for number in dict.fromkeys(ids)]
    assert [ids.count(number) for number in dict.fromkeys(ids)] == [2, 2, 2, 2]
    assert starts == [1, 1, 3, 1]


def test_a_word_document_links_to_the_web_and_to_nothing_else() -> None:
    document = opened(answer_docx(answer(question="https://example.org/ond"), DAY))
    odd = opened(answer_docx(answer(citations=(citation(1, url="javascript:alert(1)"), citation(2, url=""))), DAY))

    assert [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks] == [URL, URL]
    assert not [link for paragraph in odd.paragraphs for link in paragraph.hyperlinks]


@pytest.mark.parametrize(("language", "tag"), [(Language.NB, "nb-NO"), (Language.NN, "nn-NO"), (Language.EN, "en-GB")])
def test_a_word_document_is_in_the_answer_s_language(language: Language, tag: str) -> None:
    document = opened(answer_docx(answer(language=language), DAY))
    (defaults,) = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang")

    assert tag == defaults.get(qn("w:val")) == document.core_properties.language
    assert texts(document, "Title") == [say("export_answer", language)]


def test_words_in_another_language_are_marked_with_it() -> None:
    document = opened(answer_docx(answer(), DAY))
    marked = document.element.xpath("//w:r[w:rPr/w:lang[@w:val='nn-NO']]")

    assert [run.text for run in marked] == ["Sitat 2."]
    assert len(document.element.xpath("//w:lang")) == 1


def test_a_word_document_tells_title_author_and_time() -> None:
    properties = opened(conversation_docx("Frafall i skolen", [answer()], DAY)).core_properties
    timed = opened(note_docx(planned(), datetime(2026, 11, 24, 12, 30, tzinfo=UTC))).core_properties

    assert (properties.title, properties.author, properties.comments) == ("Frafall i skolen", "Floke", "")
    assert datetime(2026, 11, 24, tzinfo=UTC) == properties.created == properties.modified
    assert ("Valg", datetime(2026, 11, 24, 12, 30, tzinfo=UTC)) == (timed.title, timed.created)


def test_a_word_document_is_made_now_where_no_time_is_given() -> None:
    before = datetime.now(UTC).replace(microsecond=0)

    created = opened(answer_docx(answer())).core_properties.created
    assert created
    assert before <= created <= datetime.now(UTC)


def test_a_word_document_is_a4_with_floke_and_the_page_s_number_at_the_foot() -> None:
    (section,) = opened(answer_docx(answer(), DAY)).sections
    footer = section.footer.paragraphs[0]

    assert section.page_width and section.page_height  # noqa: PT018 (both or neither)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert footer.text.startswith("Floke\t")
    assert footer._p.xpath("./w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


def test_a_long_title_fits_in_the_properties() -> None:
    document = opened(conversation_docx("æ" * 1000, [], DAY))

    assert document.core_properties.title == "æ" * 255
    assert texts(document, "Title") == ["æ" * 1000]


def test_the_same_content_makes_the_same_word_document() -> None:
    first, second = (conversation_docx("t", [answer(), planned()], DAY) for _ in range(2))

    assert first == second
    assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in ZipFile(BytesIO(first)).infolist()}


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), max_size=40))
@example("\x00\x0b\x1b\x7f\ud800\ufffe\uffff")
def test_any_character_can_be_taken_away(text: str) -> None:
    """XML has no room for NUL, escapes, lone surrogates and some others, wherever they stand in a record."""
    sources = (citation(1, title=text, section=text, quote=text, url=text, link=text, caveats=(text,)), citation(2))
    odd = replace(
        planned(question=text), text=f"{text} [1]", citations=sources, next_steps=(Step(text, text, 1, Basis.STATED),)
    )

    for file in (answer_docx(odd, DAY), note_docx(odd, DAY), conversation_docx(text, [odd], DAY)):
        assert opened(file).paragraphs
    assert answer_markdown(odd).strip()
    assert answer_plain(odd).strip()


@EACH
def test_an_answer_comes_back_from_its_text_as_it_was(given_answer: Answer) -> None:
    assert given_answer == answer_from_text(answer_to_text(given_answer))


@EACH
def test_json_holds_records_that_can_be_restored(given_answer: Answer) -> None:
    text = conversation_json("Tittel «æ»", [given_answer, ABSTAINED], DAY)
    document = json.loads(text)

    assert list(document) == ["title", "date", "answers"]
    assert (document["title"], document["date"]) == ("Tittel «æ»", "2026-11-24")
    assert [given_answer, ABSTAINED] == [answer_from(record) for record in document["answers"]]
    assert "«æ»" in text


def test_a_record_of_another_version_is_read_as_far_as_it_goes() -> None:
    record = answer().record()
    del record["suggestions"]

    assert answer() == answer_from(record | {"new_in_another_version": 1})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outcome": "perhaps"}, "perhaps"),
        ({"text": 1}, "text is int, not str"),
        ({"citations": {}}, "citations is dict, not list"),
        ({"citations": []}, "without a citation"),
        ({"elapsed_ms": True}, "elapsed_ms is bool"),
    ],
)
def test_a_record_that_is_no_answer_is_refused_with_what_is_wrong(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        answer_from(answer().record() | changes)


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"question": "Hva?"}'])
def test_a_text_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(DatabaseError):
        answer_from_text(text)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Frafall i skolen", "floke-2026-11-24-frafall-i-skolen.docx"),
        ("Ærlig om øl på Åsgårdstrand", "floke-2026-11-24-aerlig-om-ol-pa-asgardstrand.docx"),
        ("a\u030apent møte", "floke-2026-11-24-apent-mote.docx"),
        ("../../etc/passwd\\..\\C:", "floke-2026-11-24-etc-passwd-c.docx"),
        ('CON: <"a|b?*">\x00\n', "floke-2026-11-24-con-a-b.docx"),
        ("Café Čáhcesuolu", "floke-2026-11-24-cafe-cahcesuolu.docx"),
        ("", "floke-2026-11-24.docx"),
        ("什么是创新 😀", "floke-2026-11-24.docx"),
    ],
)
def test_a_file_s_name_has_letters_that_every_system_accepts(title: str, name: str) -> None:
    assert name == file_name(title, DAY, "docx") == file_name(title, DAY, ".docx")


@pytest.mark.parametrize("title", ["ord " * 100, "x" * 1000, "å" * 1000, "æ" * 59 + " ø"])
def test_a_long_title_is_cut_between_words_where_it_has_any(title: str) -> None:
    name = file_name(title, DAY, "md").removeprefix("floke-2026-11-24-").removesuffix(".md")

    assert 0 < len(name) <= LONGEST
    assert not name.endswith("-")
    assert set(name.split("-")) <= {"ord", "x" * LONGEST, "a" * LONGEST, ("ae" * 59)[:LONGEST]}


REAL = {
    Outcome.ANSWERED: "Hva er en floke?",
    Outcome.PARTIAL: "Hvilke resultater fikk Kongsvinger?",
    Outcome.CLARIFY: "Vi har et problem.",
    Outcome.ABSTAINED: "Hvordan lager jeg pizza?",
}


@pytest.fixture(scope="module")
def real(assistant: Assistant) -> Sequence[Answer]:
    """Return answers of each outcome, and one with a plan in each language."""
    situations = [assistant.answer(Question(text, language)) for language, text in CLEAR[Approach.KNOWN_TANGLE].items()]
    return [*(assistant.answer(Question(text)) for text in REAL.values()), *situations]


def test_real_answers_come_back_from_json_as_they_were(real: Sequence[Answer]) -> None:
    assert list(REAL) == [given_answer.outcome for given_answer in real[: len(REAL)]]
    assert list(real) == [answer_from_text(answer_to_text(given_answer)) for given_answer in real]


def test_real_answers_keep_every_source_and_step_in_each_format(real: Sequence[Answer]) -> None:
    for given_answer in real:
        blocks = answer_outline(given_answer)
        document = opened(answer_docx(given_answer, DAY))
        plain = answer_plain(given_answer)
        tasks = sum(block.kind is Kind.TASK for block in blocks)

        assert tasks == len(texts(document, "List")) == answer_markdown(given_answer).count("\n- [ ] ")
        assert len(given_answer.citations) == sum(block.kind is Kind.SOURCE for block in blocks)
        links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
        assert links == [item.url for item in given_answer.citations]
        for item in given_answer.citations:
            assert f"[{item.number}] {item.title}" in plain


def test_a_real_note_is_the_plan_s_own_with_its_parts_as_headings(real: Sequence[Answer]) -> None:
    for given_answer in real[len(REAL) :]:
        assert given_answer.plan
        heads = re.findall(r"^## (.*)$", given_answer.plan.note, re.MULTILINE)
        document = opened(note_docx(given_answer, DAY))

        assert heads == texts(document, "Heading 1")
        assert texts(document, "Title") == [say("note_title", given_answer.language)]
        assert len(given_answer.citations) == len(texts(document, "List Number"))


@pytest.mark.parametrize("write", [note_markdown, note_docx])
def test_a_note_needs_a_plan(write: Any) -> None:
    with pytest.raises(ValueError, match="plan"):
        write(answer())
