"""«Nei, jeg mente Flekkefjord»: what a correction puts in, what it takes out, and the question that comes of it."""

import re
from dataclasses import dataclass

from assistant.cleaning import one_line
from assistant.followups import ORDINALS, REFERENCES, content_words, is_courtesy, leads_on, words_in
from assistant.index import Index
from assistant.names import is_known, names_in, names_of

_LEAD = re.compile(
    r"^\W*(?:i didn't mean|jeg mente ikke|eg meinte ikkje|nei+|nope|no(?=\s*[,.!]|\s+[–-]|\s+(?:i|not)\b)|næ+|æsj|ups|oi|oops|sorry|beklager|unnskyld|orsaka?|my mistake|feil av meg|(?:jeg )?skrev feil|eg skreiv feil|wrong|rettelse|retting|correction"
    r"|nej|ursäkta|undskyld)\b",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\b(?:jeg|eg|i|jag) (?:mente|meinte|mener|meiner|menar|menade|meant|mean)\b|\b(?:mente|meinte|menade) (?:jeg|eg|jag)\b"
    r"|\b(?:jeg|eg|i) (?:tenkte|tenkjer|tenker) på\b|\b(?:jeg|eg) (?:skulle|ville) (?:spørre|spørje) om\b|\b(?:jeg|eg) spur(?:te|de) om\b|\bskulle (?:være|vere|stå)\b|\b(?:i was|i'm) (?:thinking of|asking about)\b|\bshould (?:be|say)\b",
    re.IGNORECASE,
)
_NOT_UNDERSTOOD = re.compile(
    r"\b(?:forst[åo]\w*|skjøn\w*|understand|følg\w*|follow) (?:\w+ ){0,2}(?:ikke|ikkje)\b|\b(?:ikke|ikkje|don't|didn't|not) (?:\w+ )?(?:forst[åo]\w*|skjøn\w*|understand|follow)\b",
    re.IGNORECASE,
)
"""«Orsak, eg skjønar ikkje» asks for help, and mends nothing, unless it says what was meant."""

_BARE = re.compile(r"\b(?:mente|meinte|meant)\b", re.IGNORECASE)
_FILLERS = re.compile(
    r"\b(?:egentlig|eigentleg|actually|vent(?: litt)?|wait|vel(?: heller)?|heller|rather|visst|of course|selvfølgelig|sjølvsagt)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"^\W*(?:ikke|ikkje|not|inte) [^.!?]{2,40}(?:,|\b(?:men|but)\b) ?\w", re.IGNORECASE)
_PAST = frozenset({"mente", "meinte", "menade", "meant", "spurte", "spurde"})
"""«Jeg mener» without a «nei» before it is an opinion; «jeg mente» is a correction."""

_IT_WAS = re.compile(r"^\W*(?:det (?:var|er)|it(?:'s| was| is)|altså[.,]?|men|but|about|om|i|rather)\s+", re.IGNORECASE)
_OUT = re.compile(
    r"\b(?:(?:i didn't|i don't) mean|ikke|ikkje|not|inte) (?:om |about |i |in )?(?P<out>[^,.;:!?–]+)", re.IGNORECASE
)
_PREPOSITIONS = frozenset("for om på med til som of with that which".split())
"""What is meant begins with one where it only tells one of several apart («the one for …»)."""

_PIECE = re.compile(r"[^,.;:!?–]+[,.;:!?–]*")
_DOUBLED = re.compile(r"\s+([,.;!?]|\s)")
_AFTER = frozenset({"da", "då", "then", "altså"})
"""«Grong da?» carries on as «og Grong?» does."""

_ARTICLES = frozenset({"the", "a", "an", "den", "det", "de", "dei"})
_ASIDE = frozenset(
    """nei nope no næ æsj ups oi oops sorry beklager beklagar unnskyld orsak forresten my mistake feil av meg jeg eg skrev skreiv blanda blandet
    blandar no nå jo da så der her litt wrong was i mixed them up typo that name navn namn feil det mente meinte mente nej ursäkta undskyld
    å tenkte tenkjer crossed wires orsaka saman sammen du dere misforsto misforstod misforstår misforstått you misunderstood
    misread misheard me meg oss us spørsmålet question spurte spurde""".split()
)
_QUESTION = frozenset(
    "hva hvem hvor hvordan hvorfor når hvilke hvilken kva kven kvar kor korleis kvifor what who where how why when which".split()
)
LONGEST = 20
"""Words; a longer turn that begins with «nei» tells of something, rather than mends a question."""

_SELDOM_NUMBERS = frozenset("ein en én one to two andre annet".split())
"""Number words that mostly are something else; «second» and «tredje» are not."""

_YEAR = 4
"""Digits; years and names are exchanged as names are."""

SHORT = 3
"""Content words that a replacement may have where it holds no name; more is a question of its own."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is meant instead; `out` is what the person says was wrong, if they say it."""

    wanted: str
    out: str | None = None

    @property
    def is_question(self) -> bool:
        """True where what is meant can be searched for without the question before it."""
        return bool(_QUESTION & set(words_in(self.wanted)))


def correction_of(text: str) -> Correction | None:
    """Return the correction that a turn makes of the one before, or None."""
    if is_courtesy(text) or len(words_in(text)) > LONGEST:
        return None
    text = one_line(_FILLERS.sub(" ", text.replace(" - ", ", ")))
    led, meant = bool(_LEAD.search(text) or _INSTEAD.search(text)), bool(_MEANT.search(text))
    if _NOT_UNDERSTOOD.search(text) and not meant:
        return None
    out = _OUT.search(text)
    if not led and not (meant and _PAST & set(words_in(text))):
        return None
    pieces = _PIECE.findall(text[: out.start()] + text[out.end() :] if out else text)
    kept = "".join(piece for piece in pieces if not set(words_in(piece)) <= _ASIDE)
    bare = _MEANT.sub("", _LEAD.sub("", kept))
    wanted = _trimmed(_DOUBLED.sub(r"\1", _BARE.sub("", bare) if led else bare))
    correction = Correction(wanted, _trimmed(out["out"]) if out else None)
    is_sure = meant or out or (len(content_words(wanted)) <= SHORT and not correction.is_question)
    return correction if content_words(wanted) and is_sure else None


def corrected(question: str, correction: Correction, index: Index) -> str:
    """Return the question with the wrong words replaced, or what is meant alone where nothing can be replaced."""
    if correction.is_question:
        return _sentence(correction.wanted)
    wrong = _wrong_words(question, correction, index)
    if wrong:
        return _replaced(question, wrong, correction.wanted)
    leans = words_in(correction.wanted)[0] in REFERENCES | _PREPOSITIONS
    if not leans and len(content_words(correction.wanted)) > 1:
        return _sentence(correction.wanted)
    return f"{_sentence(correction.wanted)}: {question}"


def substituted(question: str, turn: str, index: Index) -> str | None:
    """Return the question with its last known name, or number, replaced by the one that a turn such as «og i Asker?» adds.

    None where the turn says more than that, or the question has nothing to replace.
    """
    carries_on = leads_on(turn) or bool(_AFTER & set(words_in(turn)[-1:]))
    if (carries_on or "?" in turn) and (numbered := _numbered(question, turn)):
        return numbered
    names = [name for name in names_in(turn, index) if _class_of(name, index)]
    spelled = {part for name in names for part in words_in(name)}
    if len(names) != 1 or not carries_on or set(content_words(turn)) - spelled:
        return None
    same = [name for name in names_in(question, index) if _class_of(name, index) == _class_of(names[0], index)]
    return _replaced(question, same[-1], names[0]) if same and names[0] not in same else None


def _numbered(question: str, turn: str) -> str | None:
    """Return the question with its last number replaced by the turn's, where that says nothing else («the second?»)."""
    told, said = [word for word in words_in(question) if _is_number(word)], words_in(turn)
    numbers = [word for word in said if _is_number(word)]
    rest = set(content_words(turn)) - {*numbers, "nummer", "number"}
    if len(numbers) != 1 or not told or rest or numbers[0] == told[-1]:
        return None
    spelled = re.findall(rf"(?<!\w){told[-1]}(?!\w)", question, re.IGNORECASE)[-1]
    return _replaced(question, spelled, str(ORDINALS.get(numbers[0], numbers[0])) if told[-1].isdigit() else numbers[0])


def _is_number(word: str) -> bool:
    """Tell whether a word is a number, and no article."""
    return (word.isdigit() and len(word) < _YEAR) or (ORDINALS.get(word, 0) > 0 and word not in _SELDOM_NUMBERS)


def _class_of(name: str, index: Index) -> str | None:
    """Return what kind of name it is: only the like can replace the like."""
    if name.isdigit():
        return "number"
    marked = any(letter.isupper() for letter in name[1:]) or (name[0].isupper() and any(map(str.isdigit, name)))
    return "name" if marked or is_known(name, names_of(index)) else None


def _replaced(question: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, question)


def _wrong_words(question: str, correction: Correction, index: Index) -> str | None:
    """Return the words of the question that the correction replaces: those named as wrong, else its last name."""
    if correction.out:
        stated = re.search(rf"(?<!\w){re.escape(correction.out)}\w*", question, re.IGNORECASE)
        return stated[0] if stated else None
    wanted = names_in(correction.wanted, index)
    if not wanted and len(content_words(correction.wanted)) > SHORT:
        return None
    number = correction.wanted.isdigit()
    names = [name for name in names_in(question, index) if name.isdigit() == number and name not in wanted]
    return names[-1] if names else None


def _trimmed(text: str) -> str:
    """Return the words without what surrounds them: punctuation, «det var», an article."""
    previous = None
    while previous != text:
        previous, text = text, _IT_WAS.sub("", text.strip(" ,.;:!–-")).removesuffix(" altså")
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _ARTICLES else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
