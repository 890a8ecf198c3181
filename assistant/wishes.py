"""A wish about the last answer (shorter, more on a point, another language): how it is worded, and what comes of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Statement
from assistant.citations import Cited
from assistant.composition import render
from assistant.domain import Language, UnitKind
from assistant.followups import ORDINALS, PART, SENTENCE, asks, vocabulary, without_courtesy, words_in
from assistant.index import Index

SHORT = 2
"""Statements of a shortened answer."""

_MARK = re.compile(r"(?:^|\n)\s*(?:- |\d+\. )?\s*$")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish about the last answer: in at most two statements, more on one of them, or in another language.

    `point` counts from 1, -1 is the last one, 0 the answer as a whole.
    """

    shorter: bool = False
    point: int | None = None
    language: Language | None = None


LONGEST_WISH = 20
"""Words; a longer turn that begins with «punkt 3» or «kortversjon» is somebody's text."""

_SHORTER = re.compile(
    r"\b(?:kortere|kortare|knappere|knappare|til halvparten|til det halve|korte[, ]+(?:ned|ner)|(?:ta|gjør|gjer|si|svar|fatt|hald|hold) (?:det |deg )?(?:heilt |helt |litt )?(?:kort|i korthet|i korte trekk)|(?:hoved|hovud)(?:poeng|punkt|sak|trekk|innhold|innhald|budskap|bodskap|konklusjon)\w*|kjernen|kjerna|konklusjonen"
    r"|for mye tekst|for mykje tekst|kort(?:a)? (?:det |dette )?(?:ned|ner)|forkort\w*|kort (?:sagt|oppsummert|versjon|fortalt)|kortversjon\w*|oppsummer\w*|sammendrag"
    r"|samandrag|(?:i|på|med|til) (?:én|en|ein|ei|to|tre|2|3|to-tre|tre-fire|2-3|3-4|et par|eit par) (?:korte )?(?:setning|setninger|setningar|linje|linjer|liner|ord)|for langt?"
    r"|(?:kok|koke|boil) (?:det |dette |it |this |that )?(?:ned|ner|down)|shorter|shorten|briefer|briefly|brief|(?:short|shortened) version|key points?|main points?|bottom line|too (?:much|wordy)|(?:one|two|a few|2|a couple of) (?:sentences?|lines?)|in (?:short|brief|a nutshell|(?:one|two|a few|2|a couple of) (?:sentences?|lines?|words))|too long|tl;?dr|gist|summar\w+)\b",
    re.IGNORECASE,
)
_OPENS_SHORTER = re.compile(
    r"^\W*(?:(?:litt |mye |mykje |much |a bit )?(?:kortere|kortare|shorter)|tl;?dr|(?:det|dette|svaret|that|this|it) (?:var|vart|blei|ble|er|was|is) (?:\w+ ){0,2}(?:lang\w*|long)"
    r"|(?:(?:alt)?for|too|litt|vel|rather|a bit) (?:lang\w*|long)(?: for (?:meg|oss|me|us))?|oppsummer\w*|summari[sz]e)\s*(?:$|[,.!;:…–-]|pls\b|plis\b|please\b|takk\b)",
    re.IGNORECASE,
)
"""A turn that opens by saying so wishes it, whatever reason follows."""
_MORE = re.compile(
    r"\b(?:forklar\w*|djupare|dypere|nærmere|nærare|further|explain|grundigere|grundigare|hva mener du med|kva meiner du med|what do you mean by|mer|meir|mere|utdyp\w*|utdjup\w*|forklar\w* nærmere|more|expand|elaborate|detail(?:s|ed)?|detaljer|detaljar|utfyll\w*|gå (?:dypere|djupare))\b",
    re.IGNORECASE,
)
_LANGUAGES = {
    Language.EN: re.compile(
        r"\b(?:(?:på|til) engelsk|in english|english,? please|to english|engelsk,? takk)\b", re.IGNORECASE
    ),
    Language.NN: re.compile(r"\b(?:(?:på|til) nynorsk|in nynorsk|nynorsk,? (?:takk|please))\b", re.IGNORECASE),
    Language.NB: re.compile(
        r"\b(?:(?:på|til) (?:norsk|bokmål)|(?:norsk )?bokmål,? (?:takk|please|er)|norsk,? takk|in (?:norwegian|bokmål)|(?:norwegian|bokmål),? please)\b",
        re.IGNORECASE,
    ),
}
_POINT = re.compile(r"\b(?:punkt|point) ?\w+", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:punkt|nummer|nr\.?|steg|trinn|element|fase|point|number|no\.|step|item|phase) ?(?P<after>\w+)"
    r"|\b(?:det|den|the|de|dei) (?P<before>\w+)\b",
    re.IGNORECASE,
)
_REQUEST = vocabulary(
    """gjøre gjør gjer gjere seie bare berre hovedpoenget hovedpoeng hovedpunktene hovudpoenget hovudpunkta hovedpunkter kjernen kjerna
    konklusjonen sentence sentences line lines tl dr tldr version enkle enklere enklare mye mykje tekst var vart skrive trekk korthet
    fatt deg hald hold veldig alt very too much wordy text two en two én setningen key main points bottom nutshell nærmere nærare gå går
    dypere djupere djupare inn grundigere grundigare mener meiner med hva kva what do mean by further into deeper vite vete know
    i'd i'll like that's it's grei snill og er dine egne your own words heile hele hel grovt raskt quick quickly couple few versjonen
    kan kunne vil ville du dere vær vere vennlig venleg snill å og ta gi gje få ha svare svar svaret svara skriv skrive si sei seie
    fortell fortel fortelle meg oss det den dette dei de en ein et eit om litt bare berre så mer meir mere takk please pleas
    kort kortere kortare versjon setninger setningar setning linjer liner to én punkt punktet nummer nr steg trinn fase element i på
    til av heller hellar er for langt lang ned nå no da då igjen også samme same gjenta omsett oversett oversette omsetje som
    could can would you i me us have get that this it the a in of on to and give tell say write answer reply again make keep
    more about point number step item phase one ones last first second third just only too long but same instead translate
    expand elaborate utdyp utdype utdjup utdjupe forklar forklare explain gjerne litt noe noko norsk bokmål engelsk nynorsk english
    norwegian bit little shorter short brief briefly gist summary summarise summarize kind kindly hei ok okei takk thanks thank
    korta korte kortversjon kortversjonen squeeze boil down condense or slide slides foil lysark jeg eg vil ønsker ønskjer want would like need trenger treng sist siste det punktene gang gong thing ting tingen kok koke altfor staden stedet some those these men par utgave utgåve halve halvparten så"""
) | frozenset(ORDINALS)
"""What a wish is worded with; a sentence with other words in it asks for something else."""


def wish_of(text: str) -> Wish | None:
    """Return the wish about the last answer, or None where the turn says anything else."""
    if _OPENS_SHORTER.match(text) and len(words_in(text)) <= LONGEST_WISH:
        return Wish(shorter=True, language=_language(text))
    if len(words_in(text)) > LONGEST_WISH:
        return None
    first, *_ = [sentence for sentence in SENTENCE.findall(without_courtesy(text)) if words_in(sentence)] or [""]
    return _worded(text, first) or _beside_a_reason(text)


def _beside_a_reason(text: str) -> Wish | None:
    """Return the wish in a part of the turn, where the others only tell why («she reads no Norwegian, in English?»)."""
    parts = [part for part in PART.findall(without_courtesy(text)) if words_in(part)]
    wishes = [wish for part in parts if (wish := _worded(part, part))]
    others = [part for part in parts if not all(_is_request_word(word) for word in words_in(part))]
    return wishes[0] if wishes and not any(asks(part) for part in others) else None


def _worded(text: str, first: str) -> Wish | None:
    """Return the wish of a text whose `first` sentence holds nothing but the words of a request."""
    if not words_in(first) or not all(_is_request_word(word) for word in words_in(first)):
        return None
    language = _language(text)
    shorter = bool(_SHORTER.search(text))
    point = _point(first) if (_MORE.search(first) or _POINT.search(first)) and not shorter else None
    wish = Wish(shorter, point, language)
    return wish if wish != Wish() else None


def _language(text: str) -> Language | None:
    """Return the language that a turn wishes for."""
    return next((code for code, pattern in _LANGUAGES.items() if pattern.search(text)), None)


def _is_request_word(word: str) -> bool:
    return word in _REQUEST or word.isdigit() or bool(_SHORTER.fullmatch(word)) or bool(_MORE.fullmatch(word))


def _point(text: str) -> int:
    """Return which point is meant: its number, -1 for the last, 0 where none is named."""
    for found in _POINTING.finditer(text):
        word = (found["after"] or found["before"]).lower()
        if word.isdigit():
            return int(word)
        if word in ORDINALS:
            return ORDINALS[word]
    return next((ORDINALS[word] for word in words_in(text) if word in ("siste", "sist", "last")), 0)


def shortened(answer: Answer, index: Index) -> Answer:
    """Return the answer with at most two statements, what it opened with (danger, a gap), and no next steps."""
    if len(answer.statements) <= SHORT:
        return answer
    cited = _renumbered(answer.statements[:SHORT], answer.citations)
    before = answer.text.partition(answer.statements[0].text)[0]
    opening = _MARK.sub("", before).strip()
    text = render(opening, cited, index, answer.language)
    return replace(
        answer, text=text, statements=cited.statements, citations=cited.citations, next_steps=(), suggestions=()
    )


def _renumbered(statements: Sequence[Statement], citations: Sequence[Citation]) -> Cited:
    """Return the statements with only their own citations, numbered from 1 again."""
    used = sorted({number for statement in statements for number in statement.citations})
    numbers = {old: new for new, old in enumerate(used, start=1)}
    kept = tuple(replace(citations[old - 1], number=new) for old, new in numbers.items())
    said = tuple(
        replace(statement, citations=tuple(numbers[old] for old in statement.citations)) for statement in statements
    )
    return Cited(said, kept)


def point_of(answer: Answer, point: int, index: Index) -> str | None:
    """Return the statement that a `point` (from 1, -1 the last, 0 the answer's first) means, under its document's title.

    A number means the item of that number where the answer or the passage behind it has a list, else the statement.
    """
    if not answer.statements:
        return None
    item, statement = _listed(answer, point, index), answer.statements[_place(answer, point)]
    meant = answer.statements[0] if item else statement
    title = answer.citations[meant.citations[0] - 1].title
    return f"{title.rstrip('?')}: {(item or statement.text).rstrip('.:')}"


def _place(answer: Answer, point: int) -> int:
    """Return the row of the statement that a point means, the last one where there are not so many."""
    return -1 if point < 0 or point > len(answer.statements) else max(point - 1, 0)


def _listed(answer: Answer, point: int, index: Index) -> str | None:
    """Return the item of a number in the list that the answer gives, or that its first passage has; the last one said."""
    if point == 0:
        return None
    first = answer.citations[answer.statements[0].citations[0] - 1]
    units = index.units_of(index.passage(first.passage_id, first.language))
    items = [unit.text for unit in units if unit.kind in (UnitKind.ITEM, UnitKind.STEP)]
    said = [statement.text for statement in answer.statements if statement.text in items]
    if point < 0:
        return said[-1] if said else None
    return next((listed[point - 1] for listed in (said, items) if point <= len(listed)), None)
