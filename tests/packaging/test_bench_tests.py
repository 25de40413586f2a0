"""The table of where the tests' time goes, from pytest's own report."""

from tests.benchmarks import bench_tests

REPORT = """<?xml version="1.0"?><testsuites><testsuite name="pytest" time="90.0">
<testcase classname="tests.grading.test_grade" name="a" time="30"/>
<testcase classname="tests.grading.test_grade.TestLate" name="b" time="10"/>
<testcase classname="tests.mlpkit.test_losses" name="c" time="40"/>
<testcase classname="tests.mlpkit.test_train" name="d" time="80"/>
</testsuite></testsuites>"""


def test_times_are_added_up_by_file_and_folder(tmp_path):
    (tmp_path / "tests.xml").write_text(REPORT, "utf-8")
    seconds, files = bench_tests.measured(tmp_path / "tests.xml")
    assert seconds == 90 and files["tests/grading/test_grade.py"] == (2, 40.0)
    said, _, _, _, *rows = bench_tests.page_lines(seconds, files)
    assert said.startswith("4 tests in 1.5 minutes")
    assert rows == [
        "| tests/mlpkit | 2 | 75.0 % | test_train 50.0 %, test_losses 25.0 % |",
        "| tests/grading | 2 | 25.0 % | test_grade 25.0 % |",
    ]


def test_without_a_report_it_says_what_to_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_tests, "TOP", tmp_path)
    monkeypatch.setattr(bench_tests, "REPORT", tmp_path / "build" / "tests.xml")
    bench_tests.main()
    assert "run `make test` first" in capsys.readouterr().err
