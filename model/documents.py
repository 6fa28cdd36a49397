"""Numbers of documents: the form and the check digit that their kind has, and what a clerk who types one may mean by it.

Nothing else is read out of a number. Whether a county's code in an identity number was ever issued is not ours to decide: lists of
codes are always of some year (GB/T 2260).
"""

from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from model.states import DocumentKind
from model.text import typed

_IDENTITY_DIGITS = 17  # before the check digit
_BIRTH = slice(6, 14)  # of an identity number: YYYYMMDD
_PASSPORT_LENGTH_MAX = 9  # ICAO 9303-3, 4.9: the document number's field of the machine-readable zone
_WEIGHTS = (7, 3, 1)
# The first six digits of an identity number that is on a residence permit and not on a card: Hong Kong, Macau, Taiwan.
_PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})


def kind_of(kind: DocumentKind, number: str) -> DocumentKind:
    """The kind that a document has by its number: one of a residence permit's is on no identity card."""
    if kind is DocumentKind.RESIDENT_IDENTITY_CARD and number[:6] in _PERMIT_REGIONS:
        return DocumentKind.RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN
    return kind


def number_trouble(kind: DocumentKind, number: str) -> str:
    """The rule that a number breaks, as it follows "must "; empty when a document of `kind` can carry it.

    Identity numbers by GB 11643, passports by ICAO 9303 part 3 with their check digit, as in the machine-readable zone.
    """
    if kind is DocumentKind.PASSPORT:
        return _passport_trouble(number)
    if not (number.isascii() and number[:-1].isdecimal() and len(number) == _IDENTITY_DIGITS + 1):
        return "have 17 digits and a check digit, which is a digit or `X` (GB 11643)"
    if not _is_day(number[_BIRTH]):
        return "have a day of the calendar as its 7th to 14th digit (GB 11643)"
    if number[-1] != _identity_check_digit(number):
        return "end with its right check digit (GB 11643)"
    is_of_a_permit = number[:6] in _PERMIT_REGIONS
    if is_of_a_permit != (kind is DocumentKind.RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN):
        return "begin with 810000, 820000 or 830000 where it is on a residence permit, and not otherwise"
    return ""


def legal_identifier_trouble(text: str) -> str:
    """The same of an organisation's identifier: a unified social credit code (GB 32100), exactly as it stands."""
    try:
        is_right = bool(uscc.validate(text) == text)  # it would also take separators and lower case
    except ValidationError:
        is_right = False
    return "" if is_right else "be a unified social credit code with its check digit (GB 32100)"


def read_as(kind: DocumentKind, text: str) -> list[tuple[DocumentKind, str]]:
    """The documents that somebody may mean who types `text`, with each number as it is recorded.

    A passport's number stands in the passport without its check digit, and in the machine-readable zone with it. The last sign of a
    printed one may happen to be the check digit of the rest: then both are meant.
    """
    number = typed(text)
    if kind is not DocumentKind.PASSPORT:
        return [(kind_of(kind, number), number)]
    meant = [number]
    if number and number.isascii() and number.isalnum() and len(number) <= _PASSPORT_LENGTH_MAX:
        meant.append(number + icao_check_digit(number))
    return [(kind, each) for each in meant]


def icao_check_digit(text: str) -> str:
    """The check digit of ICAO 9303-3, 4.9: weights 7, 3, 1 over `0` to `9`, `A` to `Z` = 10 to 35 and `<` = 0."""
    total = sum((0 if sign == "<" else int(sign, 36)) * _WEIGHTS[place % 3] for place, sign in enumerate(text))
    return str(total % 10)


def _passport_trouble(text: str) -> str:
    """Up to nine letters and digits, filled with `<` to nine as in the machine-readable zone, then the check digit."""
    number, digit = text[:-1], text[-1:]
    if not (0 < len(number) <= _PASSPORT_LENGTH_MAX and text.isascii() and text.isalnum() and text == text.upper()):
        return "have up to 9 capital letters and digits, and a check digit (ICAO 9303)"
    return "" if icao_check_digit(number) == digit else "end with its right check digit (ICAO 9303)"


def _identity_check_digit(number: str) -> str:
    try:
        return str(ric.calc_check_digit(number))
    except ValidationError:
        return ""


def _is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True
