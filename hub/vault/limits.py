"""The limits of the vault, each with its unit and its reason."""

DATA_KEYS_CACHED_MAX = 20_000  # unwrapped keys in memory, about 1 KiB each; a request has up to 1,000 subjects
SEALED_BYTES_MAX = 64 * 1024  # of one person's values of one group; evidence, the longest, has 500 characters
PADDING_BYTES = 32  # a sealed value's length is rounded up to this: how long a name is would tell something
PERSONS_PER_COMMIT_MAX = 10_000  # new keys in one transaction
PERSONS_PER_PAGE_MAX = 10_000  # ids that are read at once while all are walked: others wait no longer than for these
OTHERS_SEEN_SECONDS = 0.02  # how late a key that another process destroyed stops opening here; a look takes 6 µs
