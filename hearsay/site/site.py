"""From a warehouse to a folder of pages."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from hearsay.site.contents import read_contents
from hearsay.site.folder import replaced
from hearsay.site.pages import Pages
from warehouse.connection import Warehouse, check_version

STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True, slots=True)
class Site:
    """What was written."""

    folder: Path
    pages: int
    articles: int  # that have a page
    bytes: int

    @property
    def index(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


def write_site(warehouse_file: Path | str, folder: Path | str) -> Site:
    """Write the site of a warehouse; an earlier site in the folder is replaced as a whole.

    :raises NotASite: the folder holds something else.
    :raises warehouse.errors.WarehouseError: the warehouse cannot be read.
    """
    with Warehouse(warehouse_file).connect(read_only=True) as connection:
        check_version(connection, warehouse_file)
        contents = read_contents(connection)
    folder = Path(folder)
    with replaced(folder) as new:
        pages = 0
        for path, html in Pages(contents):
            (new / path).parent.mkdir(exist_ok=True)
            (new / path).write_text(html, encoding="utf-8", newline="\n")
            pages += 1
        for file in sorted(STATIC.iterdir()):
            shutil.copyfile(file, new / file.name)
        size = sum(file.stat().st_size for file in new.rglob("*") if file.is_file())
    return Site(folder, pages, len(contents.articles), size)
