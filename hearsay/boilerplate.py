"""Take out of articles the lines that are their outlet's boilerplate, which only several articles together tell.

What an outlet repeats depends on the articles that were read, and not on the order in which they came: where a new
article shows that a line of earlier ones is boilerplate, these are loaded anew without it.
"""

from collections.abc import Sequence

from hearsay.stages import take_out as take_out_of
from hearsay.work import BatchFolder
from pipeline.extract import repeated_lines
from pipeline.records import Article, OutletLine, RemovedLine
from warehouse.boilerplate import articles_carrying, known_lines, stage_lines
from warehouse.connection import Warehouse


def take_out(folders: Sequence[BatchFolder], warehouse: Warehouse) -> None:
    """Take the boilerplate out of the articles of batches, and of those in the warehouse that still carry it.

    The latter join the articles of the first batch, to be annotated and loaded with them.

    :param folders: batches whose ``articles``, ``removed_lines`` and ``outlet_lines`` are written; they are replaced.
    """
    lines = [line for folder in folders for line in folder.read("outlet_lines", OutletLine)]
    if not lines:
        return
    with warehouse.connect(read_only=True) as connection:
        stage_lines(connection, lines)
        repeated = repeated_lines([*known_lines(connection), *lines])
        earlier = articles_carrying(connection, repeated) if repeated else []
    if not repeated:
        return
    for folder in folders:
        articles, removed = take_out_of(
            folder.read("articles", Article), folder.read("outlet_lines", OutletLine), repeated
        )
        folder.write("articles", articles)
        folder.write("removed_lines", [*folder.read("removed_lines", RemovedLine), *removed])
    _add_earlier(folders[0], earlier, repeated)


def _add_earlier(
    folder: BatchFolder, earlier: Sequence[tuple[Article, list[RemovedLine], list[OutletLine]]],
    repeated: frozenset[tuple[str, int]],
) -> None:
    articles, removed = folder.read("articles", Article), folder.read("removed_lines", RemovedLine)
    for article, removed_before, carried in earlier:
        (cleaned,), taken_out = take_out_of([article], carried, repeated)
        if taken_out:
            articles.append(cleaned)
            removed += [*removed_before, *taken_out]
    folder.write("articles", articles)
    folder.write("removed_lines", removed)
