#!/bin/bash
# Whoever waited for a second loads by himself.
sed -i 's/            load.finished.wait()/            if not load.finished.wait(1): return self._load(key)/
        s/threading.Lock()/threading.RLock()/
        s/            del self._loads\[key\]/            self._loads.pop(key, None)/' loadcache/cache.py
python3 -m pytest -q
