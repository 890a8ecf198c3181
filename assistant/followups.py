"""What a turn's own words tell of its place in a conversation.

It may only be polite, announce another topic, lean on what was said before, or go on telling of a situation. The words are data, in bokmål, nynorsk and English together (Danish and
Swedish go with bokmål): a conversation may change language in the middle.
"""

import re

_WORD = re.compile(r"[\w'’-]+")
SENTENCE = re.compile(r"[^.!?:\n]+[.!?:\n]*[)( ]*")
PART = re.compile(r"[^.!?:,–\n]+[.!?:,–\n]*")


def vocabulary(words: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(words.split())


COURTESIES = vocabulary(
    """takk nei beklager unnskyld sorry hoppinga tusen mange mye hjertelig fint fine flott supert super topp bra kjempebra perfekt nyttig interessant morsomt artig ok
    okei okay greit greitt skjønner skjønar forstår forstod notert ja jo jada jepp hei heisann hallo god dag morgen du deg
    dere dykk for det den svaret hjelpen hjelpa skal ha så veldig svært da hyggelig akkurat nettopp tack jättebra
    thanks thank you many very much so great good fine nice perfect helpful useful interesting cool yes right sure hello hi
    hey got it i see understood that's that is was the help cheers lovely brilliant ha en fin helg kveld kjekt godt forstått navn namn name å oh ah oi wow jøss there again igjen"""
)
"""Words of politeness: a sentence of nothing else is set aside, and a turn of nothing else is no topic."""

_OTHER = r"(?:an(?:net|na|nan|nat)|andet)"
_MATTER = r"(?:tema|emne|spørsmål|spørgsmål|ting|sak|gate|greie)"
CHANGES = re.compile(
    rf"^(?:(?:og|så|men|ok|da|no|nå|so|now|and|but|then|jeg har|eg har|over|til|på|i|on|to) ?,?)*"
    rf"(?:(?:noe|noko|nåt|något|noget|et|eit|en|ein)? ?(?:helt|heilt) {_OTHER}|(?:noe|noko) {_OTHER} ?[:,.–-]|til (?:noe|noko) {_OTHER}|(?:et |eit |en |ein )?{_OTHER} {_MATTER}|ny(?:tt)? {_MATTER} ?[:,.!]|forresten"
    r"|(?:an?|on|something)? ?(?:another|a different|a separate) (?:note|matter|topic|subject|question)|(?:completely|totally|entirely|something) (?:different|else|unrelated)"
    r"|(?:new|different|unrelated) (?:question|topic|subject)|by the way|unrelated)"
    r"|(?:bytt|skift)(?:e|er|ar|a)?,? (?:litt )?(?:tema|emne|spor|sak)\b|\b(?:chang|switch)(?:e|ing) (?:the )?(?:topics?|subjects?|gears)",
    re.IGNORECASE,
)
"""Phrases that announce a new topic: at the beginning of a turn, or wherever somebody says that they change it."""

CONNECTIVES = vocabulary("og men enn så eller også and but or also plus samt hva-med av")
"""Words that carry a sentence on from the one before when they stand first."""

LEADING = re.compile(
    r"^(?:(?:og|men|and|but|så|ja|jo|ok|okei|okay|so)[, ]+)?(?:hva med|kva med|ka med|vad med|enn|what about|how about)\b",
    re.IGNORECASE,
)

REFERENCES = vocabulary(
    """den dem dei deim dæn dæm døm disse desse dette han ham ho hu hun hennes hennar hans deres deira dens dets sistnevnte sistnemnde
    førstnevnte der derfra dit denne begge samme same slike slikt sånt sånn sånne noen nokon de andre
    this these those they them their theirs it its he him his she her hers both there one ones such same former latter"""
)
"""Words that point back; «det» is left out, since it fills a place in half of all Norwegian questions."""

_PLACEHOLDERS = vocabulary("it there")
"""Words that point back, or only fill a place («is it cheaper to …», «are there …»)."""

PERSONS = vocabulary("han ham ho hu hun hennes hennar hans he him his she her hers")
WEAK_REFERENCES = vocabulary("det da då that then dit deromkring")

ORDINALS = {
    word: number
    for number, words in {
        1: "første fyrste første forste first ein en én one",
        2: "andre annet second two to",
        3: "tredje third tre three",
        4: "fjerde fourth fire four",
        5: "femte fifth fem five",
        6: "sjette sixth seks six",
        7: "sjuende syvende sjuande seventh sju syv seven",
        8: "åttende åttande eighth åtte eight",
        9: "niende niande ninth ni nine",
        -1: "siste sist last",
    }.items()
    for word in words.split()
}
"""What a number word stands for; -1 is the last one."""

_FUNCTION = vocabulary(
    """hva hvem hvor hvordan hvorfor når hvilke hvilken hvilket kva kven kvar kor korleis kvifor når kva for nokre
    åssen hvordan ka kem koss what who where how why when which whose is are was were be been do does did has have had
    can could should would will may might must er var blir ble vart blei bli vere være har hadde ha kan kunne skal skulle
    bør burde må måtte vil ville får fikk fekk få gjør gjorde gjer gjere gjøre i på til av for fra frå med om ved hos etter
    før under over mot mellom bak rundt innen behind around mellom uten utan som at å og eller men enn så the a an of in on to from with by for about at as
    en ein et ei eit ikke ikkje not no nei vi oss vår vårt våre man en jeg eg meg du dere de we us our you your i me my
    mange mye mykje lenge lang langt ofte many much long often stor stort store her nå no now here vel jo også òg even
    bare berre only just noe noko any some mer meir more egentlig eigentleg really altså liksom visst""",
)
"""Words that say nothing of what a question is about."""


_OURS = vocabulary("vi oss vår vårt våre we us our me meg jeg eg kommunen kommunens")
_ASKING = vocabulary(
    """hva hvem hvor hvordan hvorfor når hvilke hvilken hvilket kva kven kvar kor korleis kvifor åssen ka kem koss what who
    where how why when which whose lurer lurar undrast wonder wondering fortell fortel forklar tell explain"""
)
_ASKING_FIRST = vocabulary(
    """vis si beskriv show describe gi gje give list nevn kan kunne could can er is are was were do does did har har finnes fins
    finst bør skal må should must stemmer stemmar hjelp help"""
)


_WANTS_TO_KNOW = re.compile(
    r"\b(?:vil|ville|vill|må|skulle|gjerne|treng(?:er)? å|ønsk(?:er|jer) å|like to|want to|need to|love to) (?:(?:gjerne|jeg|eg|da|då|nå|no|så|nok|også|òg|bare|berre|then|also|just) ){0,2}"
    r"(?:få )?(?:vite|veta|vita|know)\b|\blur(?:er|ar) på\b|^\W*(?:og |and )?(?:jeg trenger|eg treng|i need|i'd like|jeg ønsker|eg ønskjer) (?!å |help|hjelp|to )"
    r"|(?:jeg kunne|eg kunne|i could) (?:få|have|get)\b"
    r"|\b(?:la|lat) (?:meg|oss) (?:bare |berre |få ){0,2}(?:spørre|spørje)\b|\blet me (?:just )?ask\b",
    re.IGNORECASE,
)
"""«Og så vil jeg vite hvem …», «jeg trenger navnet på …», «lat meg spørje»: a question or a request without its mark."""

_VERB_FIRST = re.compile(
    r"^\W*(?:(?:var|ble|blei|vart|blir|vil|ville|hadde|fikk|fekk|får|gjør|gjer|trenger|treng|kommer|kjem|går|tar|tek|bruker|brukar|har)"
    r" (?:vi|me|dere|de|dei|den|han|hun|ho)"
    r"|(?:var|finnes|finst|gjelder|gjeld|holder|held|lønner|lønar|passer|passar|går|hjelper|hjelpar|virker|verkar|fungerer"
    r"|kreves|krevst|trengs|trengst|betyr|tyder) (?:det|dette|den)|(?:duger|dugar|holder|held|passer|passar) (?:den|det|dette))\b[^,]*$",
    re.IGNORECASE,
)
"""«Duger den til …»: in Norwegian a verb before its subject asks; before a comma it may tell a condition («vil de, så …»)."""

_GUIDE = re.compile(r"\b(?:denne|dette|this) (?:nett)?(?:rettleiar|veileder|guide)(?:en|n|book)?\b", re.IGNORECASE)
"""The guide is at hand in any turn, and to name it does not point back."""

ASIDE = 6
"""Words; a longer sentence before the last one tells of something, and is no remark in passing."""

_SUBJECTLESS = re.compile(
    r"^\W*(?:er|har|skal|må|var) (?:på|i|til|så|rett|litt|bare|berre|midt|snart|inn|ut|hos|dårlig|dårleg|lite) [^?]*$",
    re.IGNORECASE,
)
"""«Er på vei inn i et møte»: a verb without its subject tells of oneself, and asks nothing."""

FEWEST = 4
"""Words; a shorter question («how many?») says nothing without its background."""


def words_in(text: str) -> list[str]:
    """Return the words in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """Return the words that may tell what a turn is about."""
    ignored = _FUNCTION | REFERENCES | WEAK_REFERENCES | CONNECTIVES
    return [
        word
        for word in words_in(text)
        if word not in ignored and (len(word) > 2 or any(letter.isdigit() for letter in word))
    ]


def is_courtesy(text: str) -> bool:
    """Return True for a turn that only thanks or greets; «again?» and «å så?» ask."""
    words = words_in(text)
    return bool(words) and "?" not in text and all(word in COURTESIES for word in words)


def without_courtesy(text: str) -> str:
    """Return the turn without leading sentences that only thank, greet or announce a new topic."""
    sentences = PART.findall(text) if CHANGES.search(text) else SENTENCE.findall(text)
    while len(sentences) > 1 and (is_courtesy(sentences[0]) or _only_announces(sentences[0])):
        sentences = sentences[1:]
    return "".join(sentences).strip() or text


def announces_change(text: str) -> bool:
    """Return True where the turn says itself that it is about something else."""
    return bool(CHANGES.search(text))


def _only_announces(sentence: str) -> bool:
    return bool(CHANGES.search(sentence)) and len(words_in(sentence)) <= 8


def leads_on(text: str) -> bool:
    """Return True where the first word carries on from what was said."""
    words = words_in(text)
    return bool(words) and (words[0] in CONNECTIVES or bool(LEADING.search(text)))


def carries_on(text: str) -> bool:
    """Return True where a turn leads on, be it after a short remark on the answer («Three, ha. And in Asker?»)."""
    return leads_on(text) or leads_on(_after_remark(text))


def _after_remark(text: str) -> str:
    """Return the question that ends a turn where all before it is one short remark, not about oneself; else all of it."""
    sentences = [sentence.strip() for sentence in SENTENCE.findall(text) if words_in(sentence)]
    if len(sentences) != 2 or not asks(sentences[1]):
        return text
    said = words_in(sentences[0])
    return text if len(said) > ASIDE or asks(sentences[0]) or _OURS & set(said) else sentences[1]


def points_back(text: str) -> int:
    """Return how clearly a pronoun or the like points to what was said: 2 for a person, 1 for the rest, 0 for none."""
    words = set(words_in(_GUIDE.sub(" ", text)))
    return 2 if words & PERSONS else int(bool(words & REFERENCES))


def must_continue(text: str) -> bool:
    """Return True where the first word carries on, or a word that can only point back stands."""
    return carries_on(text) or bool((REFERENCES - _PLACEHOLDERS) & set(words_in(_GUIDE.sub(" ", text))))


def may_point_back(text: str) -> bool:
    """Return True where a word stands that points back, or only fills a place («det»)."""
    return bool(WEAK_REFERENCES & set(words_in(text)))


def tells(text: str, opening: bool) -> bool:
    """Return True where a turn tells of a situation rather than asks; the `opening` one must say whose it is."""
    words = set(words_in(text))
    return any(_states(sentence) for sentence in SENTENCE.findall(text)) and (not opening or bool(words & _OURS))


def only_tells(text: str) -> bool:
    """Return True for a turn that tells of one's own affairs, in five words or more, and asks nothing."""
    return tells(text, opening=True) and len(words_in(text)) > 4 and not asks_something(text)


def asks_something(text: str) -> bool:
    """Return True where a sentence of the turn is a question or a request."""
    return any(map(asks, SENTENCE.findall(text)))


def asks(sentence: str) -> bool:
    """Return True for a question or a request."""
    words = words_in(sentence)
    first = bool(set(words[:1]) & _ASKING_FIRST) and not _SUBJECTLESS.search(sentence)
    at_its_place = first or bool({*words[:3], *words[-1:]} & _ASKING)
    is_worded = any(pattern.search(sentence) for pattern in (_WANTS_TO_KNOW, _VERB_FIRST))
    return "?" in sentence or at_its_place or is_worded or _ends_asking(sentence)


def _ends_asking(sentence: str) -> bool:
    """Tell whether the last clause is a question: «…, kven deler ut det», but not «…, hvem som enn kommer»."""
    _, comma, last = sentence.rpartition(",")
    words = words_in(last)
    return bool(comma) and len(words) > 2 and words[0] in _ASKING and words[1] not in ("som", "that", "enn")


def asked_in(text: str) -> str | None:
    """Return the questions of a text without the background that it gives beside them; None where it is not both."""
    sentences = [sentence.strip() for sentence in SENTENCE.findall(text) if words_in(sentence)]
    asking = [sentence for sentence in sentences if asks(sentence)]
    asked = " ".join(asking)
    return asked if len(asking) < len(sentences) and len(words_in(asked)) >= FEWEST else None


def _states(sentence: str) -> bool:
    """Tell whether a sentence of some length is neither a question nor a request."""
    return len(words_in(sentence)) > 3 and not asks(sentence)
