import pytest

from cronline import CronError, Schedule
from cronline.fields import DAY, HOUR, MINUTE, MONTH, WEEKDAY, parse_field


def test_a_single_value():
    assert parse_field("7", HOUR) == {7}


def test_a_list_of_values_and_ranges():
    assert parse_field("1,5-7,59", MINUTE) == {1, 5, 6, 7, 59}


def test_a_star_is_all_values():
    assert parse_field("*", MONTH) == set(range(1, 13))


def test_steps_over_all_minutes():
    assert parse_field("*/15", MINUTE) == {0, 15, 30, 45}


def test_steps_over_all_days_of_the_month():
    assert parse_field("*/10", DAY) == {1, 11, 21, 31}


def test_steps_count_from_the_start_of_their_range():
    assert parse_field("10-30/15", MINUTE) == {10, 25}


def test_names_in_any_case():
    assert parse_field("jan,Feb-APR", MONTH) == {1, 2, 3, 4}


def test_seven_is_sunday():
    assert parse_field("7", WEEKDAY) == {0}


def test_a_range_that_ends_with_sunday():
    assert parse_field("5-7", WEEKDAY) == {0, 5, 6}


@pytest.mark.parametrize("text", [
    "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
    "* * * *", "* * * * * *", "5-1 * * * *", "*/0 * * * *", ", * * * *", "-1 * * * *", "five * * * *",
])
def test_wrong_schedules_are_refused(text):
    with pytest.raises(CronError):
        Schedule.parse(text)
