"""The locks install the same bytes everywhere: every package pinned, hashed, and from no named index."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path.name for path in PROJECT.glob("requirements*.lock"))
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(\[[a-z0-9, _-]+\])?==[^\s;]+", re.IGNORECASE)


def read_requirements(lock: str) -> dict[str, str]:
    """Return the full text of each requirement, continuation lines included, by package name."""
    text = (PROJECT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    requirements = {}
    for line in joined.splitlines():
        match = REQUIREMENT.match(line)
        if match is None:
            raise ValueError(f"{lock}: not a pinned requirement: {line}")
        requirements[match["name"].lower().replace("_", "-")] = line
    return requirements


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_a_hash(lock):
    requirements = read_requirements(lock)
    assert requirements
    unhashed = [name for name, text in requirements.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}", text)]
    assert unhashed == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index_address_and_no_local_file(lock):
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|file:\S*|^--?(?:index|extra-index|find-links|f |i ).*", text, re.MULTILINE) == []


def test_the_lock_holds_every_declared_dependency():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, extras in {"requirements.lock": ["dev"], "requirements-train.lock": ["dev", "train"]}.items():
        declared = project["dependencies"] + sum((project["optional-dependencies"][extra] for extra in extras), [])
        names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in declared}
        assert names - set(read_requirements(lock)) == set()


def test_training_uses_the_versions_that_ship():
    shipped, training = read_requirements("requirements.lock"), read_requirements("requirements-train.lock")
    differing = [name for name, text in shipped.items() if training.get(name, "").split()[:1] != text.split()[:1]]
    assert differing == []
