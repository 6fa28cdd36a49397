"""What a text may be made of, and how what people type is compared. What is stored stays as it was written, byte for byte.

A text is shown as what it is: nothing in it is invisible, turns what stands around it, or is so heaped up that nobody reads it.
The joiners and the selectors of a letter's form, which scripts and names need, stay. Categories and properties: Unicode 15.1, UAX 44.
"""

import re
import unicodedata

ALPHABET = (
    "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # of codes and numbers that are made here: no two signs look alike; 5 bits each
)
CASE_NUMBER_LENGTH = 12  # 60 bits: a number can't be guessed
MARKS_IN_A_ROW_MAX = (
    8  # combining marks on one letter: Vietnamese has two, a pointed and accented Hebrew letter up to five
)
# `isprintable` is false for them, and they are for reading: joiners, and signs that are drawn around the digits after them.
_NEEDED = frozenset(
    "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# `isprintable` is true for them, and they show nothing: fillers, and selectors that have no letter before them.
_HIDDEN = re.compile(f"[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]|(?:^|[\\s{_SELECTORS}])[{_SELECTORS}]")
_BLANK = frozenset("\u2800")  # a sign of Braille without a dot
_VISIBLE = frozenset("LNPS")  # the first letter of a category: letters, numbers, punctuation, symbols
_DASHES = frozenset("\u2212\u30fc\uff70")  # that are no dash by their category, and look like one
_OWN_CASE_NUMBER = re.compile(f"[{ALPHABET}]{{{CASE_NUMBER_LENGTH}}}")
_PLAIN = re.compile(r"[0-9A-Z]*")
_COMMON = re.compile("[ -~\u00b7\u4e00-\u9fff]+")  # of which most texts are, and which break no rule but that of blanks


def trouble(text: str) -> str:
    """The rule that `text` breaks, as it follows "must "; empty when there is none."""
    if _COMMON.fullmatch(text) and not text.isspace():
        return ""
    if not all(map(_is_shown, text)) or _HIDDEN.search(text):
        return "have no control character and no invisible one"
    if not text.isascii() and _longest_heap(text) > MARKS_IN_A_ROW_MAX:
        return f"have at most {MARKS_IN_A_ROW_MAX} accents on a letter"
    if not any(map(_is_visible, text)):
        return "have a visible character"
    return ""


def is_seen(text: str) -> bool:
    """Whether each of its characters is shown as what it is: none is invisible, or changes what stands around it."""
    return all(map(_is_shown, text)) and not _HIDDEN.search(text)


def typed(text: str) -> str:
    """A number or a code as it was made, however it was typed or pasted.

    Full-width and other forms of a letter or a digit count as it does (NFKC), capitals as small ones; spaces, tabs, dashes and
    what is invisible don't count.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    return folded if _PLAIN.fullmatch(folded) else "".join(filter(_counts, folded))


def case_number(text: str) -> str:
    """The number of a case as it is stored and looked up: a city's may have dashes and other signs in it, the hub's own has none."""
    alone = typed(text)
    return alone if _OWN_CASE_NUMBER.fullmatch(alone) else _upright(text)


def meant(text: str) -> list[str]:
    """As which a number may be recorded that was typed as `text`: itself first, and with its signs, and without."""
    return list(dict.fromkeys((text, _upright(text), typed(text))))


def _upright(text: str) -> str:
    """As `typed`, with the dashes: each as `-`."""
    dashed = "".join("-" if unicodedata.category(each) == "Pd" or each in _DASHES else each for each in text)
    folded = unicodedata.normalize("NFKC", dashed).upper()
    return "".join(each for each in folded if unicodedata.category(each)[0] not in "ZC")


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] not in "ZC" and category != "Pd" and character not in _DASHES


def _is_shown(character: str) -> bool:
    if character.isprintable() or character in _NEEDED:
        return True
    category = unicodedata.category(character)  # what is not encoded yet, or for private use, may be somebody's name
    return category in {"Zs", "Co"} or (category == "Cn" and not _is_noncharacter(ord(character)))


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - Unicode 15.1, 23.7


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in _VISIBLE and character not in _BLANK) or category in {"Co", "Cn"}


def _longest_heap(text: str) -> int:
    longest = heap = 0
    for character in text:
        heap = heap + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        longest = max(longest, heap)
    return longest
