class CronError(ValueError):
    """The text is not a schedule."""


class NeverRuns(Exception):
    """The schedule has no run in the direction that was asked for."""
