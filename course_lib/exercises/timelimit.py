"""Stop code that runs too long, in the same process.

In the main thread of Linux and macOS an alarm signal interrupts even `time.sleep`. Elsewhere (Windows, a kernel's
subshell) a second thread raises the exception, which Python delivers between two of its own instructions. Either is
raised again and again until it gets through, because an `except:` in a loop swallows one. Two things cannot be stopped:
code that hangs inside C (one huge matrix product), and, without the signal, a loop that swallows every exception.

An import is let finish: broken off, it leaves half a module behind. (torch loads a good part of itself with the first
optimizer. Stopped there, it raises in every later use, and answers that are right look wrong.)
"""

import ctypes
import signal
import sys
import threading
import time

AGAIN = 0.02  # seconds from one attempt to stop it to the next
PATIENCE = 5  # attempts; then they come so fast that some hit the code between two `try`s
FAST = 5e-5
IMPORT_SECONDS = 30  # so long an import may go on after the time is over


class TimeUp(BaseException):
    """The time is over. No Exception, so that a learner's `except Exception` lets it pass."""


def call_within(seconds: float, function):
    """`function()`; raises TimeUp where it takes longer than so many seconds."""
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_alarm(max(seconds, AGAIN), function)
    return _with_watch(max(seconds, AGAIN), function)


def _with_alarm(seconds, function):
    attempts, over = 0, False

    def stop(number, frame):
        nonlocal attempts
        if over or frame is None or frame.f_code.co_filename == __file__:
            return  # never in the midst of clearing up
        if time.monotonic() < patient_until and _importing(frame):
            return
        attempts += 1
        if attempts == PATIENCE:
            signal.setitimer(signal.ITIMER_REAL, FAST, FAST)
        raise TimeUp

    started = time.monotonic()
    patient_until = started + seconds + IMPORT_SECONDS
    handler_before = signal.signal(signal.SIGALRM, stop)
    left_before, interval_before = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        return function()
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        if attempts:
            time.sleep(AGAIN)  # an alarm that went to another thread of the process may still be under way
        if handler_before not in (
            signal.SIG_DFL,
            None,
        ):  # the default would end the process; ours is idle from now on
            signal.signal(signal.SIGALRM, handler_before)
        if left_before:  # somebody else's alarm, a test runner's say: set it again
            left = max(left_before - (time.monotonic() - started), AGAIN)
            signal.setitimer(signal.ITIMER_REAL, left, interval_before)


def _importing(frame):
    """Whether what `call_within` calls is in the midst of an import."""
    while frame is not None and frame.f_code.co_filename != __file__:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


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
        self.over, self.lock, self.thrown = threading.Event(), threading.Lock(), False

    def keep(self, seconds):
        patient_until = time.monotonic() + seconds + IMPORT_SECONDS
        while not self.over.wait(seconds):
            frame = sys._current_frames().get(self.thread.value)
            waits = time.monotonic() < patient_until and _importing(frame)
            with self.lock:
                if not waits and not self.over.is_set():
                    self.thrown = True
                    self.throw()
            seconds = AGAIN

    def end(self):
        with self.lock:
            self.over.set()
        if self.thrown:
            self.catch_the_last()

    def catch_the_last(self):
        """One may be under way still. Withdrawing it (with NULL) makes Python 3.11 hang under a tracer: catch one."""
        try:
            self.throw()
            while True:
                time.sleep(0)
        except TimeUp:
            self.thrown = False

    def throw(self):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(self.thread, ctypes.py_object(TimeUp))
