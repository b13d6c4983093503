"""Stop code that runs too long, in the same process.

In the main thread of Linux and macOS an alarm signal interrupts even `time.sleep`. Elsewhere (Windows, a kernel's
subshell) a second thread raises the exception, which Python delivers between two of its own instructions. Either is
raised again and again until it gets through, because an `except:` in a loop swallows one. Code that hangs inside C
(one huge matrix product) cannot be stopped by either: it ends when it ends.
"""

import ctypes
import signal
import threading
import time

AGAIN = 0.02  # seconds from one attempt to stop it to the next


class TimeUp(BaseException):
    """The time is over. No Exception, so that a learner's `except Exception` lets it pass."""


def call_within(seconds: float, function):
    """`function()`; raises TimeUp where it takes longer than so many seconds."""
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_alarm(max(seconds, AGAIN), function)
    return _with_watch(max(seconds, AGAIN), function)


def _with_alarm(seconds, function):
    def stop(number, frame):
        if frame is None or frame.f_code.co_filename != __file__:  # never in the midst of clearing up
            raise TimeUp

    started, handler_before = time.monotonic(), signal.signal(signal.SIGALRM, stop)
    left_before, interval_before = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        return function()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler_before)
        if left_before:  # somebody else's alarm, a test runner's say: set it again
            left = max(left_before - (time.monotonic() - started), AGAIN)
            signal.setitimer(signal.ITIMER_REAL, left, interval_before)


def _with_watch(seconds, function):
    watch = _Watch(threading.get_ident())
    threading.Thread(target=watch.keep, args=(seconds,), daemon=True).start()
    try:
        try:
            return function()
        finally:
            watch.end()
    finally:
        watch.end()  # again: a TimeUp that arrived in the first call may have cut it short


class _Watch:
    """Throws TimeUp into a thread when the time is over, until `end` is called there."""

    def __init__(self, thread):
        self.thread = ctypes.c_ulong(thread)
        self.over, self.lock = threading.Event(), threading.Lock()

    def keep(self, seconds):
        while not self.over.wait(seconds):
            with self.lock:
                if not self.over.is_set():
                    self.throw(ctypes.py_object(TimeUp))
            seconds = AGAIN

    def end(self):
        with self.lock:
            self.over.set()
            self.throw(None)  # withdraws one that is under way

    def throw(self, exception):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(self.thread, exception)
