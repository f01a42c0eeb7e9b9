"""Compares the agent's library with a plain reading of its README: day by day, minute by minute."""

import json
import random
import unittest
from datetime import datetime, timedelta

import harness

# Calls the library for each line of its input, in a process of its own. Results go to a copy of standard output.
DRIVER = """
import json, os, sys, time
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path.insert(0, sys.argv[1])
from datetime import datetime
import cronline

def call(name, text, moment, count):
    schedule = cronline.Schedule.parse(text)
    if name == "parse":
        return "accepted"
    moment = datetime.fromisoformat(moment)
    if name == "upcoming":
        return [run.isoformat() for run in schedule.upcoming(moment, count)]
    result = getattr(schedule, name)(moment)
    return result if isinstance(result, bool) else result.isoformat()

for line in sys.stdin:
    began = time.process_time()
    try:
        answer = call(*json.loads(line))
    except cronline.CronError as error:
        answer = "CronError" if isinstance(error, ValueError) else "not a ValueError"
    except cronline.NeverRuns:
        answer = "NeverRuns"
    except Exception as error:
        answer = repr(error)
    if time.process_time() - began > 1:
        answer = "took longer than a second"
    print(json.dumps(answer), file=out, flush=True)
"""

FIELDS = [(0, 59, ()), (0, 23, ()), (1, 31, ()),
          (1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()),
          (0, 7, "SUN MON TUE WED THU FRI SAT".split())]


def values_of(text, field):
    """The values of a right field, read the simplest way."""
    first, last, names = FIELDS[field]

    def value(word):
        return first + names.index(word.upper()) if word.upper() in names else int(word)

    values = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        low, high = (first, last) if span == "*" else (value(span.split("-")[0]), value(span.split("-")[-1]))
        values |= {number for number in range(low, high + 1) if (number - low) % int(step or 1) == 0}
    return {number % 7 for number in values} if field == 4 else values


class Reference:
    def __init__(self, text):
        parts = text.split()
        self.minutes, self.hours, self.days, self.months, self.weekdays = map(values_of, parts, range(5))
        self.either = parts[2] != "*" and parts[4] != "*"

    def day_matches(self, day):
        hits = [day.day in self.days, day.isoweekday() % 7 in self.weekdays]
        return day.month in self.months and (any(hits) if self.either else all(hits))

    def matches(self, moment):
        return self.day_matches(moment) and moment.hour in self.hours and moment.minute in self.minutes

    def search(self, moment, direction):
        day = datetime(moment.year, moment.month, moment.day)
        for _ in range(9 * 366):
            if self.day_matches(day):
                runs = [day.replace(hour=hour, minute=minute) for hour in self.hours for minute in self.minutes]
                runs = [run for run in runs if (run > moment if direction > 0 else run < moment)]
                if runs:
                    return min(runs) if direction > 0 else max(runs)
            day += direction * timedelta(days=1)
        return None

    def upcoming(self, moment, count):
        runs = []
        for _ in range(count):
            moment = self.search(moment, 1)
            runs.append(moment.isoformat())
        return runs


def random_field(rng, field):
    first, last, names = FIELDS[field]

    def value(number):
        if names and number - first < len(names) and rng.random() < 0.4:
            return rng.choice([str.lower, str.upper, str.title])(names[number - first])
        return str(number)

    def item():
        low, high = sorted(rng.sample(range(first, last + 1), 2))
        return rng.choice([
            value(low), value(high), f"{value(low)}-{value(high)}",
            f"{value(low)}-{value(high)}/{rng.randint(1, 9)}", f"*/{rng.randint(1, 12)}"])

    return "*" if rng.random() < 0.35 else ",".join(item() for _ in range(rng.choice([1, 1, 1, 2, 3])))


def random_moment(rng, first_year=1990, last_year=2060):
    start = datetime(first_year, 1, 1)
    seconds = int((datetime(last_year, 1, 1) - start).total_seconds())
    moment = start + timedelta(seconds=rng.randrange(seconds))
    return moment.replace(second=0) if rng.random() < 0.5 else moment


class CronlineChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.library = harness.fresh_copy("/app/cronline").parent

    def compare(self, expected):
        """Asks the library for all of the calls at once; `expected` pairs a call with its right answer."""
        lines = "".join(json.dumps(call) + "\n" for call, _ in expected)
        outcome = harness.run([harness.PYTHON, "-I", "-B", "-c", DRIVER, self.library], stdin=lines.encode(), timeout=30)
        answers = [json.loads(line) for line in outcome.text.splitlines()]
        self.assertEqual(len(answers), len(expected), outcome)
        for (call, right), answer in zip(expected, answers):
            self.assertEqual(answer, right, call)

    def test_wrong_schedules(self):
        """Wrong schedules are refused"""
        wrong = [
            "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *",
            "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "5/15 * * * *", "*/ * * * *", "*/-2 * * * *",
            "*/a * * * *", "1,,2 * * * *", ", * * * *", "-1 * * * *", "+1 * * * *", "1- * * * *", "1-2-3 * * * *",
            "1.5 * * * *", "mon * * * *", "* * * mon *", "* * * * jan", "* * * * fri-sun", "* * * * sat-mon",
            "* * * * 5-8", "* * * * monday", "* * ? * *", "\u0663 * * * *", "* * * * 7/2", "@daily", "** * * * *",
        ]
        self.compare([(["parse", text, None, None], "CronError") for text in wrong])

    def test_right_schedules(self):
        """Right schedules are accepted"""
        right = ["0 0 * * 0-7", "  */61\t* * * * ", "05 007 * * *", "0 0 1-31/40 jan-DEC Sun-sat", "* * * * 7,0,sun"]
        self.compare([(["parse", text, None, None], "accepted") for text in right])

    def test_matches(self):
        """matches() follows the rules"""
        rng = random.Random(11)
        expected = []
        for _ in range(200):
            fields = [random_field(rng, field) for field in range(5)]
            if rng.random() < 0.7:
                fields[:2] = ["*", "*"]
            text, moment = " ".join(fields), random_moment(rng)
            expected.append((["matches", text, moment.isoformat(), None], Reference(text).matches(moment)))
        self.compare(expected)

    def test_searches(self):
        """next_after() and previous_before() find the nearest run"""
        rng = random.Random(12)
        expected = []
        for _ in range(150):
            text = " ".join(random_field(rng, field) for field in range(5))
            moment = random_moment(rng)
            for name, direction in (("next_after", 1), ("previous_before", -1)):
                run = Reference(text).search(moment, direction)
                expected.append(([name, text, moment.isoformat(), None], run.isoformat() if run else "NeverRuns"))
        self.compare(expected)

    def test_just_beside_a_run(self):
        """Runs are strictly later or earlier, also by seconds"""
        expected = []
        for text in ("* * * * *", "*/7 3 * * *", "0 0 1 1 *", "59 23 31 12 *"):
            run = Reference(text).search(datetime(2023, 5, 6, 7, 8, 9), 1)
            for shift in (timedelta(0), timedelta(seconds=1), timedelta(seconds=-1), timedelta(microseconds=1),
                          timedelta(microseconds=-1), timedelta(seconds=59, microseconds=999999)):
                for name, direction in (("next_after", 1), ("previous_before", -1)):
                    found = Reference(text).search(run + shift, direction)
                    expected.append(([name, text, (run + shift).isoformat(), None], found.isoformat()))
        self.compare(expected)

    def test_leap_days_and_days_that_never_come(self):
        """29 February is found over a century; 30 February never comes"""
        expected = []
        for year in (1896, 1897, 1904, 2000, 2023, 2096, 2097, 2100, 2103, 2104):
            moment = datetime(year, 2, 28, 23, 59) if year % 2 else datetime(year, 3, 1)
            for name, direction in (("next_after", 1), ("previous_before", -1)):
                for text in ("0 12 29 2 *", "0 0 29,30 feb *"):
                    found = Reference(text).search(moment, direction)
                    expected.append(([name, text, moment.isoformat(), None], found.isoformat()))
                for text in ("0 0 30 2 *", "0 0 31 2,4,6,9,11 *"):
                    expected.append(([name, text, moment.isoformat(), None], "NeverRuns"))
        self.compare(expected)

    def test_upcoming(self):
        """upcoming() lists the runs in order"""
        rng = random.Random(13)
        expected = [(["upcoming", "* * * * *", "2024-01-01T00:00:00", 0], [])]
        for text in ("0 9-17/4 * * mon-fri", "30 6 13 * fri", "0 0 31 * *", "*/25 */11 */9 * 5-7", "0 0 * * 6-7"):
            moment = random_moment(rng)
            expected.append((["upcoming", text, moment.isoformat(), 12], Reference(text).upcoming(moment, 12)))
        self.compare(expected)

    def test_time_zones(self):
        """The time zone of the moment is kept"""
        self.compare([
            (["next_after", "0 0 * * *", "2024-01-01T01:00:00+02:00", None], "2024-01-02T00:00:00+02:00"),
            (["previous_before", "0 0 * * *", "2024-01-01T01:00:00-05:30", None], "2024-01-01T00:00:00-05:30"),
        ])
