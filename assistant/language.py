"""Which language to answer in: bokmål, nynorsk or English, also for questions of three words.

Marker words that only one of the written standards has decide first: a detector alone puts one in
twelve bokmål questions elsewhere. Where they are silent or tie, lingua decides among five languages;
Danish and Swedish are its candidates too, and are answered in bokmål.
"""

import re
from functools import lru_cache

from lingua import Language as Detected
from lingua import LanguageDetector, LanguageDetectorBuilder

from assistant.domain import Language

_MARKERS: dict[Language, frozenset[str]] = {
    Language.NN: frozenset(
        """ikkje kva kven korleis kvifor kvar eg dykk dykkar vere vera vore vart verte vert ein eit ho nokon noko nokre
        mykje meir frå berre gjere gjera gjer tilsette kommunar kommunane tenester teneste tenesta tenestene løysing
        løysingar løysinga innbyggjarar innbyggjarane utfordringar utfordringane leiing leiinga leiar leiarar leiarane
        verksemd verksemda medverknad fyrst fyrste fleire einskild einskilde heile seinare tidlegare korkje dersom sjølv
        sjølve saman spørje rettleiaren rettleiar døme tyder vald seier seie gje gjev byrje byrja finst trengst åleine
        attende ynskje ynskjer einingar eininga eigen eiga eige eigar skule skulen skular skulane heimen heime kvardag
        kvart kvarandre framleis utan gong gongen gonger mogleg moglege viktigaste fylgje følgje følgjer tek teke kjem hjå
        skilnad skilnaden planar planane lærarar midlar moglegheiter desse dei deira vidaregåande fråfall avgjerd oppgåver
        oppgåve sektorar born handlar inneheld jobbar ordføraren""".split()
    ),
    Language.NB: frozenset(
        """ikke hva hvem hvordan hvorfor hvor hvilke hvilken hvilket jeg dere deres være vært ble blitt hun noen noe mye mer
        bare gjøre gjorde ansatte kommuner kommunene tjenester tjeneste tjenesten tjenestene løsning løsninger løsningen
        innbyggere innbyggerne utfordringer utfordringene ledelse ledelsen leder ledere lederne virksomhet virksomheten
        medvirkning først første flere enkelte senere tidligere enten hvis selv sammen spørre veilederen veileder eksempel
        eksempler betyr valgte sier si gi gir begynne begynte finnes trengs alene tilbake ønske ønsker enheter enheten egen
        eget egne eier skole skolen skoler skolene hjemmet hjemme hverdag hvert hverandre fortsatt uten ganger mulig mulige
        viktigste følge følger tar kommer hos forskjell forskjellen planer planene lærere midler muligheter disse deres
        videregående frafall beslutning oppgaver oppgave sektorer handler inneholder åssen en et fra""".split()
    ),
    Language.EN: frozenset(
        """the what which who how why when where is are was were does did should could would can of and to our we you your
        they their it this that with from about not have has had be been there any some many much help please""".split()
    ),
}
_WORD = re.compile(r"[^\W\d_]+")
_DETECTED = {Detected.NYNORSK: Language.NN, Detected.ENGLISH: Language.EN}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    """Build lingua's detector once: its models take about 0.2 s to load."""
    languages = (Detected.BOKMAL, Detected.NYNORSK, Detected.ENGLISH, Detected.DANISH, Detected.SWEDISH)
    return LanguageDetectorBuilder.from_languages(*languages).build()


def _marked(words: list[str]) -> Language | None:
    """Return the language with most marker words, or None when none has or two tie."""
    counts = sorted(((sum(word in marks for word in words), language) for language, marks in _MARKERS.items()))
    (second, _), (first, language) = counts[-2:]
    return language if first > second else None


def detect_language(text: str, default: Language = Language.NB) -> Language:
    """Return the language to answer in; `default` where a text of one or two words does not tell."""
    words = _WORD.findall(text.lower())
    if marked := _marked(words):
        return marked
    if len(words) < 3:  # «Korskærparken», «hei»: no detector can tell
        return default
    detected = _detector().detect_language_of(text)
    return _DETECTED.get(detected, Language.NB) if detected else default
