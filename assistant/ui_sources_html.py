"""The texts of the corpus as HTML: passages with their marks, what they rest on, and what the sources do not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.browsing import KINDS, Block, blocks, caveats_of, general_caveats, marked, pieces_of
from assistant.domain import Document, Language, Section, Source
from assistant.finding import Found, other_terms
from assistant.glossary import Entry
from assistant.ui_html import inline
from assistant.wording import say

TONGUES = {Language.NB: "Bokmål", Language.NN: "Nynorsk", Language.EN: "English"}

Spans = Sequence[tuple[int, int]]
"""Where in a text the words stand that are to be marked."""


@dataclass(frozen=True, slots=True)
class Place:
    """The passage that the address names, its sentence to be marked, and the id by which the page's script finds it."""

    section: str
    mark: str
    id: str


def opening(title: str, text: str, place_id: str, language: Language) -> str:
    """Return the heading of the page and what it is for."""
    head = f'<h1>{escape(title)}</h1><p class="fl-intro">{escape(text)}</p>'
    return f'<div class="fl-top" lang="{language}" id="{place_id}">{head}</div>'


def comes_into_view(place_id: str) -> str:
    """Return what tells the page's script where the reader went."""
    return f'<div hidden data-floke-place="{place_id}"></div>'


def group_head(kind: str, language: Language) -> str:
    """Return the heading over the texts of a kind."""
    if kind not in KINDS:
        return f'<div lang="{language}"><h2>{escape(kind)}</h2></div>'
    title, text = say(f"sources_group_{kind}", language), say(f"sources_group_{kind}_text", language)
    return f'<div lang="{language}"><h2>{escape(title)}</h2><p class="fl-small">{escape(text)}</p></div>'


def kind_name(kind: str, language: Language) -> str:
    """Return what one text of a kind is called."""
    return say(f"sources_kind_{kind}", language) if kind in KINDS else kind


def text_head(document: Document, language: Language, place: Place) -> str:
    """Return a text's title, what it is and whose words they are, and how much of everything it has."""
    kind = f'<p class="fl-approach">{escape(kind_name(document.kind, language))}</p>'
    title = f'<h1 lang="{document.language}">{escape(document.title)}</h1>'
    rendering = f'<p class="fl-small">{escape(say("sources_rendering", language))}</p>'
    at = "" if document.section(place.section) else f' id="{place.id}"'
    return f'<div class="fl-top" lang="{language}"{at}>{kind}{title}{rendering}{_facts(document, language)}</div>'


def _facts(document: Document, language: Language) -> str:
    """Return how many passages, sources, caveats and gaps there are; those that stand together as links."""
    parts = [
        (say("sources_passages", language), len(document.sections), ""),
        (say("sources_outside", language), len(document.sources), "outside"),
        (say("sources_caveats", language), len(document.caveats), ""),
        (say("sources_gaps", language), len(document.gaps), "gaps"),
    ]
    rows = "".join(f"<li>{_linked(f'{name}: {number}', at)}</li>" for name, number, at in parts if number)
    return f'<ul class="fl-facts">{rows}</ul>'


def _linked(text: str, at: str) -> str:
    return f'<a href="#p-{escape(at)}">{escape(text)}</a>' if at else escape(text)


def contents(document: Document, language: Language, folded: bool) -> str:
    """Return the way to each passage; `folded` for narrow screens, where it stands before the text."""
    head = escape(say("sources_passages", language))
    rows = "".join(f"<li>{_linked(section.heading, section.id)}</li>" for section in document.sections)
    rows = f'<ol lang="{document.language}">{rows}</ol>'
    if folded:
        return f'<details class="fl-contents" lang="{language}"><summary>{head}</summary>{rows}</details>'
    return f'<nav class="fl-contents" aria-label="{head}" lang="{language}"><h2>{head}</h2>{rows}</nav>'


def caveats(document: Document) -> str:
    """Return the caveats that concern most of a text; empty where there are none."""
    return "".join(_caveat(item.text, document.language) for item in general_caveats(document))


def _caveat(text: str, language: Language) -> str:
    return f'<p class="fl-note" lang="{language}"><b>{say("caveat", language)}:</b> {inline(text)}</p>'


def passage(read: Sequence[Document], section_id: str, place: Place) -> str:
    """Return a passage in the languages in which it is read; the one that the address names is set off."""
    pairs = [(document, section) for document in read if (section := document.section(section_id))]
    here = place.section == section_id
    cells = "".join(_version(*pair, place.mark if here else "", len(read) > 1) for pair in pairs)
    opens = f'<section class="fl-passage fl-here" id="{place.id}">' if here else '<section class="fl-passage">'
    kind = "fl-versions" if len(read) > 1 else "fl-version-alone"
    return f'{opens}<div class="{kind}" id="p-{escape(section_id)}">{cells}</div></section>'


def _version(document: Document, section: Section, mark: str, named: bool) -> str:
    name = TONGUES[document.language]
    tongue = f'<p class="fl-tongue">{name}</p>' if named else ""
    found = blocks(section)
    numbers = marked(pieces_of(found), mark) if mark else frozenset()
    told = "".join(_caveat(item.text, document.language) for item in caveats_of(document, section))
    head = f"<h2>{escape(section.heading)}</h2>"
    return f'<div lang="{document.language}">{tongue}{head}{_body(found, numbers)}{told}</div>'


def _body(found: Sequence[Block], numbers: frozenset[int]) -> str:
    """Return paragraphs and lists, with the pieces marked that have these numbers."""
    parts, at = [], 0
    for block in found:
        lines = []
        for line in block.lines:
            pieces = [_piece(piece, at + number in numbers) for number, piece in enumerate(line)]
            lines.append(" ".join(pieces))
            at += len(line)
        inside = lines[0] if block.tag == "p" else "".join(f"<li>{line}</li>" for line in lines)
        parts.append(f"<{block.tag}>{inside}</{block.tag}>")
    return "".join(parts)


def _piece(text: str, is_marked: bool) -> str:
    return f"<mark>{inline(text)}</mark>" if is_marked else inline(text)


def rests_on(sources: Sequence[Source], language: Language) -> str:
    """Return where a passage can be read outside; empty where no source is named for it."""
    if not sources:
        return ""
    links = " ".join(f"<li>{outside(source.url, source.title, language)}</li>" for source in sources)
    head = escape(say("sources_rests", language))
    return f'<div class="fl-rests fl-small" lang="{language}"><span>{head}</span> <ul>{links}</ul></div>'


def copying(address: str, heading: str, language: Language) -> str:
    """Return the button that copies a passage's address, and to whom the screen is read, which passage."""
    text, to = say("sources_copy", language), say("sources_copy_to", language, heading=heading)
    label = f'{escape(text)}<span class="fl-hidden"> {escape(to)}</span>'
    copied = f'data-floke-copy="{escape(address)}"'
    return f'<button type="button" class="fl-button" lang="{language}" {copied}>{label}</button>'


def source_list(document: Document, language: Language) -> str:
    """Return all outside pages of a text, each with what it is evidence of."""
    if not document.sources:
        return ""
    rows = "".join(
        f"<li>{outside(source.url, source.title, language)}<br><span>{inline(source.supports)}</span></li>"
        for source in document.sources
    )
    head, note = escape(say("sources_outside", language)), escape(say("sources_new_tab", language))
    return f'<section lang="{language}" id="p-outside"><h2>{head}</h2><ul>{rows}</ul><p class="fl-small">{note}</p></section>'


def gaps(document: Document, language: Language) -> str:
    """Return what the sources do not say, each with the passages that tell what is known instead."""
    if not document.gaps:
        return ""
    rows = "".join(f"<li>{inline(gap.text)}{_known(document, gap.known, language)}</li>" for gap in document.gaps)
    head = escape(say("sources_gaps", language))
    return f'<section class="fl-gaps" lang="{language}" id="p-gaps"><h2>{head}</h2><ul lang="{document.language}">{rows}</ul></section>'


def _known(document: Document, known: Sequence[str], language: Language) -> str:
    sections = [section for name in known if (section := document.section(name))]
    links = ", ".join(_linked(section.heading, section.id) for section in sections)
    head = f'<span lang="{language}">{escape(say("sources_known", language))}</span>'
    return f'<p class="fl-small">{head} {links}</p>' if links else ""


def outside(url: str, text: str, language: Language) -> str:
    """Return a link that leaves Floke in a tab of its own; anything but a web address becomes plain text."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    hint = f'<span class="fl-hidden"> ({escape(say("page_new_tab", language))})</span>'
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)} ↗{hint}</a>'


def snippet(found: Found, spans: Spans) -> str:
    """Return a few sentences of what was found, with the words of the search marked."""
    return f'<p class="fl-snippet" lang="{found.passage.language}">{with_marks(found.snippet, spans)}</p>'


def with_marks(text: str, spans: Spans) -> str:
    """Return a text with some of its words marked."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def status(text: str, language: Language) -> str:
    """Return a line that a screen reader says when it comes."""
    return f'<p class="fl-small" role="status" lang="{language}">{escape(text)}</p>'


def heading(text: str, language: Language, more: str = "") -> str:
    """Return a heading within the page, and a line under it that a screen reader says when it comes."""
    return f'<div lang="{language}"><h2>{escape(text)}</h2>{status(more, language) if more else ""}</div>'


def term(entry: Entry, language: Language, spans: Mapping[str, Spans]) -> str:
    """Return an entry of the glossary; `spans` tells for each of its texts which words to mark."""

    def shown(text: str) -> str:
        return with_marks(text, spans.get(text, ()))

    wording = entry.wordings[language]
    general = f' <span class="fl-basis">{escape(say("general_knowledge", language))}</span>' if entry.general else ""
    synonyms = ", ".join(shown(form) for form in wording.synonyms)
    also = f"<p class='fl-small'>{escape(say('sources_other_words', language))} {synonyms}</p>" if synonyms else ""
    others = other_terms(entry, language)
    told = " · ".join(f'{TONGUES[name]}: <span lang="{name}">{shown(text)}</span>' for name, text in others.items())
    translated = f'<p class="fl-small">{told}</p>' if told else ""
    head = f"<h2>{shown(wording.term)}</h2><p>{shown(wording.definition)}{general}</p>"
    return f'<div class="fl-term" lang="{language}">{head}{also}{translated}</div>'
