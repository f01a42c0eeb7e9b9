#!/bin/bash
# One thread at a time, loaders included.
cat >> loadcache/cache.py <<'PY'


_get, _invalidate = LoadingCache.get, LoadingCache.invalidate
_big = threading.RLock()


def _locked(function):
    def call(*arguments):
        with _big:
            return function(*arguments)
    return call


LoadingCache.get = _locked(_get)
LoadingCache.invalidate = _locked(_invalidate)
PY
