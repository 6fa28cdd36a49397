"""The limits of the library, each with its unit and its reason."""

TREE_SIZE_MAX = 2**63 - 1  # leaves: sizes and places fit the 64 bits of every store and of C2SP's formats
NOTE_BYTES_MAX = 128 * 1024  # of a signed note: room for sixteen signatures of 5 kB, the longest that are in use
NOTE_SIGNATURES_MAX = 64  # of one note; C2SP asks for 16 at least
KEY_NAME_LENGTH_MAX = 255  # characters of a key's name and of an origin; longer ones don't fit other cosignatures
PROOF_STEPS_MAX = 63  # hashes of one proof: the height of the largest tree
PROOF_BYTES_MAX = NOTE_BYTES_MAX + 16 * 1024  # of a proof's file: its checkpoint, its steps, and a line of our own
