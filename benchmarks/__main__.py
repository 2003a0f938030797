"""Run the benchmarks: every module of this package, or those named.

usage: python -m benchmarks [--list] [NAME...]

A benchmark is a module that ``python -m benchmarks.NAME`` runs; the first line of its docstring says what
it times. Each runs in a process of its own, so that none warms up or slows down the next.
"""

import argparse
import ast
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run the benchmarks asked for and return 1 where one of them failed."""
    known = find_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(known) or 'none yet'}")
    parser.add_argument("--list", action="store_true", help="say what there is and stop")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
    if options.list:
        for name, summary in known.items():
            print(f"{name:15} {summary}")
        return 0
    failed = [name for name in options.names or known if not run_benchmark(name, known[name])]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def find_benchmarks() -> dict[str, str]:
    """Return the name of each benchmark with the first line of its docstring."""
    return {path.stem: summarise(path) for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_")}


def summarise(path: Path) -> str:
    """Return the first line of a module's docstring, without importing it."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def run_benchmark(name: str, summary: str) -> bool:
    """Run one benchmark under a heading; return whether it succeeded."""
    print(f"\n{name}: {summary}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
