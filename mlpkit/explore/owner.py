"""One thread owns all explorers: the main one, in which cells run. Work that begins in another is handed to it.

JupyterLab sends what the reader does to widgets over a subshell of the kernel, which has a thread of its own
(https://github.com/jupyterlab/jupyterlab/issues/19719), and matplotlib draws in one thread at a time only.
"""

import asyncio
import threading
from functools import partial

_main_loop = None


def hand(work, *args):
    """Run `work(*args)` in the main thread: now when this is it, else when its event loop is next free."""
    _remember_the_loop()
    if threading.current_thread() is threading.main_thread() or not (_main_loop and _main_loop.is_running()):
        work(*args)
    else:
        _main_loop.call_soon_threadsafe(work, *args)


def _remember_the_loop():
    """Note the main thread's event loop, when called in it."""
    global _main_loop
    if threading.current_thread() is threading.main_thread():
        try:
            _main_loop = asyncio.get_running_loop()
        except RuntimeError:  # none is running now; the one seen before may run again
            pass


def take_over(widget):
    """Messages from the page to `widget`, and to those in it, are handed to the main thread; returns all of them."""
    _remember_the_loop()
    if widget.comm is not None:
        widget.comm.on_msg(partial(hand, widget._handle_msg))
    inside = [part for child in getattr(widget, "children", ()) for part in take_over(child)]
    return [widget, *inside]
