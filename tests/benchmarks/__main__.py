"""All benchmarks: python -m tests.benchmarks [NAME…]; each writes build/bench/NAME.json and prints a table."""

import importlib
import pkgutil
import sys

from tests import benchmarks

KNOWN = sorted(m.name.removeprefix("bench_") for m in pkgutil.iter_modules(benchmarks.__path__) if "bench_" in m.name)


def main(names: list[str]) -> int:
    unknown = [n for n in names if n not in KNOWN]
    if unknown:
        print(f"there is no benchmark {', '.join(unknown)}; known: {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    for name in names or KNOWN:
        print(f"== {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.bench_{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
