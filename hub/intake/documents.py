"""Checks of the numbers that people and organisations carry: form and check digit, nothing else is read out of them."""

from functools import lru_cache

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from hub.intake.problems import RefusedError
from hub.model.states import DocumentKind

_PASSPORT_LENGTH_MAX = 9  # ICAO 9303-3, 4.9: the document number's field of the machine-readable zone
_IDENTITY_NUMBER_LENGTH = 18
_COUNTY_AND_YEAR_LENGTH = 10
_COUNTIES_CACHED_MAX = 20_000  # pairs of county and year
_WEIGHTS = (7, 3, 1)


def check_legal_identifier(text: str) -> None:
    """Raises `RefusedError` unless `text` is a unified social credit code (GB 32100)."""
    if not _passes(uscc.validate, text):
        raise RefusedError("must be a unified social credit code with its check digit (GB 32100)")


def check_document_number(kind: DocumentKind, text: str) -> None:
    """Raises `RefusedError` unless `text` is a number that a document of `kind` can carry (GB 11643, ICAO 9303)."""
    if kind is DocumentKind.RESIDENT_IDENTITY_CARD:
        if not _is_identity_number(text):
            raise RefusedError("must be a resident identity number with its check digit (GB 11643)")
    elif not _is_passport_number(text):
        raise RefusedError("must be a passport number with its check digit (ICAO 9303)")


def icao_check_digit(text: str) -> str:
    """The check digit of ICAO 9303-3, 4.9: weights 7, 3, 1 over `0` to `9`, `A` to `Z` = 10 to 35 and `<` = 0."""
    total = sum((0 if sign == "<" else int(sign, 36)) * _WEIGHTS[place % 3] for place, sign in enumerate(text))
    return str(total % 10)


def _passes(validate: object, text: str) -> bool:
    """Whether stdnum takes `text` exactly as it stands: it would also take separators and lower case."""
    if not callable(validate):
        raise TypeError("`validate` is a function of python-stdnum")
    try:
        return bool(validate(text) == text)
    except ValidationError:
        return False


def _is_identity_number(text: str) -> bool:
    """What `ric.validate` says, but the county, for which it searches a long list, is remembered."""
    is_in_form = len(text) == _IDENTITY_NUMBER_LENGTH and text.isascii() and text[:-1].isdecimal()
    try:
        if not is_in_form or text[-1] != ric.calc_check_digit(text):
            return False
        ric.get_birth_date(text)
    except ValidationError:
        return False
    return _is_county(text[:_COUNTY_AND_YEAR_LENGTH])


@lru_cache(_COUNTIES_CACHED_MAX)
def _is_county(county_and_year: str) -> bool:
    """Whether the first six digits were a county's in the year that the next four name."""
    try:
        ric.get_birth_place(county_and_year + "0101")
    except ValidationError:
        return False
    return True


def _is_passport_number(text: str) -> bool:
    """Up to nine letters and digits, filled with `<` to nine as in the machine-readable zone, then the check digit."""
    number, digit = text[:-1], text[-1:]
    is_in_form = (
        0 < len(number) <= _PASSPORT_LENGTH_MAX and number.isascii() and number.isalnum() and number == number.upper()
    )
    return is_in_form and icao_check_digit(number) == digit
