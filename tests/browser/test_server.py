"""The server of the browser tests leaves the home of who runs them alone, and is waited for on a slow machine too."""

import os
import socketserver
import threading
from pathlib import Path

from .server import Server


def test_progress_goes_into_a_home_of_the_tests_own(open_notebook):
    opened = open_notebook(["import mlpkit.home\nprint(mlpkit.home.home())"])
    opened.run(0)
    home = Path(opened.output(0).strip())
    assert home != Path.home() / ".mlpkit" and home.is_dir()
    assert os.environ["MLPKIT_HOME"] != str(home), "a test's home is not the server's"


def test_a_server_that_has_no_time_to_answer_is_asked_again():
    """It listens before it can answer: then the request runs out of time, which must not end the wait."""
    asked, gone = [], threading.Event()

    class Busy(socketserver.StreamRequestHandler):
        def handle(self):
            asked.append(self.rfile.readline())
            if len(asked) < 3:
                gone.wait()
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n{}")

    class Running:
        def poll(self):
            return None

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Busy) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        server = Server.__new__(Server)
        server.url, server.token, server._process = f"http://127.0.0.1:{listening.server_address[1]}", "", Running()
        server._wait(each=0.05)
        gone.set()
        listening.shutdown()
    assert len(asked) >= 3
