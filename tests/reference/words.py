"""How words are found in a name or an address: pairs of Chinese characters, and whole Latin words or numbers."""

import re
import unicodedata

_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")
_WORD = re.compile(r"[\w.·-]+")


def has_words(search: str, *texts: str) -> bool:
    """Whether each word of `search` stands in one of `texts`, its parts in that order and side by side."""
    tokens = [_tokens(text) for text in texts]
    return all(any(_stands_in(_tokens(word), text) for text in tokens) for word in _WORD.findall(search))


def _tokens(text: str) -> list[str]:
    found = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        is_chinese = run[0] >= "\u4e00" and len(run) > 1
        found += [run[start : start + 2] for start in range(len(run) - 1)] if is_chinese else [run]
    return found


def _stands_in(phrase: list[str], text: list[str]) -> bool:
    return any(text[start : start + len(phrase)] == phrase for start in range(len(text)))
