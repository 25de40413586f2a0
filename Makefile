# Every target is one command on a fresh machine: each makes .venv when it is missing or older than requirements.txt.
.PHONY: lab demo site test test-slow mutation bench build lint clean

include autograder/handout/student/python.mk
.DEFAULT_GOAL := lab

lab: .venv/ready ## work through the lectures
	cd notebooks && ../$(PY) -m jupyter lab

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

.venv/test: .venv/ready
	$(PY) -m pip install -q -e '.[dev]'
	touch .venv/test .venv/site

# Two workers, a file to each at a time; one BLAS thread each, so that two cores suffice.
PYTEST := OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile

test: .venv/test
	$(PYTEST)
	MLPKIT_HOME=build/home $(PYTEST) --nbval-lax -p no:cacheprovider solutions

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
	$(PY) -m mypy mlpkit --exclude mlpkit/explore

clean:
	rm -rf .venv build
