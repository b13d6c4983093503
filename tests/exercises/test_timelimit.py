"""What never ends is stopped, in the main thread and in others; nothing is left behind."""

import signal
import sys
import threading
import time

import pytest

from course_lib.exercises.timelimit import TimeUp, call_within


def for_ever():
    while True:
        pass


def swallowing():
    while True:
        try:  # noqa: SIM105
            sum(range(100))
        except BaseException:
            pass


def in_thread(function):
    """Call `function` in another thread; returns what it returned or raised."""
    results = []

    def work():
        try:
            results.append(function())
        except BaseException as error:
            results.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    return results[0]


def here(function):
    try:
        return function()
    except BaseException as error:
        return error


@pytest.mark.parametrize("place", [here, in_thread])
class TestCallWithin:
    def test_hands_on_what_comes(self, place):
        assert place(lambda: call_within(5, lambda: "done")) == "done"

    def test_hands_on_what_is_raised(self, place):
        assert isinstance(place(lambda: call_within(5, lambda: 1 / 0)), ZeroDivisionError)

    def test_stops_what_never_ends(self, place):
        assert isinstance(place(lambda: call_within(0.1, for_ever)), TimeUp)

    def test_nothing_comes_late(self, place):
        def twice():
            with pytest.raises(TimeUp):
                call_within(0.05, for_ever)
            for _ in range(100_000):
                pass
            time.sleep(0.1)
            return call_within(1, lambda: "and on")

        assert place(twice) == "and on"

    def test_no_time_left_is_a_time_too_short_not_none(self, place):
        assert isinstance(place(lambda: call_within(-1, for_ever)), TimeUp)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm")
class TestAlarm:
    def test_wakes_a_sleeper(self):
        with pytest.raises(TimeUp):
            call_within(0.1, lambda: time.sleep(60))

    def test_stops_what_swallows_every_exception(self):
        with pytest.raises(TimeUp):
            call_within(0.1, swallowing)

    def test_leaves_another_alarm_as_it_was(self):
        rang = []
        before = signal.signal(signal.SIGALRM, lambda *_: rang.append(True))
        timer = signal.setitimer(signal.ITIMER_REAL, 0.3)
        try:
            call_within(5, lambda: None)
            assert not rang
            time.sleep(0.5)
            assert rang
        finally:
            signal.signal(signal.SIGALRM, before)
            signal.setitimer(signal.ITIMER_REAL, *timer)


@pytest.mark.parametrize("place", [here, in_thread])
def test_an_import_is_let_finish(place, tmp_path, monkeypatch):
    """Half a torch was left behind once: the answers that came after it were all wrong."""
    (tmp_path / "slow_to_load.py").write_text(
        "import time\nfor _ in range(10):\n    time.sleep(0.05)\nloaded = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def use_it():
        import slow_to_load

        assert slow_to_load.loaded
        for_ever()

    def limited():
        with pytest.raises(TimeUp):
            call_within(0.1, use_it)
        return sys.modules.pop("slow_to_load").loaded

    assert place(limited) is True
