"""A real Jupyter server for the browser tests: its own folder, settings and port; JupyterLab and Notebook 7 both."""

import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import time
import urllib.request

from autograder.hub import STUDENT

ROOT = pathlib.Path(__file__).parents[2]
PATIENCE = 180  # seconds for whatever a test waits for: on a slow machine it comes late, and a test fails by what comes

QUIET = {  # no news, no prompts, and every cell in the page, also those out of sight
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none", "kernelShutdown": True},
    "docmanager-extension/plugin": {"autosave": False},
}
NO_SUBSHELLS = {"apputils-extension/kernels-settings": {"commsOverSubshells": "disabled"}}


class Server:
    """`url` and `token` of a running server: a student's in a new folder below `home`, or that of a course `folder`."""

    def __init__(self, home: pathlib.Path, folder: pathlib.Path | None = None, settings=()):
        self.folder, self.token = folder or home / "course", secrets.token_hex(16)
        self.students = folder is None
        self.log = home / "server.log"
        self.folder.mkdir(exist_ok=True)
        for name, values in (QUIET | dict(settings)).items():
            path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._process = self._start(home, port)
        self._wait()

    def _start(self, home, port):
        own = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
        if self.students:
            own["JUPYTER_CONFIG_PATH"] = str(STUDENT)
        env = os.environ | own | {"IPYTHONDIR": str(home / "ipython"), "OMP_NUM_THREADS": "1"}
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.folder,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "IdentityProvider.token": self.token,
            "LabApp.user_settings_dir": home / "settings",
            "LabApp.workspaces_dir": home / "workspaces",
            "LabApp.expose_app_in_browser": True,
            "JupyterNotebookApp.expose_app_in_browser": True,
        }
        command = [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]
        with self.log.open("wb") as log:
            return subprocess.Popen(command, cwd=self.folder, env=env, stdout=log, stderr=log)

    def _wait(self, seconds=PATIENCE, each=10):
        """Until it answers; `each` is how long one answer may take."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.request("api/status", seconds=each)
                return
            except OSError:  # nobody listens yet, or who listens has no time to answer
                time.sleep(0.1)
        self.stop()
        raise RuntimeError("Jupyter did not start:\n" + self.log.read_text(encoding="utf-8")[-3000:])

    def request(self, path, method="GET", seconds=PATIENCE, body=None):
        """The answer of the server's REST interface, parsed."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def end_kernels(self):
        """End every session, so that the next test does not share the two cores with it."""
        for session in self.request("api/sessions"):
            self.request(f"api/sessions/{session['id']}", "DELETE")

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
