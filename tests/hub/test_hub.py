"""A real JupyterHub with the course's part of its configuration: two students and their instructor, in the browser."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from traitlets.config import Config

import autograder.hub
from autograder import EXERCISES
from autograder.authoring import notebooks
from autograder.authoring.stub_source import exercise_source
from autograder.gradebook import marks_with_reasons
from autograder.hub import course_hub
from tests.browser.chromium import launch
from tests.browser.notebook_page import SCREENSHOTS, NotebookPage
from tests.support import accounts
from tests.support.ports import free_ports

NAME = "01-linear-models"
FIRST = EXERCISES.of("01")[0].name
FRAGMENT = Path(autograder.hub.__file__).parent / "jupyterhub_config.py"
HERE = """
import sys
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.JupyterHub.spawner_class = {spawner!r}
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.auth_token = {token!r}
c.Spawner.cmd = c.JupyterHub.services[0]["command"] = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
"""


def proxy():
    """JupyterHub's proxy, installed by npm into build or for everyone; None where there is none."""
    path = os.pathsep.join([str(accounts.ROOT / "build" / "node_modules" / ".bin"), os.environ.get("PATH", "")])
    return shutil.which("configurable-http-proxy", path=path) if shutil.which("node") else None


class Hub:
    """A running hub for grace's course with ada and boris; `url`, and the accounts `people`."""

    def __init__(self, folder):
        self.people = accounts.Accounts(folder, ("grace", "ada", "boris"))
        self.password, self.log = secrets.token_hex(8), folder / "hub.log"
        self.exchange, self.course = folder / "exchange", self.people.home("grace") / "course"
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        self._make_course()
        (folder / "hub").mkdir()
        public, hub, api, service = free_ports(4)
        self.url = f"http://127.0.0.1:{public}"
        (folder / "hub" / "jupyterhub_config.py").write_text(self._fragment(service) + HERE.format(
            password=self.password, token=secrets.token_hex(8), proxy=proxy(), public=public, hub=hub, api=api,
            spawner="jupyterhub.spawner.LocalProcessSpawner" if accounts.SEPARATE else "simple",
            homes=str(folder / "home" / "{username}"),
        ), encoding="utf-8")  # fmt: skip
        self._start(folder / "hub")

    def _make_course(self):
        notebooks.make_course(self.course, ["01"])
        if accounts.SEPARATE:
            for path in (self.course, *self.course.rglob("*")):
                os.chown(path, self.people.uid("grace"), self.people.uid("grace"))

    def _fragment(self, port):
        """The documented lines, changed as their reader is asked to."""
        text = FRAGMENT.read_text(encoding="utf-8")
        own = {
            '"/srv/mlp/course"': repr(str(self.course)),
            '"/srv/mlp/exchange"': repr(str(self.exchange)),
            '"mlp-course"': repr("grace" if accounts.SEPARATE else None),
            "9999": str(port),
        }
        for old, new in own.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        return text

    def _start(self, folder):
        env = os.environ | {"PYTHONPATH": str(accounts.ROOT), "OMP_NUM_THREADS": "1", "HOME": str(folder)}
        env = {k: v for k, v in env.items() if not k.startswith(("MLPKIT_", "JUPYTER"))}
        command = [*self.people.confined(), sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
        until = time.monotonic() + 90
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/hub/login", timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        self.stop()
        raise RuntimeError("JupyterHub did not start:\n" + self.said())

    def said(self):
        """The end of the hub's log, and of those of its servers."""
        return self.log.read_text(encoding="utf-8")[-6000:]

    def stop(self):
        """End the hub and everything it started: they share a process namespace."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)


class Person:
    """Someone with a browser of their own, logged in."""

    def __init__(self, hub, chrome, name):
        self.hub, self.name, self.context = hub, name, chrome.new_context()
        self.page = self.context.new_page()
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.page.set_default_timeout(60_000)
        self.page.goto(f"{hub.url}/hub/login?next=%2Fhub%2Fhome")
        self.page.fill("#username_input", name)
        self.page.fill("#password_input", hub.password)
        self.page.click("#login_submit")
        self.page.wait_for_url("**/hub/home")

    def open(self, path, end=None):
        """Go to a page of the hub and wait until it, or the page where it ends, is there: a server's start included."""
        self.page.goto(f"{self.hub.url}/{path}", wait_until="commit")
        self.page.wait_for_url(f"**/{end or path}**", timeout=120_000)

    def status(self, path):
        """The HTTP status that this person gets."""
        return self.context.request.get(f"{self.hub.url}/{path}", max_redirects=10).status

    def post(self, path):
        """A button of Formgrader: POST from its own page."""
        return self.page.evaluate(
            """async (url) => {
              const xsrf = document.cookie.split('; ').filter((x) => x.startsWith('_xsrf=')).pop().slice(6);
              const answer = await fetch(url, {method: 'POST', headers: {'X-XSRFToken': xsrf}});
              return answer.ok ? await answer.json() : answer.status + ' ' + await answer.text();
            }""",
            path,
        )

    def picture(self, name):
        """Keep a picture of what is on screen."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"hub-{name}.png")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    pytest.importorskip("jupyterhub", reason="the hub's extra is not installed: pip install -e '.[hub]'")
    if accounts.missing(accounts.ALONE):
        pytest.skip(accounts.missing(accounts.ALONE))
    if proxy() is None:
        pytest.skip("no proxy for JupyterHub: npm install --prefix build configurable-http-proxy@4 (with Node)")
    running = Hub(tmp_path_factory.mktemp("hub"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def chrome():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = launch(driver)
        if opened is None:
            pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def people(hub, chrome):
    """grace releases the lecture in Formgrader; ada and boris log in."""
    grace = Person(hub, chrome, "grace")
    grace.open("services/mlp/formgrader")
    released = grace.post(f"/services/mlp/formgrader/api/assignment/{NAME}/release")
    assert released["success"], released
    return {"grace": grace, "ada": Person(hub, chrome, "ada"), "boris": Person(hub, chrome, "boris")}


def test_a_student_fetches_works_and_hands_in_and_the_instructor_grades(hub, people):
    ada, grace = people["ada"], people["grace"]
    ada.open("hub/spawn", "user/ada/lab")
    assignments(ada)
    ada.page.get_by_role("button", name="Fetch").click()
    ada.page.get_by_role("button", name="Submit").wait_for()
    ada.picture("fetched")
    work(ada)
    assignments(ada)
    ada.page.get_by_role("button", name="Submit").click()
    ada.page.get_by_role("button", name="Fetch Feedback").wait_for()
    ada.picture("submitted")

    path = f"/services/mlp/formgrader/api/assignment/{NAME}"
    for button in (f"{path}/collect", f"/services/mlp/formgrader/api/submission/{NAME}/ada/autograde",
                   f"{path}/generate_feedback", f"{path}/release_feedback"):  # fmt: skip
        answer = grace.post(button)
        assert answer["success"], answer
    grace.open(f"services/mlp/formgrader/manage_submissions/{NAME}")
    grace.page.locator("table tr", has_text="ada").first.wait_for()
    grace.picture("graded")
    (marked,) = marks_with_reasons.marks(hub.course, NAME)
    assert (marked.student, marked.total) == ("ada", EXERCISES[FIRST].points)

    ada.page.get_by_role("button", name="Fetch Feedback").click()
    ada.page.locator("#submitted_assignments_list").get_by_text("(view feedback)").wait_for(state="attached")
    ada.picture("feedback")
    (page,) = (hub.people.home("ada") / "mlp" / NAME / "feedback").glob("*/*.html")
    assert f"Score: {EXERCISES[FIRST].points:g}" in page.read_text(encoding="utf-8")


def assignments(student):
    """Open the assignment list by the menu, which holds nothing for instructors."""
    student.page.get_by_role("menuitem", name="Nbgrader").click()
    entries = student.page.locator(".lm-Menu-itemLabel").all_inner_texts()
    assert [e for e in entries if e] == ["Assignment List"]
    student.page.get_by_role("menuitem", name="Assignment List").click()


def work(student):
    """Answer one exercise in the fetched notebook, check it, save."""
    student.open(f"user/ada/lab/tree/mlp/{NAME}/{NAME}.ipynb")
    notebook = NotebookPage(student.page, "lab")
    notebook.wait_idle(120)
    notebook.run("from autograder import")
    notebook.type_into(f"def {FIRST}(", exercise_source(EXERCISES[FIRST].reference, set()))
    notebook.run(f"def {FIRST}(")
    notebook.run(f'check("{FIRST}"')
    student.picture("check")
    assert f"{FIRST} \xa0 2 of 2 points" in notebook.output(f'check("{FIRST}"')
    student.page.keyboard.press("Control+s")
    student.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def test_a_student_reaches_neither_formgrader_nor_the_work_of_others(hub, people):
    boris = people["boris"]
    boris.open("hub/spawn", "user/boris/lab")
    assert boris.status("user/boris/api/status") == 200
    assert boris.status("user/boris/formgrader/api/status") == 404
    assert boris.status("services/mlp/formgrader/api/assignments") == 403
    assert boris.status("user/ada/api/status") in (403, 404)
    if accounts.SEPARATE:
        for path in (hub.people.home("ada"), hub.course, hub.exchange / "mlp" / "inbound"):
            assert hub.people.run("boris", "test", "-r", str(path)).returncode != 0, path
    assert people["grace"].status("services/mlp/formgrader/api/assignments") == 200


def test_the_hub_is_told_what_is_wrong_with_the_names_it_was_given(tmp_path):
    right = {"course": "mlp", "folder": tmp_path, "exchange": tmp_path, "account": None}
    people = {"instructors": {"grace"}, "students": {"ada"}}
    for wrong, said in (
        ({"course": "MLP 1"}, "lower-case letters"),
        ({"students": {"grace"}}, "grace: instructor and student"),
        ({}, "is not a course folder: run"),
    ):
        with pytest.raises(ValueError, match=said):
            course_hub(Config(), **(right | people | wrong))
    (tmp_path / "nbgrader_config.py").touch()
    tmp_path.chmod(0o755)
    with pytest.raises(ValueError, match="install -d -m 777"):
        course_hub(Config(), **right, **people)


def test_what_a_hub_has_already_stays(tmp_path):
    (tmp_path / "nbgrader_config.py").touch()
    tmp_path.chmod(0o777)
    c = Config()
    c.JupyterHub.services = [{"name": "cull"}]
    c.JupyterHub.load_groups = {"physics": {"users": ["ole"]}}
    c.JupyterHub.load_roles = [{"name": "cull"}]
    c.Authenticator.allowed_users = {"ole"}
    c.Spawner.environment = {"TERM": "dumb"}
    course_hub(
        c, course="mlp", folder=tmp_path, exchange=tmp_path, account=None, instructors=["grace"], students=["ada"]
    )
    assert [s["name"] for s in c.JupyterHub.services] == ["cull", "mlp"]
    assert list(c.JupyterHub.load_groups) == ["physics", "formgrade-mlp", "nbgrader-mlp"]
    assert [r["name"] for r in c.JupyterHub.load_roles] == ["cull", "formgrade-mlp"]
    assert c.Authenticator.allowed_users == {"ole", "grace", "ada"}
    assert c.Spawner.environment["TERM"] == "dumb"
