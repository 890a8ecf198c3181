"""Personal data in a text: Norwegian identity numbers, phone numbers and e-mail addresses.

Identity numbers are found before anything is logged, stored or sent on, and stop the question; with the others, the
page asks first.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

# Eleven digits with up to three of the separators people write between them; the check digits decide.
_CANDIDATE = re.compile(r"(?<!\d)(?:\d[ .,:/\n\-\u00a0\u2007\u2009\u202f\u2010-\u2015\u2212]{0,3}){10}\d(?!\d)")

# Begins where its word begins: otherwise a long word is searched through from each of its characters.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+")

_GAP = r"[ \u00a0\u2007\u2009\u202f]"
_COUNTRY = r"(?:\((?:\+|00)4[57]\)|(?:\+|00)4[57])"
# With the country code of Norway or Denmark, eight digits in any grouping; without, only as Norwegians group them
# (22 33 44 55, 915 22 333, 91522333). Sums stand in threes or beside their currency, and dates begin with 19 or 20.
_PHONE = re.compile(
    rf"(?<![\w,/-])(?<!\d\.)(?:{_COUNTRY}(?:(?:{_GAP}|[.-])?\d){{8}}(?!\d)"
    rf"|(?<![Kk]r{_GAP})(?<!NOK{_GAP})(?:47{_GAP}?)?(?!(?:19|20)\d\d[01]\d[0-3]\d)"
    rf"(?:[2-9]\d(?:{_GAP}\d\d){{3}}|[2-9]\d\d{_GAP}\d\d{_GAP}\d{{3}}|[2-9]\d{{7}})"
    rf"(?![\d/-]|[.,]\d|,-|{_GAP}?(?:kr|kroner|NOK)\b))"
)


class Personal(StrEnum):
    """A kind of personal data that is recognised by its form."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"


def _is_identity_number(candidate: str) -> bool:
    """Accept ordinary, D- and synthetic numbers (month + 40, + 65 and + 80) whose two mod-11 digits agree."""
    digits = "".join(str(int(character)) for character in candidate if character.isdecimal())
    month = int(digits[2:4])
    offset = next((offset for offset in (80, 65, 40) if month > offset), 0)
    try:
        fodselsnummer.get_birth_date(f"{digits[:2]}{month - offset:02d}{digits[4:]}")
    except ValidationError:
        return False
    first, second = fodselsnummer.calc_check_digit1(digits), fodselsnummer.calc_check_digit2(digits)
    return digits[-2:] == first + second


def contains_identity_number(text: str) -> bool:
    """Return True when the text holds a Norwegian identity number."""
    return any(_is_identity_number(match[0]) for match in _CANDIDATE.finditer(text))


def masked(text: str) -> str:
    """Return the text with each identity number replaced by eleven dots."""
    return _CANDIDATE.sub(lambda match: "•" * 11 if _is_identity_number(match[0]) else match[0], text)


def personal_data(text: str) -> tuple[Personal, ...]:
    """Return the kinds of personal data in a text, identity numbers first."""
    rest = masked(text)
    found = {
        Personal.IDENTITY_NUMBER: rest != text,
        Personal.PHONE: bool(_PHONE.search(rest)),
        Personal.EMAIL: bool(_EMAIL.search(rest)),
    }
    return tuple(kind for kind, there in found.items() if there)


def anonymised(text: str, names: Mapping[Personal, str]) -> str:
    """Return the text with each personal datum replaced by its name in brackets; the rest stays as it is."""

    def identity(match: re.Match[str]) -> str:
        return f"[{names[Personal.IDENTITY_NUMBER]}]" if _is_identity_number(match[0]) else match[0]

    text = _CANDIDATE.sub(identity, text)
    text = _EMAIL.sub(f"[{names[Personal.EMAIL]}]", text)
    return _PHONE.sub(f"[{names[Personal.PHONE]}]", text)
