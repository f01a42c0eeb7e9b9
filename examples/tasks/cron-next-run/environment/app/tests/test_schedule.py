from datetime import datetime, timedelta, timezone

import pytest

from cronline import NeverRuns, Schedule


def test_every_minute():
    assert Schedule.parse("* * * * *").next_after(datetime(2024, 1, 1, 10, 0, 30)) == datetime(2024, 1, 1, 10, 1)


def test_later_in_the_same_hour():
    assert Schedule.parse("45 * * * *").next_after(datetime(2024, 1, 1, 10, 30)) == datetime(2024, 1, 1, 10, 45)


def test_later_on_the_same_day():
    assert Schedule.parse("0 9 * * *").next_after(datetime(2024, 1, 1, 6, 30)) == datetime(2024, 1, 1, 9, 0)


def test_on_the_next_day():
    assert Schedule.parse("30 6 * * *").next_after(datetime(2024, 2, 29, 6, 30)) == datetime(2024, 3, 1, 6, 30)


def test_on_a_weekday():
    assert Schedule.parse("0 0 * * mon").next_after(datetime(2024, 3, 1)) == datetime(2024, 3, 4)


def test_a_day_of_the_month_or_a_weekday():
    runs = Schedule.parse("0 0 13 * fri").upcoming(datetime(2024, 3, 2), 3)
    assert runs == [datetime(2024, 3, 8), datetime(2024, 3, 13), datetime(2024, 3, 15)]


def test_into_the_next_year():
    assert Schedule.parse("0 12 1 feb *").next_after(datetime(2024, 12, 31, 23, 59)) == datetime(2025, 2, 1, 12, 0)


def test_a_month_without_that_day_is_skipped():
    assert Schedule.parse("0 0 31 * *").next_after(datetime(2024, 3, 31)) == datetime(2024, 5, 31)


def test_a_day_that_never_comes():
    with pytest.raises(NeverRuns):
        Schedule.parse("0 0 30 2 *").next_after(datetime(2024, 1, 1))


def test_the_run_before():
    assert Schedule.parse("15 3 * * *").previous_before(datetime(2024, 3, 1, 3, 15)) == datetime(2024, 2, 29, 3, 15)


def test_the_time_zone_is_kept():
    zone = timezone(timedelta(hours=2))
    assert Schedule.parse("0 0 * * *").next_after(datetime(2024, 1, 1, 1, 0, tzinfo=zone)).tzinfo is zone


def test_matches():
    schedule = Schedule.parse("*/5 8-18 * * 1-5")
    assert schedule.matches(datetime(2024, 3, 1, 18, 55, 59))
    assert not schedule.matches(datetime(2024, 3, 2, 18, 55))
