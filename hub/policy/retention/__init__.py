"""How long what is kept: the schedule as data, read and checked. Erases nothing; `hub.jobs.retention` does."""

from hub.policy.retention.periods import Period
from hub.policy.retention.schedule import Basis, Row, Start, parse_schedule, rows_of, schedule

__all__ = ["Basis", "Period", "Row", "Start", "parse_schedule", "rows_of", "schedule"]
