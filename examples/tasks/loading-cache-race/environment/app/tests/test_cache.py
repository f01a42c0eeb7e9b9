import pytest

from loadcache import LoadingCache


class Clock:
    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_value_is_loaded_once(clock):
    cache = LoadingCache(lambda key: key * 2, ttl=10, max_entries=5, clock=clock)
    assert [cache.get(4), cache.get(4), cache.get(5)] == [8, 8, 10]
    assert cache.stats() == {"hits": 1, "misses": 2, "loads": 2, "failures": 0}


def test_a_value_that_is_too_old_is_loaded_again(clock):
    dropped = []
    cache = LoadingCache(lambda key: clock.now, ttl=10, max_entries=5, clock=clock, on_drop=lambda *pair: dropped.append(pair))
    assert cache.get("a") == 0
    clock.now = 9
    assert cache.get("a") == 0
    clock.now = 10
    assert cache.get("a") == 10
    assert dropped == [("a", 0)]


def test_the_value_that_was_used_longest_ago_is_dropped(clock):
    dropped = []
    cache = LoadingCache(str, ttl=10, max_entries=2, clock=clock, on_drop=lambda *pair: dropped.append(pair))
    for key in (1, 2, 1, 3):
        cache.get(key)
    assert dropped == [(2, "2")]
    assert len(cache) == 2


def test_an_invalidated_value_is_loaded_again(clock):
    values = iter("xy")
    cache = LoadingCache(lambda key: next(values), ttl=10, max_entries=2, clock=clock)
    assert cache.get("a") == "x"
    cache.invalidate("a")
    cache.invalidate("b")
    assert len(cache) == 0
    assert cache.get("a") == "y"


def test_a_failure_reaches_the_caller(clock):
    def fail(key):
        raise KeyError(key)

    cache = LoadingCache(fail, ttl=10, max_entries=2, clock=clock)
    with pytest.raises(KeyError):
        cache.get("a")
    assert cache.stats() == {"hits": 0, "misses": 1, "loads": 1, "failures": 1}


def test_a_loader_may_ask_for_another_key(clock):
    cache = LoadingCache(lambda key: key if key == 0 else cache.get(key - 1) + 1, ttl=10, max_entries=9, clock=clock)
    assert cache.get(5) == 5
    assert cache.stats() == {"hits": 0, "misses": 6, "loads": 6, "failures": 0}
