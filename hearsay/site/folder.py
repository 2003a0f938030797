"""The folder that a site is written to: complete, or as it was before."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "written_by_hearsay.txt"  # tells a site that may be replaced from a folder of somebody else


class NotASite(Exception):
    """The folder holds something that is not a site of ours, and is left as it is."""


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Yield a new folder, which takes the place of the given one at the end; removed on any exception.

    :raises NotASite: there is a file in the place, or a folder with something else in it.
    """
    folder = folder.absolute()
    check_replaceable(folder)
    new, old = (folder.with_name(f".{folder.name}.{state}") for state in ("new", "old"))
    for left in (new, old):  # by a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        (new / MARK).write_text("Hearsay wrote this folder and replaces it as a whole. Open index.html.\n")
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def site_folder(warehouse_file: Path | str) -> Path:
    """Return where the site of a warehouse is written by a build: beside it."""
    warehouse_file = Path(warehouse_file)
    return warehouse_file.with_name(f"{warehouse_file.stem}.site")


def check_replaceable(folder: Path) -> None:
    """Make sure that nothing is replaced but a site, or an empty folder.

    :raises NotASite: something else is there.
    """
    if folder.exists() and not folder.is_dir():
        raise NotASite(f"{folder} is a file: name a folder for the site.")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise NotASite(f"{folder} holds files that Hearsay did not write. It was left as it is: name another folder.")
