"""A cache that loads its values when they are asked for."""

from .cache import LoadCycle, LoadingCache

__all__ = ["LoadCycle", "LoadingCache"]
