"""Make the virtual environment that the Makefile's targets run in, or repair it.

usage: set_up.py [--environment .venv] [--lock requirements.lock]

Does nothing where the environment is complete and made from the same lock. One that is missing, was
interrupted, was moved or belongs to an older lock or another Python is made again from scratch. Runs at a time wait for
one another. Needs only the standard library of Python 3.11 or later.
"""

import argparse
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]


class SetUpError(Exception):
    """A step of the set-up failed; the message says what to do."""


def main() -> int:
    """Set up and return the exit status: 0, or 1 with a message on standard error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, default=Path(".venv"))
    parser.add_argument("--lock", type=Path, default=Path("requirements.lock"))
    options = parser.parse_args()
    environment, lock = PROJECT / options.environment, PROJECT / options.lock
    try:
        with lock.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            set_up(environment, lock)
    except (OSError, SetUpError) as error:
        print(f"Set-up failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; the next run starts it over.", file=sys.stderr)
        return 130
    return 0


def set_up(environment: Path, lock: Path) -> None:
    """Bring the environment up to date with the lock and pyproject.toml."""
    packages = Stamp(environment / ".packages", lock)
    project = Stamp(environment / ".project", PROJECT / "pyproject.toml")
    python = environment / "bin" / "python"
    complete = packages.is_current() and python.exists()  # its base interpreter may have been removed
    if complete and project.is_current():
        return
    started = time.monotonic()
    if not complete:
        say(f"Setting up {environment.name} with Python {sys.version.split()[0]}; this happens once.")
        run([sys.executable, "-m", "venv", "--clear", environment], "making the virtual environment")
        install = [python, *PIP, "--no-deps", "--require-hashes", "-r", lock]
        run(install, f"installing what {lock.name} lists, a minute or two")
        packages.write()
    run([python, *PIP, "--no-deps", "--no-build-isolation", "-e", PROJECT], "installing Hearsay itself")
    project.write()
    say(f"Ready after {time.monotonic() - started:.0f} s.")


class Stamp:
    """A file that says from which content, in which folder, for which Python a step was finished."""

    def __init__(self, path: Path, source: Path):
        self.path = path
        version = ".".join(map(str, sys.version_info[:2]))
        self.content = hashlib.sha256(source.read_bytes() + os.fsencode(path) + version.encode()).hexdigest()

    def is_current(self) -> bool:
        """Whether the step was finished from the present content, here."""
        return self.path.is_file() and self.path.read_text(encoding="utf-8") == self.content

    def write(self) -> None:
        """Note that the step is finished."""
        self.path.write_text(self.content, encoding="utf-8")


def run(command: list, what: str) -> None:
    """Run one step and say how long it took; raise SetUpError with its output where it fails."""
    print(f"  {what} ...", end="", flush=True)
    started = time.monotonic()
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, errors="replace", check=False)
    if result.returncode:
        print(" failed", flush=True)
        raise SetUpError(f"{what}\n{result.stdout}{result.stderr}".rstrip())
    say(f" {time.monotonic() - started:.0f} s")


def say(line: str) -> None:
    """Print a line at once, also where the output is a pipe."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
