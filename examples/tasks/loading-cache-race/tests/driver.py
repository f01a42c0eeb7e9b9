"""Brings threads into one situation and prints what was seen. Its text is given to python3 -c, with the folder of the
package, the name of the situation and a word that is new in each run; what should be seen stands in checks.py only."""

import json
import os
import random
import sys
import threading
import time

out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path.insert(0, sys.argv[1])
WORD = sys.argv[3]

from loadcache import LoadCycle, LoadingCache

PATIENCE = 5  # seconds that a thread may take for what it should do at once


def stuck(what):
    """Nothing more can be seen in this situation."""
    print(json.dumps(f"stuck: {what}"), file=out, flush=True)
    os._exit(0)


def reach(event):
    if not event.wait(PATIENCE):
        stuck("what should have begun did not")


class Call:
    """A function that runs in a thread of its own."""

    def __init__(self, function, *arguments):
        self.result = "still running"
        self.thread = threading.Thread(target=self.run, args=[function, arguments], daemon=True)
        self.thread.start()

    def run(self, function, arguments):
        try:
            self.result = function(*arguments)
        except Exception as error:
            self.result = f"{type(error).__name__} {id(error) if isinstance(error, Planned) else ''}".strip()

    def wait(self):
        self.thread.join(PATIENCE)
        if self.thread.is_alive():
            stuck("a call did not return")
        return self.result


class Planned(Exception):
    """What loaders raise on purpose."""


class Loader:
    """Counts its calls and returns a value that tells key and number of the call; may wait for an event before."""

    def __init__(self):
        self.calls = []
        self.gates = {}
        self.begun = {}
        self.lock = threading.Lock()

    def hold(self, key, number=1):
        """Makes the load wait; returns the event that it waits for."""
        self.begun[key, number] = threading.Event()
        self.gates[key, number] = threading.Event()
        return self.gates[key, number]

    def __call__(self, key):
        with self.lock:
            self.calls.append(key)
            number = self.calls.count(key)
        if (key, number) in self.gates:
            self.begun[key, number].set()
            self.gates[key, number].wait(3 * PATIENCE)
        return f"{WORD} {key} {number}"


class Clock:
    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


def new_cache(loader, **options):
    return LoadingCache(loader, **{"ttl": 60, "max_entries": 100, **options})


def until_waiting(cache, misses):
    """Waits until so many calls of get have begun, and then a little until they wait."""
    end = time.monotonic() + PATIENCE / 2
    while cache.stats()["misses"] < misses and time.monotonic() < end:
        time.sleep(0.005)
    time.sleep(0.1)


def one_load():
    def slow_clock():
        time.sleep(0.05)
        return 0

    loader = Loader()
    cache = new_cache(loader, clock=slow_clock)
    gate = loader.hold("a")
    calls = [Call(cache.get, "a") for _ in range(8)]
    until_waiting(cache, 8)
    time.sleep(0.5)
    gate.set()
    return {"results": [call.wait() for call in calls], "loads": loader.calls, "stats": cache.stats(), "again": cache.get("a")}


def side_by_side():
    barrier = threading.Barrier(3)

    def loader(key):
        barrier.wait(PATIENCE / 2)
        return f"{WORD} {key}"

    cache = new_cache(loader)
    return [call.wait() for call in [Call(cache.get, key) for key in "abc"]]


def others_do_not_wait():
    loader = Loader()
    cache = new_cache(loader)
    cache.get("kept")
    gate = loader.hold("slow")
    slow = Call(cache.get, "slow")
    reach(loader.begun["slow", 1])
    seen = [Call(function).wait() for function in (
        lambda: cache.get("kept"), lambda: cache.get("new"), lambda: cache.invalidate("kept"), lambda: cache.invalidate("slow"),
        lambda: len(cache), lambda: cache.stats()["loads"])]
    before = slow.result
    gate.set()
    return [*seen, before, slow.wait()]


def failure():
    begun, gate = threading.Event(), threading.Event()
    outcomes = iter([Planned(WORD), None])

    def loader(key):
        error = next(outcomes)
        if error:
            begun.set()
            gate.wait(3 * PATIENCE)
            raise error
        return f"{WORD} {key}"

    cache = new_cache(loader)
    calls = [Call(cache.get, "a") for _ in range(6)]
    reach(begun)
    until_waiting(cache, 6)
    gate.set()
    results = [call.wait() for call in calls]
    return {"results": len(set(results)), "kinds": sorted({result.split()[0] for result in results}), "kept": len(cache),
            "next": Call(cache.get, "a").wait(), "stats": cache.stats()}


def nested():
    cache = new_cache(lambda key: f"{WORD} {key}" if key == 0 else f"{Call(cache.get, 0).wait() if key == 9 else cache.get(key - 1)}+")
    return [Call(cache.get, 5).wait(), Call(cache.get, 9).wait()]


def own_key():
    seen = []

    def loader(key):
        try:
            cache.get(key)
        except LoadCycle:
            seen.append("LoadCycle")
        return f"{WORD} {key}"

    cache = new_cache(loader)
    result = Call(cache.get, "a").wait()
    return {"seen": seen, "result": result, "again": Call(cache.get, "a").wait() if seen else None, "is a RuntimeError": issubclass(LoadCycle, RuntimeError)}


def circle(size):
    """Each of the threads loads a key whose loader asks for the key of the next one; all are loading before any asks."""
    barrier = threading.Barrier(size)

    def loader(key):
        barrier.wait(PATIENCE)
        try:
            return "got " + cache.get((key + 1) % size)[:3]
        except LoadCycle:
            return "cycle"

    cache = new_cache(loader)
    return sorted(call.wait() for call in [Call(cache.get, key) for key in range(size)])


def circle_of_two():
    return circle(2)


def circle_of_four():
    return circle(4)


def uncaught_circle():
    """Nobody expects the cycle; each caller gets the exception, and the keys can be used afterwards."""
    barrier = threading.Barrier(2)
    first = [True, True]

    def loader(key):
        if first[key]:
            first[key] = False
            barrier.wait(PATIENCE)
            return cache.get(1 - key)
        return f"{WORD} {key}"

    cache = new_cache(loader)
    results = [call.wait() for call in [Call(cache.get, key) for key in range(2)]]
    return {"results": results, "next": [Call(cache.get, key).wait() for key in range(2)]}


def chain():
    """A thread waits for one that waits for a third one: no circle, so nobody may raise."""
    gate, asked = threading.Event(), threading.Event()

    def loader(key):
        if key == "c":
            asked.set()
            gate.wait(3 * PATIENCE)
            return f"{WORD} {key}"
        return {"a": lambda: cache.get("b"), "b": lambda: cache.get("c"), "d": lambda: cache.get("b")}[key]() + key

    cache = new_cache(loader)
    calls = [Call(cache.get, "c")]
    reach(asked)
    calls += [Call(cache.get, key) for key in "badb"]
    until_waiting(cache, 8)
    gate.set()
    return [call.wait() for call in calls]


def invalidated_load(old_first):
    loader = Loader()
    dropped = []
    cache = new_cache(loader, on_drop=lambda *pair: dropped.append(pair))
    gates = [loader.hold("a", 1), loader.hold("a", 2)]
    old = [Call(cache.get, "a")]
    reach(loader.begun["a", 1])
    old.append(Call(cache.get, "a"))
    until_waiting(cache, 2)
    cache.invalidate("a")
    new = [Call(cache.get, "a")]
    reach(loader.begun["a", 2])
    new.append(Call(cache.get, "a"))
    until_waiting(cache, 4)
    order = [(gates[0], old), (gates[1], new)]
    for gate, calls in order if old_first else reversed(order):
        gate.set()
        for call in calls:
            call.wait()
    for gate in gates:
        gate.set()
    return {"old": [call.wait() for call in old], "new": [call.wait() for call in new], "kept": Call(cache.get, "a").wait(), "dropped": dropped}


def invalidated_load_ends_first():
    return invalidated_load(True)


def invalidated_load_ends_last():
    return invalidated_load(False)


def invalidated_load_fails():
    """The failure of an old load does not touch the new one."""
    gates = [threading.Event(), threading.Event()]
    begun = [threading.Event(), threading.Event(), threading.Event()]
    numbers = iter(range(3))

    def loader(key):
        number = next(numbers)
        begun[number].set()
        if number < 2:
            gates[number].wait(3 * PATIENCE)
        if number == 0:
            raise Planned
        return f"{WORD} {number}"

    cache = new_cache(loader)
    old = Call(cache.get, "a")
    reach(begun[0])
    cache.invalidate("a")
    new = Call(cache.get, "a")
    reach(begun[1])
    gates[0].set()
    old.wait()
    joined = Call(cache.get, "a")
    until_waiting(cache, 3)
    gates[1].set()
    return {"old": old.result.split()[0], "new": [new.wait(), joined.wait()], "loads": cache.stats()["loads"]}


def callback_uses_cache():
    """The callback does what a loader may do, after each of the three causes."""
    clock = Clock()
    caller, inside, seen = [None], [], []

    def on_drop(key, value):
        if inside:
            return
        inside.append(key)
        mine = threading.current_thread() is caller[0]
        seen.append([key, value, mine, cache.get("extra")[:len(WORD)], len(cache) > 0, cache.stats()["misses"] > 0])
        cache.invalidate("extra")
        inside.clear()

    def call(function, *arguments):
        def act():
            caller[0] = threading.current_thread()
            return function(*arguments)

        return Call(act).wait()

    cache = new_cache(Loader(), clock=clock, on_drop=on_drop, max_entries=3)
    results = [call(cache.get, "a"), call(cache.invalidate, "a"), call(cache.get, "b")]
    clock.now = 60
    results += [call(cache.get, key) for key in "bcde"]
    return {"results": results, "seen": seen[:3]}


def callback_takes_its_time():
    """While the callback waits, other threads use the cache, the dropped key included."""
    begun, gate = threading.Event(), threading.Event()

    def on_drop(key, value):
        if value.endswith(" 1") and not begun.is_set():
            begun.set()
            gate.wait(3 * PATIENCE)

    cache = new_cache(Loader(), on_drop=on_drop)
    cache.get("a")
    call = Call(cache.invalidate, "a")
    reach(begun)
    seen = [Call(function).wait() for function in (
        lambda: cache.get("a"), lambda: cache.get("b"), lambda: cache.invalidate("b"), lambda: len(cache), lambda: cache.stats()["loads"])]
    before = call.result
    gate.set()
    return [*seen, before, call.wait()]


def one_thread():
    clock = Clock()
    dropped = []
    loader = Loader()
    cache = new_cache(loader, ttl=10, max_entries=3, clock=clock, on_drop=lambda *pair: dropped.append(list(pair)))
    values = [cache.get(key) for key in "abcabd"]
    clock.now = 9.5
    values += [cache.get(key) for key in "cd"]
    clock.now = 10
    values += [cache.get(key) for key in "bd"]
    cache.invalidate("b")
    cache.invalidate("b")
    return {"values": values, "dropped": dropped, "length": len(cache), "stats": cache.stats()}


def stress():
    """Many threads do everything at once; what must hold at any time is noted when it does not."""
    sys.setswitchinterval(1e-5)
    keys = range(12)
    begun = dict.fromkeys(keys, 0)  # calls of invalidate
    ended = dict.fromkeys(keys, 0)
    loads, running, dropped, wrong = [], [], [], []
    lock = threading.Lock()

    def loader(key):
        with lock:
            version = begun[key]
            if key >= 8 and key in running:
                wrong.append("two loads of one key at once")
            running.append(key)
            loads.append(key)
            number = len(loads)
        try:
            if number % 3 == 0:
                time.sleep(0.0005)
            if number % 7 == 0:
                raise Planned
            return [key, version, number]
        finally:
            with lock:
                running.remove(key)

    def on_drop(key, value):
        with lock:
            dropped.append(value[2])
        len(cache)

    cache = new_cache(loader, max_entries=6, on_drop=on_drop)
    gets = [0] * 8
    end = time.monotonic() + 1.5

    def work(me):
        rng = random.Random(me)
        while time.monotonic() < end:
            key = rng.randrange(12)
            # Only one thread invalidates a key, and none the last four: these are dropped because there are too many.
            if key == me and rng.random() < 0.4:
                with lock:
                    begun[key] += 1
                cache.invalidate(key)
                with lock:
                    ended[key] += 1
            with lock:
                least = ended[key]
            gets[me] += 1
            try:
                value = cache.get(key)
            except Planned:
                continue
            if value[0] != key:
                wrong.append("a value of another key")
            if value[1] < least:
                wrong.append("a value that was invalidated")
            if len(cache) > 6:
                wrong.append("too many values")
        return "done"

    results = [call.wait() for call in [Call(work, me) for me in range(8)]]
    stats = cache.stats()
    for key in keys:
        cache.invalidate(key)
    if len(set(dropped)) != len(dropped):
        wrong.append("a value dropped twice")
    return {"results": sorted(set(results)), "wrong": sorted(set(wrong)), "left": len(cache), "enough": len(loads) > 50,
            "gets": stats["hits"] + stats["misses"] - sum(gets), "loads": stats["loads"] - len(loads),
            "failures": stats["failures"] - len(loads) // 7}


print(json.dumps(globals()[sys.argv[2]]()), file=out, flush=True)
os._exit(0)
