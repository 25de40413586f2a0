"""Run a function that blocks until it is done, such as `fit`, a piece at a time."""

import threading


class Slices:
    """`work(pause)` in a thread of its own that runs only while `step()` waits: until its next `pause()`.

    The two never run at once, so nothing needs a lock. `stop` raises KeyboardInterrupt in the work, as Ctrl-C would.
    Where no thread can be started, as in a browser, the first `step()` does all of the work.
    """

    def __init__(self, work):
        self._turns = _Turns(work)
        self._thread = threading.Thread(target=self._turns.run, daemon=True)

    @property
    def done(self):
        """Whether the work has come to its end."""
        return self._turns.done

    def step(self):
        """Work until the next pause; False after the end. Raises what the work raised."""
        turns = self._turns
        if turns.done:
            return False
        if not self._thread.ident and not _started(self._thread):
            turns.whole()
            return not turns.done
        if not turns.working:  # else an interrupt came while an earlier step waited
            turns.working = True
            turns.mine.release()
        turns.yours.acquire()
        turns.working = False
        if turns.error is not None:
            error, turns.error = turns.error, None
            raise error
        return not turns.done

    def stop(self):
        """End the work at its pause; nothing starts it again."""
        self._turns.stopped = True
        while self._thread.ident and not self.done:
            self.step()
        self._turns.done = True

    def __del__(self):
        if self._thread.ident and not self.done:
            self._turns.stopped = True
            self._turns.mine.release()


def _started(thread):
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


class _Turns:
    """What the thread and its owner share; the thread must not keep the owner alive."""

    def __init__(self, work):
        self.work = work
        self.mine, self.yours = threading.Semaphore(0), threading.Semaphore(0)
        self.working = self.stopped = self.done = False
        self.error = None

    def run(self):
        self.mine.acquire()
        try:
            if not self.stopped:
                self.work(self.pause)
        except BaseException as error:  # it belongs to the thread that waits
            self.error = None if self.stopped else error
        self.done = True
        self.yours.release()

    def whole(self):
        """All of the work at once, in the thread that asks for it; what it raises is raised there."""
        self.done = True
        self.work(lambda: None)

    def pause(self):
        self.yours.release()
        self.mine.acquire()
        if self.stopped:
            raise KeyboardInterrupt
