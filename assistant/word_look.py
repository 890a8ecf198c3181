"""What a Word document of Floke's looks like before it says anything: page, styles, language and properties.

The styles are Word's own, so that they follow a template which the text is pasted into.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.run import Run

from assistant.domain import Language

AUTHOR = "Floke"

TAGS = {Language.NB: "nb-NO", Language.NN: "nn-NO", Language.EN: "en-GB"}
"""Word's names for the languages: they choose the spelling that is checked and the voice that reads aloud."""

INDENT = Pt(18)
"""Where the words of a list item begin."""

_FONT = "Calibri"
_HEADS = {"Title": (24, 0, 12), "Heading 1": (16, 18, 4), "Heading 2": (13, 14, 4), "Heading 3": (11.5, 10, 2)}
"""Size, space before and space after, in points; deeper headings stay as Word has them."""
_BLUE, _WARM = "0B4F6C", "8A4B08"
"""The page's colours for what is Floke's and what is to be noted, with a contrast of 8.9:1 and 6.8:1 on white."""
_WIDTH, _HEIGHT, _MARGIN = Cm(21), Cm(29.7), Cm(2.5)

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_LONGEST_PROPERTY = 255
_NO_COMPATIBILITY_MODE = "15"
"""The layout of Word since 2013; the template asks for an older one, and Word says so in the window's title."""


def empty_document(title: str, language: Language, when: date | None) -> Document:
    """Return a document without content; `when` is the time that its properties tell, now if it is None."""
    document = docx.Document()
    _set_language(document, language)
    _set_styles(document)
    _set_page(document)
    _set_footer(document)
    properties = document.core_properties
    properties.title = allowed(title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = _moment(when)
    properties.language, properties.comments = TAGS[language], ""
    return document


def allowed(text: str) -> str:
    """Return a text without the characters that a document cannot hold."""
    return _FORBIDDEN.sub("", text)


def wrap(run: Run, element: Any) -> None:
    """Put an element around a run, which becomes its content, or that of its last child."""
    run.element.addprevious(element)
    (element[-1] if len(element) else element).append(run.element)


def _set_language(document: Document, language: Language) -> None:
    document.styles.element.xpath("./w:docDefaults//w:lang")[0].set(qn("w:val"), TAGS[language])
    document.settings.element.xpath("./w:themeFontLang")[0].set(qn("w:val"), TAGS[language])


def _set_styles(document: Document) -> None:
    """Make the template's styles calm: one typeface, the page's blue, no italics for whole paragraphs."""
    styles: Any = document.styles
    _set_font(styles.element)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, (size, before, after) in _HEADS.items():
        styles[name].font.size, styles[name].font.color.rgb = Pt(size), RGBColor.from_string(_BLUE)
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(before), Pt(after)
    _set_border(styles["Title"], "bottom", _BLUE)
    for name, colour in (("Quote", _BLUE), ("Intense Quote", _WARM)):
        _set_quote(styles[name], colour)
    link: Any = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, RGBColor.from_string(_BLUE)


def _set_font(styles: Any) -> None:
    """Name the typeface once, instead of the template's themes, and let the items of a list stand apart."""
    for element in styles.xpath("./w:style/w:rPr/w:rFonts[@w:asciiTheme] | ./w:style/w:pPr/w:contextualSpacing"):
        element.getparent().remove(element)
    fonts = styles.xpath("./w:docDefaults//w:rFonts")[0]
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _set_quote(style: Any, colour: str) -> None:
    style.font.italic = style.font.bold = False
    style.font.color.rgb = None
    paragraphs = style.paragraph_format
    paragraphs.left_indent, paragraphs.right_indent, paragraphs.keep_together = INDENT, 0, True
    paragraphs.space_before, paragraphs.space_after = Pt(6), Pt(6)
    _set_border(style, "left", colour)


def _set_border(style: Any, side: str, colour: str) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.xpath("./w:pBdr"):
        properties.remove(old)
    line = f'<w:{side} w:val="single" w:sz="12" w:space="6" w:color="{colour}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:outlineLvl")


def _set_page(document: Document) -> None:
    """Set A4 with margins that leave a line of some eighty characters."""
    mode = document.settings.element.xpath("./w:compat/w:compatSetting[@w:name='compatibilityMode']")[0]
    mode.set(qn("w:val"), _NO_COMPATIBILITY_MODE)
    section = document.sections[0]
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _set_footer(document: Document) -> None:
    """Set Floke's name to the left, the page's number and the number of pages to the right."""
    style: Any = document.styles["Footer"]
    style.paragraph_format.tab_stops.clear_all()
    style.paragraph_format.tab_stops.add_tab_stop(_WIDTH - 2 * _MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    footer = document.sections[0].footer.paragraphs[0]
    for words, field in ((f"{AUTHOR}\t", "PAGE"), (" / ", "NUMPAGES")):
        footer.add_run(words)
        wrap(footer.add_run("1"), OxmlElement("w:fldSimple", {qn("w:instr"): field}))


def _moment(when: date | None) -> datetime:
    """Return a time in UTC, as Word keeps it; a day without a time becomes its midnight."""
    if when is None:
        return datetime.now(UTC)
    return when.astimezone(UTC) if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=UTC)
