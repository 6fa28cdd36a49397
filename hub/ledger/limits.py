"""The limits of the ledger, each with its unit and its reason."""

QUEUE_ENTRIES_MAX = 50_000  # entries that wait for the writer, about 50 MB; more callers than that are sent away
GROUP_ENTRIES_MAX = 2_000  # entries of one commit, unless one call has more: nobody waits for too large a group
HEADS_CACHED_MAX = 100_000  # subjects whose last entry is kept in memory, about 250 bytes each
HEADS_REREAD_MAX = 10_000  # entries of other processes from which heads are taken over; after more, all are forgotten
CHECKPOINT_ENTRIES = 10_000  # entries between two checkpoints: the write-ahead file stays at about 10 MiB
OPEN_CHECK_ENTRIES = 1_000  # last entries that are checked at each start; `verify` checks all
RECORDS_READ_MAX = 100_000  # entries of one subject that are read at once
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
