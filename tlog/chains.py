"""Chains of entries: what stands for an entry whose text may go, and the head that stands for all entries of a chain so far."""

import hashlib

_COMMITMENT_DOMAIN = b"domicile/ledger/entry/v1\n"
_SUBJECT_CHAIN_DOMAIN = b"domicile/ledger/subject/v1\n"
SALT_BYTES = 32
HASH_BYTES = 32
START = bytes(HASH_BYTES)  # what stands before the first entry of a chain


def commitment(salt: bytes, record: bytes) -> bytes:
    """What stands for an entry once its record is erased: SHA-256 over domain, salt and record."""
    return hashlib.sha256(_COMMITMENT_DOMAIN + salt + record).digest()


def subject_head(previous: bytes, commitment: bytes) -> bytes:
    """The head of a subject's chain after an entry."""
    return hashlib.sha256(_SUBJECT_CHAIN_DOMAIN + previous + commitment).digest()
