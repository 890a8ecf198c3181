"""Which language to answer in: bokmål, nynorsk or English, also for questions of three words.

Three witnesses are added: marker words that only one of the written standards has, a small model over character
n-grams (`locales/language.npz`, learnt by `calibrate` from the corpus and its questions), and, where these two do
not agree clearly, lingua. Danish and Swedish are lingua's candidates too, and are answered in bokmål.
"""

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
from lingua import Language as Detected
from lingua import LanguageDetector, LanguageDetectorBuilder
from numpy.typing import NDArray

from assistant.domain import Language
from assistant.logistic import Logistic

Floats = NDArray[np.float32]

MODEL = Path(__file__).parent / "locales" / "language.npz"
MARKER, GRAMS, LINGUA = 2.0, 0.5, 0.3
"""What a marker word, a log probability of the n-grams and one of lingua's count.

Chosen on the tuning half and 600 bokmål questions from NorQuAD: 4 and 9 wrong, lingua after the markers 14 and 13."""

NEAR = 1.5
"""Below this lead lingua is heard: loading it takes a second or two, and most questions never need it."""

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
        """the what which who how why when where is are was were does did should could would can of and our we you your
        they their it this that with from about not have has had be been there any some many much help please""".split()
    ),
}
_WORD = re.compile(r"[^\W\d_]+")
_DETECTED = {Detected.NYNORSK: Language.NN, Detected.ENGLISH: Language.EN}


_LANGUAGES = tuple(Language)
_NOTHING: Floats = np.zeros(0, np.float32)


def detect_language(text: str, default: Language = Language.NB) -> Language:
    """Return the language to answer in; `default` where a text of one or two words does not tell."""
    words = _WORD.findall(text.lower())
    marked = np.asarray([sum(word in _MARKERS[language] for word in words) for language in _LANGUAGES], np.float32)
    if len(words) < 3 and not marked.any():  # «Korskærparken», «hei»: nobody can tell
        return default
    scores = MARKER * marked + GRAMS * _gram_scores(text)
    second, first = np.sort(scores)[-2:]
    if first - second < NEAR:
        scores = scores + LINGUA * _lingua_scores(text)
    return _LANGUAGES[int(np.argmax(scores))]


@lru_cache(maxsize=1)
def _model() -> Logistic:
    return Logistic.load(MODEL)


def _gram_scores(text: str) -> Floats:
    """Return the log probability of each language, in the order of `Language`."""
    model = _model()
    found = np.log(model.probabilities(_NOTHING, text) + 1e-6)
    return np.asarray(found[[model.classes.index(language) for language in _LANGUAGES]], np.float32)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    languages = (Detected.BOKMAL, Detected.NYNORSK, Detected.ENGLISH, Detected.DANISH, Detected.SWEDISH)
    return LanguageDetectorBuilder.from_languages(*languages).build()


def _lingua_scores(text: str) -> Floats:
    """Return the log of lingua's confidence in each language, Danish and Swedish counted as bokmål."""
    shares = dict.fromkeys(_LANGUAGES, 0.01)  # lingua is never as sure as it says
    for found in _detector().compute_language_confidence_values(text):
        shares[_DETECTED.get(found.language, Language.NB)] += found.value
    return np.log(np.asarray([shares[language] for language in _LANGUAGES], np.float32))
