"""What kind of help a question wants, as far as its words tell: advice for a situation, or help in acute danger."""

import re

_ADVICE = re.compile(
    r"\b(?:hva gjør vi|hva bør|hva skal vi|bør vi|kan vi|skal vi|hvordan (?:bør|kan|skal|går) vi|hvor (?:bør|skal) vi|vi (?:har|står|vil|må|sliter|trenger)"
    r"|kva gjer vi|kva bør|kva skal vi|korleis (?:bør|kan|skal|går) vi|kor (?:bør|skal) vi|vi (?:står|slit|treng)|kommunen vår|hos oss"
    r"|should we|can we|how (?:do|should|can) we|what (?:do|should|can) we|where (?:do|should) we|we (?:have|are|need|want|face|struggle)|our municipality)\b",
    re.IGNORECASE,
)
_DANGER = re.compile(
    r"\b(?:flom|flaum|ras|skred|brann|brenner|eksplosjon|skyting|gassutslipp|storm|evakuer\w*|jordskjelv|forgift\w*|oversvøm\w*"
    r"|flood\w*|landslide|(?:on|a|the) fire|fire (?:in|at)|explosion|earthquake|evacuat\w*)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:akkurat n[åo]|n[åo] nettopp|i dette øyeblikk|pågår|akutt|i natt|i dag|right now|now|as we speak|ongoing|under way)\b|\bn[åo]\s*[!.?]*\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def is_advice(text: str) -> bool:
    """Return True when someone asks what their own municipality should do."""
    return bool(_ADVICE.search(text))


def is_acute_danger(text: str) -> bool:
    """Return True for a danger to life or values that is going on now: it gets the emergency line first."""
    return bool(_DANGER.search(text) and _NOW.search(text))
