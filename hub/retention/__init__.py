"""How long what is kept: the schedule as data, read and checked. Erases nothing; `hub.jobs.retention` does."""

from hub.retention.periods import Period
from hub.retention.schedule import Basis, Row, Start, parse_schedule, rows_of, schedule

__all__ = ["Basis", "Period", "Row", "Start", "parse_schedule", "rows_of", "schedule"]
