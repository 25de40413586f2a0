# Every target is one command on a fresh machine: each makes .venv when it is missing or older than requirements.txt.
.PHONY: lab demo site lite test test-other test-lowest test-slow mutation bench build lint clean

include autograder/handout/student/python.mk
.DEFAULT_GOAL := lab

lab: .venv/ready ## work through the lectures
	cd notebooks && JUPYTER_CONFIG_PATH="$(CURDIR)/autograder/hub/student$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
		../$(PY) -m jupyter lab

demo: .venv/ready ## build lecture 02, make a sample class, grade it, show marks and reasons
	rm -rf build/demo
	$(PY) -m autograder build --course build/demo 02
	$(PY) tests/submissions/make_class.py build/demo
	$(PY) -m autograder grade build/demo/submitted --out build/demo
	$(PY) -m autograder report build/demo

.venv/site: .venv/ready
	$(PY) -m pip install -q -e '.[site]'
	touch .venv/site

site: .venv/site ## the lectures as web pages, in build/site
	$(PY) -m autograder site

.venv/lite: .venv/site
	$(PY) -m pip install -q -e '.[lite]'
	touch .venv/lite

lite: .venv/lite ## the site, and its lectures run in the browser with nothing installed
	$(PY) -m autograder site --lite

.venv/test: .venv/ready
	$(PY) -m pip install -q -e '.[dev]'
	touch .venv/test .venv/site .venv/lite

# Three workers, a file to each at a time, since tests of pages and servers wait a lot; one BLAS thread each for two cores.
PYTEST := OMP_NUM_THREADS=1 $(PY) -m pytest -n 3 --dist loadfile

test: .venv/test
	$(PYTEST) --junitxml build/tests.xml
	MLPKIT_HOME=build/home $(PYTEST) --nbval-lax -p no:cacheprovider solutions

# The core on another interpreter, in an environment of its own: the library, the checks, one graded class, one hand-out.
CORE := tests/mlpkit tests/checking tests/grading/test_grade.py tests/handout/test_handout.py
test-other:
	@[ -n '$(PYTHON)' ] || { echo "name the interpreter: make test-other PYTHON=python3.13" >&2; exit 2; }
	'$(PYTHON)' -m venv --clear build/other
	build/other/bin/python -m pip install -q . $(DEV)
	OMP_NUM_THREADS=1 build/other/bin/python -m pytest -n 2 --dist loadfile -p no:cacheprovider $(CORE)
DEV := 'pytest>=8,<9.3' 'pytest-xdist>=3.5,<4' 'hypothesis>=6.100,<7' 'sympy>=1.12,<1.15'

# The oldest versions that the bounds allow.
test-lowest:
	python3 -m venv --clear build/lowest
	build/lowest/bin/python -m pip install -q uv
	VIRTUAL_ENV=build/lowest build/lowest/bin/uv pip install -q --resolution lowest-direct . $(DEV)
	OMP_NUM_THREADS=1 build/lowest/bin/python -m pytest -n 2 --dist loadfile -p no:cacheprovider $(CORE)

test-slow: .venv/test
	$(PYTEST) -m slow

mutation: .venv/test ## change mlpkit in one place at a time: do its tests notice?
	$(PY) -m tests.mutation

build: .venv/ready ## rebuild every notebook from its source
	$(PY) -m autograder build

bench: .venv/test
	$(PY) -m tests.benchmarks

lint: .venv/test
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m codespell_lib
	$(PY) -m mypy

clean:
	rm -rf .venv build
