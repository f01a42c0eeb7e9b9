import threading
import time
from collections import OrderedDict


class LoadCycle(RuntimeError):
    """Waiting for this load would never end."""


class Load:
    """A load that is under way."""

    def __init__(self, began):
        self.began = began
        self.finished = threading.Event()
        self.value = None


class Entry:
    def __init__(self, value, expires):
        self.value = value
        self.expires = expires


class LoadingCache:
    """Keeps the values that a loader returns; see README.md."""

    def __init__(self, loader, *, ttl, max_entries, clock=time.monotonic, on_drop=None):
        self._loader = loader
        self._ttl = ttl
        self._max_entries = max_entries
        self._clock = clock
        self._on_drop = on_drop
        self._lock = threading.Lock()
        self._entries = OrderedDict()
        self._loads = {}
        self._hits = 0
        self._misses = 0
        self._load_count = 0
        self._failures = 0

    def get(self, key):
        with self._lock:
            entry = self._fresh_entry(key)
            if entry is not None:
                self._hits += 1
                self._entries.move_to_end(key)
                return entry.value
            load = self._loads.get(key)
        self._misses += 1
        if load is not None:
            load.finished.wait()
            return load.value
        return self._load(key)

    def invalidate(self, key):
        with self._lock:
            self._drop(key)

    def stats(self):
        return {"hits": self._hits, "misses": self._misses, "loads": self._load_count, "failures": self._failures}

    def __len__(self):
        return len(self._entries)

    def _fresh_entry(self, key):
        entry = self._entries.get(key)
        if entry is not None and self._clock() >= entry.expires:
            self._drop(key)
            return None
        return entry

    def _load(self, key):
        load = Load(self._clock())
        self._loads[key] = load
        self._load_count += 1
        try:
            load.value = self._loader(key)
        except Exception:
            self._failures += 1
            raise
        with self._lock:
            self._store(key, load)
            del self._loads[key]
        load.finished.set()
        return load.value

    def _store(self, key, load):
        self._entries[key] = Entry(load.value, load.began + self._ttl)
        self._entries.move_to_end(key)
        while len(self._entries) > self._max_entries:
            self._drop(next(iter(self._entries)))

    def _drop(self, key):
        entry = self._entries.pop(key, None)
        if entry is not None and self._on_drop is not None:
            self._on_drop(key, entry.value)
