"""Whatever is done to the bytes of a good token, it is accepted only when nothing was done."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.identity.tokens import TokenVerifier
from model.errors import UnauthenticatedError

_SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\x00é"
_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["replace", "insert", "delete", "swap"]), st.integers(0, 2000), st.sampled_from(_SYMBOLS)
    ),
    min_size=1,
    max_size=4,
)


def _edited(token: str, edits: list[tuple[str, int, str]]) -> str:
    letters = list(token)
    for kind, place, symbol in edits:
        at = place % max(len(letters), 1)
        if kind == "insert" or not letters:
            letters.insert(at, symbol)
        elif kind == "delete":
            del letters[at]
        elif kind == "swap":
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
        else:
            letters[at] = symbol
    return "".join(letters)


@pytest.mark.parametrize(("alg", "kid"), [("RS256", "rsa"), ("ES256", "ec"), ("EdDSA", "okp")])
@given(edits=_EDITS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_changed_token_is_never_accepted(
    verifier: TokenVerifier, forge: Any, alg: str, kid: str, edits: list[tuple[str, int, str]]
) -> None:
    token = forge.token({"alg": alg, "kid": kid})
    changed = _edited(token, edits)
    if changed == token:
        assert (await verifier.caller(f"Bearer {token}")).subject == "officer-17"
        return
    with pytest.raises(UnauthenticatedError):
        await verifier.caller(f"Bearer {changed}")


@pytest.mark.parametrize(("alg", "kid"), [("RS256", "rsa"), ("ES256", "ec"), ("EdDSA", "okp")])
async def test_each_single_changed_character_is_noticed(
    verifier: TokenVerifier, forge: Any, alg: str, kid: str
) -> None:
    """All places, so that the last character of a part (whose low bits a lax decoder drops) is among them."""
    token = forge.token({"alg": alg, "kid": kid})
    for place, letter in enumerate(token):
        for other in {"A", "B", chr(ord(letter) ^ 1)} - {letter}:
            with pytest.raises(UnauthenticatedError):
                await verifier.caller(f"Bearer {token[:place]}{other}{token[place + 1 :]}")


@given(
    authorization=st.text(max_size=300) | st.from_regex(r"Bearer [\w-]{0,80}\.[\w-]{0,80}\.[\w-]{0,80}", fullmatch=True)
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_made_up_header_is_more_than_unauthenticated(verifier: TokenVerifier, authorization: str) -> None:
    with pytest.raises(UnauthenticatedError):
        await verifier.caller(authorization)
