"""The page's own HTML: from an answer's words to markup. Everything that comes in is escaped before it goes out."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from urllib.parse import quote_plus

from assistant.answer import Answer, Citation, Step
from assistant.domain import Language
from assistant.wording import say

CONTENT = "content"
"""Where the page's own content begins, below the head."""

MARKED = 60
"""Characters of a quote that tell where in its passage it stands."""

NO_QUOTES: Mapping[str, str] = {}

_MARKS = re.compile(r"\[(\d{1,2})\]")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")
_LIST = re.compile(r"(?:- |(\d{1,3})\. )(.*)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def brand() -> str:
    """Return the mark (drawn by the style sheet: Streamlit takes SVG away) and the name."""
    return '<div class="fl-brand"><i></i><span>Floke</span></div>'


def skip_link(text: str) -> str:
    """Return the link that takes a keyboard past the head; it is seen when it has the focus."""
    return f'<a class="fl-skip" href="#{CONTENT}">{escape(text)}</a>'


def told_to_the_script(words: Mapping[str, str]) -> str:
    """Return what `floke-page.js` reads, as data of an element that nobody sees."""
    told = " ".join(f'data-floke-{name}="{escape(text)}"' for name, text in words.items())
    return f"<div hidden {told}></div>"


def note(text: str, language: Language) -> str:
    """Return a message that the reader should not miss, in a calm box."""
    return f'<p class="fl-note" role="status" lang="{language}">{escape(text)}</p>'


def copy_button(label: str, text: str) -> str:
    """Return a button by which the page's script puts text on the clipboard."""
    return f'<button type="button" class="fl-button" data-floke-copy="{escape(text)}">{escape(label)}</button>'


def place_in_floke(link: str, quote: str = "") -> str:
    """Return the address of a passage on the page of sources, with the sentence to be marked there."""
    marked = f"&mark={quote_plus(quote[:MARKED])}" if quote else ""
    return f"sources{link}{marked}"


def question_bubble(answer: Answer, turn: int) -> str:
    """Return the reader's own words, a heading to those who hear the page; markup in them stays words."""
    text = escape(answer.question).replace("\n", "<br>")
    kind = 'class="fl-question" role="heading" aria-level="2"'
    return f'<div {kind} id="turn-{turn}" lang="{answer.language}" dir="auto">{text}</div>'


def on_its_way(answer: Answer) -> str:
    """Return a question that is being answered, marked so that the page's script sees when this is stopped."""
    return f'{question_bubble(answer, 0)}<div hidden data-floke-unfinished="true"></div>'


def unfinished(answer: Answer, text: str) -> str:
    """Return an answer while it is being written, its numbers not yet links."""
    return f'<div class="fl-answer fl-card" lang="{answer.language}">{_blocks(text, "", lead=True)}</div>'


def declined(answer: Answer) -> str:
    """Return why there is no answer: a help, not an alarm."""
    return f'<div class="fl-answer fl-calm" lang="{answer.language}">{_blocks(answer.text, "", lead=True)}</div>'


def understood(answer: Answer) -> str:
    """Return what was searched for, where the conversation filled the question in."""
    head, text = say("page_understood", answer.language), escape(answer.resolved_question or "")
    text = text.replace("\n", "<br>")
    return f'<p class="fl-understood" lang="{answer.language}"><b>{head}</b> {text}</p>'


def answer_text(answer: Answer, turn: int) -> str:
    """Return the answer: the conclusion first, numbers that lead to their sources, caveats last."""
    return answer_part(answer, answer.text, turn, lead=True, calm=answer.reason is not None)


def answer_part(answer: Answer, text: str, turn: int, lead: bool, calm: bool = False) -> str:
    """Return a part of the answer's text; `lead` where it opens with the conclusion, `calm` where a notice comes first."""
    kind = "fl-answer fl-opens-calm" if calm else "fl-answer"
    quotes = {str(citation.number): citation.quote for citation in answer.citations}
    return f'<div class="{kind}" lang="{answer.language}">{_blocks(text, f"s-{turn}-", lead, quotes)}</div>'


def steps_list(answer: Answer, turn: int) -> str:
    """Return the next steps, each with a box to tick and a word on whether the guide says it."""
    language = answer.language
    rows = step_rows(answer.next_steps, language, turn)
    copied = copy_button(say("page_copy_steps", language), steps_text(answer.next_steps))
    return f'<section class="fl-next" lang="{language}"><h3>{say("next_steps", language)}</h3>{rows}{copied}</section>'


def steps_text(steps: Sequence[Step]) -> str:
    """Return steps as a list to tick off in a document or an e-mail."""
    return "\n".join(f"☐ {step.title}. {step.text}" for step in steps)


def step_rows(steps: Sequence[Step], language: Language, turn: int, ticked_off: bool = True) -> str:
    """Return steps as a list; what is not done once and for all (a pitfall) has no box."""
    rows = "".join(_step(step, language, turn, ticked_off) for step in steps)
    return f'<ul class="fl-steps">{rows}</ul>'


def sources_list(answer: Answer, turn: int) -> str:
    """Return the numbered sources; the first quote stands open, the others open with a click or from their number.

    What only a plan's steps rest on is folded together: it would bury the sources of the answer itself.
    """
    said = {number for statement in answer.statements for number in statement.citations}
    folded = [item for item in answer.citations if answer.plan and item.number not in said]
    rows = "".join(_source(item, answer.language, turn) for item in answer.citations if item not in folded)
    if folded:
        more = escape(say("page_more_sources", answer.language, number=len(folded)))
        inside = "".join(_source(item, answer.language, turn) for item in folded)
        rows += f'<details class="fl-more"><summary>{more}</summary><div>{inside}</div></details>'
    head = escape(say("page_sources", answer.language))
    return f'<section class="fl-sources" lang="{answer.language}"><h3>{head}</h3>{rows}</section>'


def cases_list(titles: list[tuple[str, str]], language: Language) -> str:
    """Return related cases by title, each with its place outside where it has one."""
    rows = "".join(f"<li>{_outside(url, title, language) if url else escape(title)}</li>" for title, url in titles)
    return (
        f'<section class="fl-cases" lang="{language}"><h3>{say("page_cases", language)}</h3><ul>{rows}</ul></section>'
    )


def trouble(message: str, remedy: str, language: Language) -> str:
    """Return a failure as a calm message: what is wrong, and what mends it."""
    what = f"<p class='fl-lead'>{escape(say('page_trouble', language))}</p><p>{escape(message)}</p>"
    mend = f"<p><b>{escape(say('page_remedy', language))}</b> <span class='fl-remedy'>{escape(remedy)}</span></p>"
    return f'<div class="fl-answer fl-calm fl-card" role="alert">{what}{mend if remedy else ""}</div>'


def plain_label(text: str) -> str:
    """Return text for a Streamlit label, where Markdown and its directives must stay characters."""
    return _MARKDOWN.sub(r"\\\1", text)


def _step(step: Step, language: Language, turn: int, ticked_off: bool) -> str:
    number = mark(step.citation, turn) if step.citation else ""
    basis = f'<span class="fl-basis fl-{step.basis}">{say(step.basis, language)}</span>'
    text = f"<span><b>{inline(step.title)}.</b> {inline(step.text)}{number} {basis}</span>"
    return f'<li><label><input type="checkbox">{text}</label></li>' if ticked_off else f"<li>{text}</li>"


def _source(citation: Citation, language: Language, turn: int) -> str:
    place = f"s-{turn}-{citation.number}"
    label = escape(say("page_rendering", language))
    quote = f'<blockquote lang="{citation.language}"><mark>{inline(citation.quote)}</mark></blockquote>'
    within = place_in_floke(citation.link, citation.quote)
    link = f'<p><a href="{escape(within)}">{escape(say("page_in_floke", language))}</a></p>'
    link += f"<p>{_outside(citation.url, say('page_open_source', language), language)}</p>" if citation.url else ""
    notes = "".join(
        f'<p class="fl-note"><b>{say("caveat", language)}:</b> {inline(text)}</p>' for text in citation.caveats
    )
    title = (
        f'<b>{citation.number} · {escape(citation.title)}</b><span class="fl-section">{escape(citation.section)}</span>'
    )
    opened = " open" if citation.number == 1 else ""
    inside = f'<div class="fl-quoted" id="{place}"><p class="fl-small">{label}</p>{quote}{link}{notes}</div>'
    return f"<details{opened}><summary>{title}</summary>{inside}</details>"


def _outside(url: str, text: str, language: Language) -> str:
    """Return a link that leaves Floke in a tab of its own; anything but a web address becomes plain text."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    hint = f'<span class="fl-hidden"> ({say("page_new_tab", language)})</span>'
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)} ↗{hint}</a>'


def mark(number: int, turn: int) -> str:
    """Return a number that leads to its source in the same turn."""
    return _mark(number, f"s-{turn}-")


def _mark(number: int | str, place: str, quote: str = "") -> str:
    told = f' title="{escape(quote)}"' if quote else ""
    return f'<sup><a class="fl-mark" href="#{place}{number}"{told}>{number}</a></sup>'


def inline(text: str, linked: Callable[[re.Match[str]], str] | None = None) -> str:
    """Return one line's emphasis as HTML; links keep their words only, numbers become marks where `linked` is given."""
    line = escape(_LINK.sub(r"\1", text))
    line = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<b>\1</b>", line))
    return _MARKS.sub(linked, line) if linked else line


def _blocks(text: str, place: str, lead: bool, quotes: Mapping[str, str] = NO_QUOTES) -> str:
    """Return paragraphs, lists and caveats; the first paragraph is the conclusion."""

    def linked(found: re.Match[str]) -> str:
        return _mark(found[1], place, quotes.get(found[1], "")) if place else found[0]

    parts = []
    for block in text.split("\n\n"):
        if block.startswith("> "):
            parts.append(f'<p class="fl-note">{_noted(inline(block[2:], linked))}</p>')
        elif _LIST.match(block):
            parts.append(_list(block.split("\n"), linked))
        elif block.strip():
            first = ' class="fl-lead"' if lead and not parts else ""
            parts.append(f"<p{first}>{inline(block, linked).replace(chr(10), '<br>')}</p>")
    return re.sub(r"\s+<sup>", "<sup>", "".join(parts))


def _noted(line: str) -> str:
    """Set off the word that opens a caveat."""
    word, colon, rest = line.partition(":")
    return f"<b>{word}{colon}</b>{rest}" if colon and len(word) < 20 else line


def _list(lines: list[str], linked: Callable[[re.Match[str]], str]) -> str:
    found = [match for line in lines if (match := _LIST.match(line))]
    rows = "".join(f"<li>{inline(match[2], linked)}</li>" for match in found)
    return f'<ol start="{found[0][1]}">{rows}</ol>' if found[0][1] else f"<ul>{rows}</ul>"
