"""The limits of an import, each with its unit and its reason."""

LINE_BYTES_MAX = 1024 * 1024  # a row: a licence that covers 25,000 rooms still fits; memory stays constant
BATCH_ROWS = 2_000  # rows of one transaction: larger ones gained nothing, and a batch's log entries wait for each other
BATCHES_IN_FLIGHT = 2  # one is written while the next is read and sealed
QUOTED_VALUE_LENGTH_MAX = 60  # characters of a value that a reason quotes
JOINED_VALUES_MAX = 30_000  # ids in one column
BATCH_BYTES_MAX = 8 * 1024 * 1024  # of a file, in one transaction: rows can be long
