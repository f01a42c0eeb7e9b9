#!/bin/bash
set -euo pipefail
cat > /app/loadcache/cache.py <<'PYTHON'
import threading
import time
from collections import OrderedDict


class LoadCycle(RuntimeError):
    """Waiting for this load would never end."""


class Load:
    """A load that is under way, in the thread that owns it."""

    def __init__(self, began):
        self.began = began
        self.owner = threading.get_ident()
        self.finished = threading.Event()
        self.value = None
        self.error = None

    def result(self):
        if self.error is not None:
            raise self.error
        return self.value


class Entry:
    def __init__(self, value, expires):
        self.value = value
        self.expires = expires


class LoadingCache:
    """Keeps the values that a loader returns; see README.md."""

    # The lock guards all fields below it. Loader and callback are never called while it is held.

    def __init__(self, loader, *, ttl, max_entries, clock=time.monotonic, on_drop=None):
        self._loader = loader
        self._ttl = ttl
        self._max_entries = max_entries
        self._clock = clock
        self._on_drop = on_drop
        self._lock = threading.Lock()
        self._entries = OrderedDict()
        self._loads = {}
        self._waits = {}  # what each waiting thread waits for
        self._hits = 0
        self._misses = 0
        self._load_count = 0
        self._failures = 0

    def get(self, key):
        now = self._clock()
        dropped = []
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and now < entry.expires:
                self._hits += 1
                self._entries.move_to_end(key)
                return entry.value
            self._misses += 1
            self._take(key, dropped)
            load = self._loads.get(key)
            mine = load is None
            if mine:
                load = self._loads[key] = Load(now)
                self._load_count += 1
            elif self._would_deadlock(load):
                raise LoadCycle(key)
            else:
                self._waits[threading.get_ident()] = load
        if not mine:
            return self._wait(load)
        self._load(key, load, dropped)
        return load.result()

    def invalidate(self, key):
        dropped = []
        with self._lock:
            self._loads.pop(key, None)
            self._take(key, dropped)
        self._report(dropped)

    def stats(self):
        with self._lock:
            return {"hits": self._hits, "misses": self._misses, "loads": self._load_count, "failures": self._failures}

    def __len__(self):
        with self._lock:
            return len(self._entries)

    def _would_deadlock(self, load):
        """Whether the load waits, perhaps by way of others, for one of this thread."""
        while load is not None and not load.finished.is_set():
            if load.owner == threading.get_ident():
                return True
            load = self._waits.get(load.owner)
        return False

    def _wait(self, load):
        load.finished.wait()
        with self._lock:
            del self._waits[threading.get_ident()]
        return load.result()

    def _load(self, key, load, dropped):
        try:
            load.value = self._loader(key)
        except BaseException as error:
            load.error = error
        with self._lock:
            if load.error is not None:
                self._failures += 1
            # Otherwise it was invalidated, and another load may have taken its place.
            if self._loads.get(key) is load:
                del self._loads[key]
                if load.error is None:
                    self._store(key, load, dropped)
            load.finished.set()
        self._report(dropped)

    def _store(self, key, load, dropped):
        self._entries[key] = Entry(load.value, load.began + self._ttl)
        while len(self._entries) > self._max_entries:
            self._take(next(iter(self._entries)), dropped)

    def _take(self, key, dropped):
        entry = self._entries.pop(key, None)
        if entry is not None:
            dropped.append((key, entry.value))

    def _report(self, dropped):
        if self._on_drop is not None:
            for key, value in dropped:
                self._on_drop(key, value)
PYTHON
cd /app && python3 -m pytest -q
