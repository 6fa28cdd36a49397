"""Checks of the numbers that people and organisations carry: form and check digit, nothing else is read out of them."""

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from hub.intake.problems import RefusedError
from hub.model.states import DocumentKind

_PASSPORT_LENGTH_MAX = 9  # ICAO 9303-3, 4.9: the document number's field of the machine-readable zone
_WEIGHTS = (7, 3, 1)


def check_legal_identifier(text: str) -> None:
    """Raises `RefusedError` unless `text` is a unified social credit code (GB 32100)."""
    if not _passes(uscc.validate, text):
        raise RefusedError("must be a unified social credit code with its check digit (GB 32100)")


def check_document_number(kind: DocumentKind, text: str) -> None:
    """Raises `RefusedError` unless `text` is a number that a document of `kind` can carry (GB 11643, ICAO 9303)."""
    if kind is DocumentKind.RESIDENT_IDENTITY_CARD:
        if not _passes(ric.validate, text):
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


def _is_passport_number(text: str) -> bool:
    """Up to nine letters and digits, filled with `<` to nine as in the machine-readable zone, then the check digit."""
    number, digit = text[:-1], text[-1:]
    is_in_form = (
        0 < len(number) <= _PASSPORT_LENGTH_MAX and number.isascii() and number.isalnum() and number == number.upper()
    )
    return is_in_form and icao_check_digit(number) == digit
