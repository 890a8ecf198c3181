"""Norwegian identity numbers: found before anything is logged, stored or sent on."""

import re

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

# Eleven digits with up to three of the separators people write between them; the check digits decide.
_CANDIDATE = re.compile(r"(?<!\d)(?:\d[ .,:/\n\-\u00a0\u2007\u2009\u202f\u2010-\u2015\u2212]{0,3}){10}\d(?!\d)")


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
