"""An answer, a note or a conversation as a Word document, ready to be edited and filed.

With `word_look`, this is the door to python-docx; what that has no call for is written as WordprocessingML.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.answer import Answer
from assistant.blocks import Block, Blocks, Kind, Span
from assistant.domain import Language
from assistant.outline import answer_outline, conversation_outline, note_outline
from assistant.word_look import AUTHOR, INDENT, TAGS, allowed, empty_document, wrap

_STYLES = {
    Kind.QUOTED: "Quote",
    Kind.CAVEAT: "Intense Quote",
    Kind.BULLET: "List Bullet",
    Kind.NUMBERED: "List Number",
    Kind.TASK: "List",
    Kind.SOURCE: "List Number",
}

_BOX = f"""<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
<w:sdtPr><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent/></w:sdt>"""
"""A box that can be ticked in Word."""


def answer_docx(answer: Answer, when: date | None = None) -> bytes:
    """Return one answer with its sources; `when` is the time that the file's properties tell, now if it is None."""
    return _document(answer_outline(answer), when)


def note_docx(answer: Answer, when: date | None = None) -> bytes:
    """Return the decision note, `when` as above; ValueError without a plan."""
    return _document(note_outline(answer), when)


def conversation_docx(title: str, answers: Sequence[Answer], when: date) -> bytes:
    """Return a conversation, taken out on the day `when`."""
    return _document(conversation_outline(title, answers, when), when)


def _document(blocks: Blocks, when: date | None) -> bytes:
    """Write the blocks into an empty document, in the language of the first and with the first heading as its title."""
    language = blocks[0].language if blocks else Language.NB
    heads = ("".join(span.text for span in block.spans) for block in blocks if block.kind is Kind.HEADING)
    document = empty_document(next(heads, AUTHOR), language, when)
    _number(document, [(_add(document, block, language), block) for block in blocks])
    return _packed(document)


def _add(document: Document, block: Block, language: Language) -> Paragraph:
    """Write a block; `language` is the document's, and a block of another one is marked with it."""
    paragraph = document.add_paragraph(style=_style(block))
    paragraph.paragraph_format.keep_with_next = True if block.kind is Kind.SOURCE else None
    if block.inside and block.kind is not Kind.PARAGRAPH:
        paragraph.paragraph_format.left_indent = 2 * INDENT
    if block.kind is Kind.TASK:
        _add_box(paragraph)
    for span in block.spans:
        run = _add_span(document, paragraph, span)
        if block.language is not language:
            run.element.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:val"): TAGS[block.language]}))
    return paragraph


def _style(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"Heading {block.level - 1}" if block.level > 1 else "Title"
    return _STYLES.get(block.kind, "List Continue" if block.inside else "Normal")


def _add_box(paragraph: Paragraph) -> None:
    run = paragraph.add_run("☐")
    run.font.name = "MS Gothic"
    wrap(run, parse_xml(_BOX))
    paragraph.add_run("\t")


def _add_span(document: Document, paragraph: Paragraph, span: Span) -> Run:
    run = paragraph.add_run(allowed(span.text))
    run.style = "Hyperlink" if span.url else "Strong" if span.strong else "Emphasis" if span.emphasis else None
    if span.url:
        target = document.part.relate_to(span.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        wrap(run, OxmlElement("w:hyperlink", {qn("r:id"): target}))
    return run


def _number(document: Document, written: Sequence[tuple[Paragraph, Block]]) -> None:
    """Put numbered paragraphs into lists that Word counts: one for those that follow each other, a new one otherwise."""
    current = following = 0
    for paragraph, block in written:
        if block.number:
            current = current if block.number == following else _new_list(document, block.number)
            properties: Any = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, current
            following = block.number + 1
        elif not block.inside:
            following = 0


def _new_list(document: Document, first: int) -> int:
    """Return the id of a list that is numbered from `first`, as the style has it."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    usual = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    begun = numbering.add_num(usual)
    begun.add_lvlOverride(ilvl=0).add_startOverride(first)
    return int(begun.numId)


def _packed(document: Document) -> bytes:
    """Return the file, the same for the same content: python-docx stamps each part in it with the time."""
    stamped, packed = BytesIO(), BytesIO()
    document.save(stamped)
    with ZipFile(stamped) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
