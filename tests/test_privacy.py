"""An identity number is found however it is written, and other long numbers are not mistaken for one."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy import Personal, anonymised, contains_identity_number, masked, personal_data

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(digits: str, weights: tuple[int, ...]) -> int:
    return (11 - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11) % 11


def identity_number(day_and_month: str, year: str = "85", start: int = 100) -> str:
    """Return the first valid number for a birth date with individual number from `start`."""
    for individual in itertools.count(start):
        nine = f"{day_and_month}{year}{individual}"
        first = check_digit(nine, FIRST)
        second = check_digit(f"{nine}{first}", SECOND) if first < 10 else 10
        if second < 10:
            return f"{nine}{first}{second}"
    raise AssertionError


ORDINARY = identity_number("1703")
D_NUMBER = identity_number("5703")  # day + 40
TENOR = identity_number("1783")  # month + 80: Skatteetaten's test persons
NAV = identity_number("1743")  # month + 40: NAV's
NAV_NEW = identity_number("1768")  # month + 65: NAV's newer


@pytest.mark.parametrize(
    "number", [ORDINARY, D_NUMBER, TENOR, NAV, NAV_NEW], ids=["ordinary", "D", "+80", "+40", "+65"]
)
@pytest.mark.parametrize(
    "written",
    ["{0}", "{0:.6} {1}", "{0:.6}-{1}", "{0:.6}- {1}", "{0:.6}\u00a0{1}", "{0:.6}\u2013{1}", "fnr:{0}.", "«{0}»"],
)
def test_every_kind_of_number_is_found_however_it_is_written(number: str, written: str) -> None:
    text = f"Bruker {written.format(number, number[6:])} klager"

    assert contains_identity_number(text)
    assert number[6:] not in masked(text)
    assert "•" * 11 in masked(text)


def test_a_number_with_separators_between_all_parts_is_found() -> None:
    parts = [ORDINARY[:2], ORDINARY[2:4], ORDINARY[4:6], ORDINARY[6:9], ORDINARY[9:]]

    assert contains_identity_number(".".join(parts[:3]) + " " + " ".join(parts[3:]))


def test_a_hyphen_between_spaces_does_not_hide_a_number() -> None:
    assert contains_identity_number(f"Bruker {ORDINARY[:6]} - {ORDINARY[6:]} klager")


def test_a_number_in_digits_of_another_script_is_found() -> None:
    assert contains_identity_number("".join(chr(0x0660 + int(digit)) for digit in ORDINARY))


def test_two_numbers_are_both_masked() -> None:
    text = masked(f"{ORDINARY} og {D_NUMBER}")

    assert f"{'•' * 11} og {'•' * 11}" == text


def test_one_wrong_digit_makes_it_another_number() -> None:
    """The check digits decide: eleven digits alone do not."""
    wrong = ORDINARY[:-1] + str((int(ORDINARY[-1]) + 1) % 10)

    assert not contains_identity_number(wrong)
    assert wrong == masked(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 22 33 44 55 eller +47 911 22 333",
        "konto 1234.56.78903",
        "org.nr. 971 032 081",
        "KID 000123456789012345",
        "I 2019, 2020 og 2021 kom 123 av 456",
        f"1{ORDINARY}",
        f"{ORDINARY}7",
        "",
    ],
)
def test_phones_accounts_and_years_are_not_flagged(text: str) -> None:
    assert not contains_identity_number(text)
    assert text == masked(text)


@given(day=st.integers(1, 28), month=st.integers(1, 12), individual=st.integers(100, 480))
def test_any_valid_number_is_found(day: int, month: int, individual: int) -> None:
    number = identity_number(f"{day:02d}{month:02d}", start=individual)

    assert contains_identity_number(f"Gjelder {number[:6]} {number[6:]}.")


NAMES = {kind: kind.upper() for kind in Personal}


@pytest.mark.parametrize(
    "written",
    [
        "22334455",
        "22 33 44 55",
        "22\u00a033\u00a044\u00a055",
        "22\u202f33\u202f44\u202f55",
        "915 22 333",
        "800 12 345",
        "40 00 00 00",
        "22860000",
        "+47 22334455",
        "+4722334455",
        "+47 22 33 44 55",
        "+47\u202f915\u202f22\u202f333",
        "+47-91522333",
        "+47 91.52.23.33",
        "+47 9152 2333",
        "+47 20 23 12 31",
        "(+47) 915 22 333",
        "0047 915 22 333",
        "004791522333",
        "47 91 52 23 33",
        "4791522333",
        "+45 33 12 34 56",
    ],
)
@pytest.mark.parametrize(
    "place", ["{}", "Ring {}.", "tlf.{}, helst", "({})", "«{}» 4 ganger", "tlf: {}\nHilsen", "tel:{}?"]
)
def test_a_phone_number_is_found_whole_however_it_is_written(written: str, place: str) -> None:
    text = place.format(written)
    assert personal_data(text) == (Personal.PHONE,)
    assert anonymised(text, NAMES) == place.format("[PHONE]")


@pytest.mark.parametrize(
    "written",
    ["kari@kommune.no", "Kari.Nordmann+floke@post.notteroy.kommune.no", "bjørn_ås@blåbær.no", "o'hara-li@e-post.no"],
)
@pytest.mark.parametrize("place", ["{}", "Skriv til {}.", "<{}>", "mailto:{}", "({}), eller"])
def test_an_email_address_is_found_whole(written: str, place: str) -> None:
    text = place.format(written)
    assert personal_data(text) == (Personal.EMAIL,)
    assert anonymised(text, NAMES) == place.format("[EMAIL]")


@pytest.mark.parametrize("written", ["{0}", "{0:.6} {1}", "{0:.6}-{1}"])
def test_an_identity_number_is_no_phone_number(written: str) -> None:
    text = f"Gjelder {written.format(ORDINARY, ORDINARY[6:])} i dag"
    assert personal_data(text) == (Personal.IDENTITY_NUMBER,)
    assert anonymised(text, NAMES) == "Gjelder [IDENTITY_NUMBER] i dag"


def test_all_personal_data_of_a_text_is_named_and_replaced_and_the_rest_stays() -> None:
    text = f"Kari ({ORDINARY})\nkari@kommune.no / 915 22 333 / +47 22 33 44 55, sak 2023/12345."
    assert personal_data(text) == (Personal.IDENTITY_NUMBER, Personal.PHONE, Personal.EMAIL)
    assert anonymised(text, NAMES) == "Kari ([IDENTITY_NUMBER])\n[EMAIL] / [PHONE] / [PHONE], sak 2023/12345."
    assert personal_data(anonymised(text, NAMES)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I 2019, 2020 og 2021, i perioden 2023–2026",
        "2020 2021 2022 2023",
        "den 20230115, 15.01.2023 eller 2023-01-15",
        "25 000 000 kroner, 25.000.000 eller 2 500 000",
        "25000000 kroner, kr 31250000, 25000000 kr, 25000000,- eller NOK 25000000",
        "en økning på +47 000 000 og +450 000 000",
        "22334455,50 og 0.22334455 og 59.9138 10.7522",
        "sak 2023/12345, 23/01234-5, 2023/12345678 og 202312345",
        "sak 20231234-1",
        "org.nr. 971 032 081, 971032081 eller NO 971 032 081 MVA",
        "konto 2234.56.78903 eller 22345678903",
        "KID 000123456789012345",
        "ISBN 978-82-7000-123-4",
        "id_91522333 og a91522333b",
        "0123 Oslo, nødnummer 113 og legevakt 116 117",
        "@kari, kari@kommune, pris: 5@10.50",
        "Vi er 12 av 34 i en kommune med 27 000 innbyggere",
        "",
    ],
)
def test_years_sums_cases_and_organisations_are_no_personal_data(text: str) -> None:
    assert personal_data(text) == ()
    assert anonymised(text, NAMES) == text


@pytest.mark.parametrize("part", ["x", "x.", "1", "1 ", "+47", "22 33 44 ", "a@", "a@b.", "(", "47"])
def test_a_long_text_is_looked_through_in_no_time(part: str) -> None:
    """Ten questions of the greatest length: what takes a hundredth of a second here took half a minute before."""
    text = part * (80_000 // len(part))
    began = time.process_time()
    personal_data(text)
    assert time.process_time() - began < 3
