"""A schedule, and the search for its runs."""

from dataclasses import dataclass
from datetime import timedelta

from . import fields
from .errors import CronError, NeverRuns

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# A leap day comes every four years, so a run that is not found within four years never comes.
HORIZON = timedelta(days=4 * 366)


@dataclass(frozen=True)
class Schedule:
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    @classmethod
    def parse(cls, text):
        """Reads a schedule; raises CronError when the text is not one."""
        parts = text.split()
        if len(parts) != 5:
            raise CronError(f"expected 5 fields, found {len(parts)}")
        minute, hour, day, month, weekday = parts
        return cls(
            minutes=fields.parse_field(minute, fields.MINUTE),
            hours=fields.parse_field(hour, fields.HOUR),
            days=fields.parse_field(day, fields.DAY),
            months=fields.parse_field(month, fields.MONTH),
            weekdays=fields.parse_field(weekday, fields.WEEKDAY),
            either_day=day != "*" and weekday != "*",
        )

    def matches(self, moment):
        """Whether the schedule runs in the minute of `moment`."""
        return (
            moment.minute in self.minutes
            and moment.hour in self.hours
            and moment.month in self.months
            and self.matches_day(moment)
        )

    def matches_day(self, moment):
        in_days = moment.day in self.days
        in_weekdays = moment.isoweekday() % 7 in self.weekdays
        return in_days or in_weekdays if self.either_day else in_days and in_weekdays

    def next_after(self, moment):
        """The first run strictly later than `moment`."""
        at = moment.replace(second=0, microsecond=0) + MINUTE
        end = at + HORIZON
        while at < end:
            if at.month not in self.months:
                at = first_of_next_month(at)
            elif not self.matches_day(at):
                at = at.replace(hour=0, minute=0) + DAY
            elif at.hour not in self.hours:
                at += HOUR
            elif at.minute not in self.minutes:
                at += MINUTE
            else:
                return at
        raise NeverRuns("there is no later run")

    def previous_before(self, moment):
        """The last run strictly earlier than `moment`."""
        at = moment.replace(second=0, microsecond=0) - MINUTE
        end = at - HORIZON
        while at > end:
            if at.month not in self.months:
                at = at.replace(day=1, hour=0, minute=0) - MINUTE
            elif not self.matches_day(at):
                at = at.replace(hour=0, minute=0) - MINUTE
            elif at.hour not in self.hours:
                at = at.replace(minute=0) - MINUTE
            elif at.minute not in self.minutes:
                at -= MINUTE
            else:
                return at
        raise NeverRuns("there is no earlier run")

    def upcoming(self, moment, count):
        """The next `count` runs after `moment`."""
        runs = []
        for _ in range(count):
            moment = self.next_after(moment)
            runs.append(moment)
        return runs


def first_of_next_month(moment):
    days_in_longest_month = 31
    later = moment.replace(day=1) + days_in_longest_month * DAY
    return later.replace(day=1, hour=0, minute=0)
