"""The limits of a witness, each with its unit and its reason."""

from tlog.limits import NOTE_BYTES_MAX

BODY_BYTES_MAX = NOTE_BYTES_MAX + 4 * 1024  # a checkpoint, 63 hashes of 45 bytes before it, and the old size
LOGS_MAX = 100  # that one witness watches
BODY_SECONDS_MAX = 10  # from the first to the last byte of a request
