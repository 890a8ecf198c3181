"""Whether a question wants advice for a situation, as far as its words tell."""

import re

_ADVICE = re.compile(
    r"\b(?:hva gjør vi|hva bør|hva skal vi|bør vi|kan vi|skal vi|hvordan (?:bør|kan|skal|går) vi|hvor (?:bør|skal) vi|vi (?:har|står|vil|må|sliter|trenger)"
    r"|kva gjer vi|kva bør|kva skal vi|korleis (?:bør|kan|skal|går) vi|kor (?:bør|skal) vi|vi (?:står|slit|treng)|kommunen vår|hos oss"
    r"|should we|can we|how (?:do|should|can) we|what (?:do|should|can) we|where (?:do|should) we|we (?:have|are|need|want|face|struggle)|our municipality)\b",
    re.IGNORECASE,
)


def is_advice(text: str) -> bool:
    """Return True when someone asks what their own municipality should do."""
    return bool(_ADVICE.search(text))
