"""Tells when a cron schedule runs."""

from .errors import CronError, NeverRuns
from .schedule import Schedule

__all__ = ["CronError", "NeverRuns", "Schedule"]
