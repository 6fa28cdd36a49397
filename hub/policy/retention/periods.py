"""Lengths of time as a law says them: days, months or years in the city's calendar."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

YEARS_MAX = 100  # of a period: what would be kept for longer than a life has no term
_MONTHS_A_YEAR = 12
_FORM = re.compile(r"(0|[1-9][0-9]{0,4}) (day|month|year)s?")
_UNITS_ZH = {"day": "日", "month": "个月", "year": "年"}


@dataclass(frozen=True, kw_only=True)
class Period:
    """A number of days, months or years. `0 days` is at once."""

    count: int
    unit: str  # `day`, `month` or `year`

    @classmethod
    def parse(cls, text: str) -> Self:
        """`30 days`, `1 year`. Raises `ValueError`."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"`{text}` is no period: write a number and days, months or years")
        period = cls(count=int(found[1]), unit=found[2])
        if period.days_about > YEARS_MAX * 366:
            raise ValueError(f"`{text}` is longer than {YEARS_MAX} years")
        return period

    @property
    def days_about(self) -> int:
        """Its length in days, to compare periods by: a month as 30, a year as 366."""
        return self.count * {"day": 1, "month": 30, "year": 366}[self.unit]

    @property
    def text(self) -> str:
        """In words: `1 year`, `30 days`."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def text_zh(self) -> str:
        """In words of Chinese: `1年`, `30日`."""
        return f"{self.count}{_UNITS_ZH[self.unit]}"

    def after(self, start: date) -> date:
        """The day that begins when the period from `start` is over. The 31st becomes the month's last day."""
        return self._moved(start, self.count)

    def before(self, day: date) -> date:
        """The last `start` from which the period is over on `day`."""
        start = self._moved(day, -self.count)
        while self.after(start + timedelta(days=1)) <= day:  # the last days of a month run out together
            start += timedelta(days=1)
        return start

    def _moved(self, day: date, count: int) -> date:
        if self.unit == "day":
            return day + timedelta(days=count)
        months = count * (_MONTHS_A_YEAR if self.unit == "year" else 1)
        year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
        last = calendar.monthrange(year, month + 1)[1]
        return day.replace(year=year, month=month + 1, day=min(day.day, last))
