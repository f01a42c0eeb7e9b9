"""Reads the five fields of a schedule into sets of numbers."""

from dataclasses import dataclass

from .errors import CronError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


@dataclass(frozen=True)
class Field:
    """What may stand in one field."""

    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    def value(self, text):
        """The number that a value stands for."""
        if text.upper() in self.names:
            return self.first + self.names.index(text.upper())
        number = whole_number(text, self.name)
        if self.name == "weekday" and number == 7:
            number = 0
        if not self.first <= number <= self.last:
            raise CronError(f"{self.name}: {number} is not between {self.first} and {self.last}")
        return number


MINUTE = Field("minute", 0, 59)
HOUR = Field("hour", 0, 23)
DAY = Field("day of month", 1, 31)
MONTH = Field("month", 1, 12, MONTHS)
WEEKDAY = Field("weekday", 0, 6, WEEKDAYS)


def whole_number(text, name):
    if not (text.isascii() and text.isdigit()):
        raise CronError(f"{name}: expected a number, found {text!r}")
    return int(text)


def parse_field(text, field):
    """The set of values that a field's text stands for."""
    values = set()
    for item in text.split(","):
        values |= parse_item(item, field)
    return frozenset(values)


def parse_item(item, field):
    span, slash, step_text = item.partition("/")
    first, last = parse_span(span, field, single_allowed=not slash)
    step = 1
    if slash:
        step = whole_number(step_text, field.name)
        if step < 1:
            raise CronError(f"{field.name}: a step must be 1 or more")
    return {value for value in range(first, last + 1) if value % step == 0}


def parse_span(span, field, single_allowed):
    """The two ends of `*`, of a range or, where that is allowed, of a single value."""
    if span == "*":
        return field.first, field.last
    first_text, dash, last_text = span.partition("-")
    first = field.value(first_text)
    if not dash:
        if not single_allowed:
            raise CronError(f"{field.name}: a step needs a range, found {span!r}")
        return first, first
    last = field.value(last_text)
    if first > last:
        raise CronError(f"{field.name}: {span!r} ends before it begins")
    return first, last
