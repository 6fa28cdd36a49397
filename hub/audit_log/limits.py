"""The limits of the ledger, each with its unit and its reason."""

QUEUE_ENTRIES_MAX = 50_000  # entries that wait for the writer, about 50 MB; more callers than that are sent away
GROUP_ENTRIES_MAX = 2_000  # entries of one commit, unless one call has more: nobody waits for too large a group
HEADS_CACHED_MAX = 100_000  # subjects whose last entry is kept in memory, about 250 bytes each
HEADS_REREAD_MAX = 10_000  # entries of other processes from which heads are taken over; after more, all are forgotten
CHECKPOINT_ENTRIES = 10_000  # entries between two checkpoints: the write-ahead file stays at about 10 MiB
OPEN_CHECK_ENTRIES = 1_000  # last entries that are checked at each start; `verify` checks all
RECORDS_READ_MAX = 100_000  # entries of one subject that are read at once
SUBJECTS_NAMED_MAX = 1_000_000  # persons of one breach: 100 MB of pseudonyms; a longer span is told in parts
PROBLEMS_MAX = 1_000  # what a verification lists before it stops looking
ERASED_ENTRIES_MAX = 10_000  # entries of one subject that one call erases: about a second of the writer's time
ERASE_PAGE_ENTRIES = 1_000  # entries that are read at once to find what is past its term, about 1 MB
SWEEP_MILLISECONDS_MAX = 100  # how long the writer waits for readers to drive out erased bytes: requests wait meanwhile
SWEEP_AGAIN_SECONDS = 1.0  # until it is tried again
SWEEP_ATTEMPTS_MAX = 300  # five minutes: a verification of a few million entries reads no longer
CONNECT_SECONDS_MAX = 10  # for a connection to PostgreSQL, and for its end
TABLE_STATEMENT_SECONDS_MAX = 30  # of one statement there; more means that nobody answers any more
LOCK_SECONDS_MAX = 10  # how long a group waits while another writer commits, as in SQLite
IDLE_SECONDS_MAX = 15  # after which the server looks whether a silent client still lives: it may hold the lock
RECONNECT_SECONDS_MIN = 0.1  # until a lost database is asked for again; doubled each time
RECONNECT_SECONDS_MAX = 1.0  # at most this: whoever waits for an answer is told within it
PRESENCE_GRACE_SECONDS = 3.0  # a writer without its lock is looked at again after this: longer than it takes to be back
CURSOR_ROWS = 2_000  # that are read at once, about 2 MB
WITNESSES_MAX = 16  # that a log asks; a note is read with at least that many signatures everywhere
WITNESS_SECONDS_MAX = 5  # for one request to a witness, from its connection to its last byte
WITNESS_ANSWER_BYTES_MAX = 64 * 1024  # a few signature lines, or a size
WITNESS_ATTEMPTS_MAX = 3  # at the start, when another process of this home moves a witness on in between
KEPT_AGAIN_SECONDS = (
    60.0  # between two checkpoints beside the keys: each holds up who opens a sealed value for a commit
)
PUBLISH_SECONDS = 1.0  # between two checkpoints while the log grows: an entry's proof is there within two seconds
WITNESS_AGAIN_SECONDS = 10.0  # until a witness that did not answer is asked again
REBUILD_ENTRIES = 65_536  # commitments read at once while missing nodes are made: 2 MB
AUDIT_NODES = 4_096  # nodes of the tree that a verification reads at once, 128 KiB
PENDING_SECONDS_MAX = 60  # how old an entry may be that an export shows without a proof: two seconds on a quiet machine
EVIDENCE_FILES_MAX = 1_000  # receipts and checkpoints that one verification is given
SCRATCH_PAGES = -32_768  # of a verification's notes in memory, in SQLite's way to say 32 MiB; the rest is on the disk
