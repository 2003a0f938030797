"""Run the benchmarks: every module of this package, or those named, and write what they say to results.md.

usage: python -m benchmarks [--list] [--small] [--results FILE] [--note TEXT] [NAME...] [-- ARGUMENT...]

A benchmark is a module that ``python -m benchmarks.NAME`` runs; the first line of its docstring says what it measures,
its constant SMALL which arguments make it a trial of a minute. Each runs in a process of its own, so that none warms up
or slows down the next. What ran well takes the place of what the file of results said of it before; what was skipped,
failed, or was only tried, does not.
"""

import argparse
import ast
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.md"
PACKAGES = (
    "hearsay", "spacy", "onnxruntime", "numpy", "pandas", "pyarrow", "duckdb", "dagster", "great-expectations",
    "trafilatura", "ray", "textacy",
)
HEADING = re.compile(r"^## (\w+)\n", re.MULTILINE)
TITLE = """# What the benchmarks measured

Written by `make bench` (`python -m benchmarks`); each section says when, on what and beside what else. Ratios are of
one run and hold elsewhere better than the times that they are of.
"""


def main() -> int:
    """Run the benchmarks asked for and return 1 where one of them failed."""
    known = find_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(known) or 'none yet'}")
    parser.add_argument("--list", action="store_true", help="say what there is and stop")
    parser.add_argument("--small", action="store_true", help="try each on little input; nothing is written")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: benchmarks/results.md")
    parser.add_argument("--note", default="", help="what to say beside the machine, such as what else it did")
    own, given = part_arguments(sys.argv[1:])
    options = parser.parse_args(own)
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
    if options.list:
        for name, summary in known.items():
            print(f"{name:15} {summary}")
        return 0
    failed = []
    for name in options.names or known:
        arguments = small_arguments(FOLDER / f"{name}.py") if options.small else given
        circumstances = describe_machine(options.note)
        code, output = run_benchmark(name, known[name], arguments)
        if code:
            failed.append(name)
        elif not options.small and not output.startswith("skipped"):
            sections = read_sections(options.results)
            sections[name] = section(known[name], circumstances, output)
            write_sections(options.results, sections)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def part_arguments(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part what is for this command from what follows ``--`` and is for the benchmarks."""
    first = arguments.index("--") if "--" in arguments else len(arguments)
    return list(arguments[:first]), list(arguments[first + 1:])


def find_benchmarks() -> dict[str, str]:
    """Return the name of each benchmark with the first line of its docstring."""
    return {path.stem: summarise(path) for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_")}


def summarise(path: Path) -> str:
    """Return the first line of a module's docstring, without importing it."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def small_arguments(path: Path) -> list[str]:
    """Return the value of a module's SMALL, without importing it; nothing where there is none."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["SMALL"]:
            return list(ast.literal_eval(node.value))
    return []


def run_benchmark(name: str, summary: str, arguments: Sequence[str]) -> tuple[int, str]:
    """Run one benchmark under a heading; return its exit status and what it printed, which is shown as it comes."""
    print(f"\n{name}: {summary}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


def describe_machine(note: str = "") -> str:
    """Return when it is, what the machine is and does, and the versions of what is measured."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = f"a load of {os.getloadavg()[0]:.1f} by others at the start" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} {platform.machine()}, {processor()}, {os.cpu_count()} processors"
    installed = {name: _version(name) for name in PACKAGES}
    versions = ", ".join(f"{name} {found}" for name, found in installed.items() if found)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return "; ".join(filter(None, (now, machine, load, note))) + f". {python}, {versions}."


def processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*: (.+)", information.read_text()) if information.is_file() else None
    return named[1] if named else platform.processor() or "processor unknown"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def section(summary: str, circumstances: str, output: str) -> str:
    """Return a benchmark's section, without its heading."""
    return f"\n{summary}\n\n{circumstances}\n\n```text\n{output.rstrip()}\n```\n"


def read_sections(path: Path) -> dict[str, str]:
    """Return the sections of a file of results by benchmark; none where it is missing."""
    if not path.is_file():
        return {}
    parts = HEADING.split(path.read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def write_sections(path: Path, sections: Mapping[str, str]) -> None:
    """Write a file of results."""
    parts = [f"## {name}\n{sections[name].rstrip()}\n" for name in sorted(sections)]
    path.write_text("\n".join([TITLE, *parts]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
