"""The command line ``hearsay``.

What takes long to import is imported where it is used, so that a report is there at once. Exit codes: 0 done (documents
kept out included, they are reported), 1 broke off, 2 cannot be done as asked, 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from hearsay.errors import BuildFailed, UserError
from pipeline import settings

BROKE_OFF, USER_ERROR, INTERRUPTED = 1, 2, 130
ENTITY_REPORT = "entity"  # takes the name of an entity; all others are views
ENTITY_ROWS = 10  # of each of its sections


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads and the encoder's get in one another's way
    parsed = parser().parse_args(arguments)
    try:
        parsed.command(parsed)
        sys.stdout.flush()
    except UserError as error:
        print(f"hearsay: {error}", file=sys.stderr)
        return USER_ERROR
    except BuildFailed as error:
        print(f"hearsay: {error}", file=sys.stderr)
        return BROKE_OFF
    except KeyboardInterrupt:
        print("hearsay: interrupted; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    from hearsay.versions import project_version

    top = argparse.ArgumentParser(
        prog="hearsay", description="Who said what, according to whom: news articles to a DuckDB warehouse.",
        epilog="Try: hearsay build examples/articles, then hearsay report who_said_what",
    )
    top.add_argument("--version", action="version", version=f"hearsay {project_version()}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands)
    _add_fetch(commands)
    _add_dev(commands)
    _add_report(commands)
    _add_search(commands)
    return top


def _add_build(commands) -> None:
    command = commands.add_parser(
        "build", help="read files and folders into a warehouse",
        description="Read files and folders into a warehouse, through the same Dagster assets as the UI. Documents "
        "that were read before are skipped; a build that was broken off goes on when it is started again.",
    )
    command.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="file or folder: .txt, .html, .htm, .json, .jsonl, .ndjson, .warc, .rss, .atom, .xml, each also with .gz; "
        "or a sources.toml",
    )
    _add_warehouse(command, "DuckDB file to write")
    command.add_argument(
        "--engine", choices=("local", "ray"), default="local",
        help="where articles are annotated: on this machine, or on a Ray cluster (an optional extra); default: local",
    )
    command.add_argument(
        "--workers", type=_positive, default=1, metavar="N",
        help="local processes that annotate, some 500 MB each; default: 1, which is this process",
    )
    command.add_argument(
        "--ray-address", metavar="HOST:PORT",
        help="Ray cluster, such as 10.0.0.1:6379; default: what RAY_ADDRESS says, else this machine",
    )
    command.add_argument(
        "--storage", metavar="URL",
        help="where documents and batches are kept: a folder, or a URL that fsspec knows, such as s3://bucket/news; "
        "default: beside the warehouse",
    )
    command.add_argument(
        "--model", type=Path, default=settings.MODEL, metavar="FOLDER",
        help="spaCy pipeline to annotate with; default: the one that comes with Hearsay",
    )
    command.add_argument(
        "--again", action="store_true",
        help="also build everything that was read before and was not built with this version of pipeline and model, "
        "from the documents as they were kept; the files need not be there any more",
    )
    command.set_defaults(command=_build)


def _add_fetch(commands) -> None:
    command = commands.add_parser(
        "fetch", help="fetch the feeds and addresses of a sources.toml",
        description="Fetch what is new or has changed in the sources of a sources.toml, and keep it as it was "
        "received, as web archives beside the warehouse. Then read it: hearsay build sources.toml",
    )
    command.add_argument("names", nargs="*", metavar="NAME", help="source to fetch; default: all that have an address")
    command.add_argument(
        "--sources", type=Path, default=settings.SOURCES, metavar="FILE",
        help=f"where the sources stand; default: {settings.SOURCES}",
    )
    _add_warehouse(command, "DuckDB file that they are for")
    command.add_argument(
        "--recheck", action="store_true", help="ask for every page again, also for those that were fetched lately"
    )
    command.set_defaults(command=_fetch)


def _add_dev(commands) -> None:
    what = "open the Dagster UI on this project"
    command = commands.add_parser("dev", help=what, description=f"{what.capitalize()}.")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on; default: 127.0.0.1, this machine")
    command.add_argument("--port", type=int, default=3000, help="port to listen on; default: 3000")
    command.set_defaults(command=_dev)


def _add_report(commands) -> None:
    command = commands.add_parser(
        "report", help="print a report, list them, or write a site to look at",
        description="Print a report of a warehouse. Without NAME: list them. With --html: write a site to look at.",
    )
    command.add_argument("name", nargs="?", metavar="NAME", help="report, such as who_said_what")
    command.add_argument(
        "entity", nargs="?", metavar="ENTITY",
        help="for the report entity: name, alias or id of a person, organisation or place",
    )
    command.add_argument(
        "--html", type=Path, metavar="DIR",
        help="write pages for a browser, which need no network: overview, disputed claims, speakers, articles ...",
    )
    _add_reading(command)
    command.set_defaults(command=_report)


def _add_search(commands) -> None:
    command = commands.add_parser(
        "search", help="find claims and quotes by meaning and words",
        description="Find the claims that mean the same as a text, and the claims and quotes that share words with it.",
    )
    command.add_argument("text", metavar="TEXT", help="what to look for")
    _add_reading(command, limit=20)
    command.set_defaults(command=_search)


def _add_reading(command: argparse.ArgumentParser, *, limit: int | None = None) -> None:
    command.add_argument(
        "--format", choices=("table", "csv", "json"), default="table",
        help="table: fitted to the terminal; csv, json: every column in full; default: table",
    )
    command.add_argument(
        "--limit", type=_positive, default=limit, metavar="N", help=f"rows at most; default: {limit or 'all'}"
    )
    _add_warehouse(command, "DuckDB file to read")


def _add_warehouse(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--warehouse", type=Path, default=settings.DEFAULT_WAREHOUSE, metavar="FILE",
        help=f"{what}; default: {settings.DEFAULT_WAREHOUSE}",
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def _build(arguments: argparse.Namespace) -> None:
    from hearsay.build import build
    from hearsay.display import display
    from hearsay.output import console_of
    from hearsay.summary import show_summary

    if not arguments.paths and not arguments.again:
        raise UserError("Name a file or folder to read, such as: hearsay build examples/articles")
    if arguments.engine != "ray" and arguments.ray_address:
        raise UserError("--ray-address names a cluster for --engine ray; without that it says nothing.")
    if arguments.engine == "ray" and arguments.workers > 1:
        raise UserError("--workers counts processes of this machine; on Ray there is one for each processor.")
    progress = display(console_of(sys.stderr))
    built = build(
        arguments.paths, warehouse=arguments.warehouse, storage=arguments.storage, engine=arguments.engine,
        workers=arguments.workers, ray_address=arguments.ray_address, model=arguments.model, again=arguments.again,
        progress=progress,
    )
    show_summary(console_of(sys.stdout), built, arguments.warehouse)


def _fetch(arguments: argparse.Namespace) -> None:
    from hearsay.fetch.command import fetch
    from hearsay.output import console_of

    fetch(
        arguments.sources, warehouse=arguments.warehouse, names=arguments.names, recheck=arguments.recheck,
        console=console_of(sys.stdout),
    )


def _dev(arguments: argparse.Namespace) -> None:
    from hearsay.dev import run_ui

    run_ui(host=arguments.host, port=arguments.port)


def _report(arguments: argparse.Namespace) -> None:
    import pandas as pd

    from hearsay.output import write_frame
    from warehouse.report import report, reports

    if arguments.html is not None:
        return _write_site(arguments)
    if arguments.name == ENTITY_REPORT:
        return _report_entity(arguments)
    if arguments.entity is not None:
        raise UserError(f"Only the report {ENTITY_REPORT} takes a name, {arguments.name} takes none.")
    if arguments.name is None:
        listed = {**reports(), ENTITY_REPORT: "thing known of the entity that is named"}
        frame = pd.DataFrame(sorted(listed.items()), columns=["report", "one row per"])
    else:
        frame = _read(report, arguments.warehouse, arguments.name, limit=arguments.limit)
    write_frame(frame, arguments.format, what="rows")


def _report_entity(arguments: argparse.Namespace) -> None:
    from hearsay.output import write_sections
    from warehouse.report import entity_report

    if arguments.entity is None:
        raise UserError(f'Say of whom, such as: hearsay report {ENTITY_REPORT} "Jane Roe"')
    frame = _read(entity_report, arguments.warehouse, arguments.entity, limit=arguments.limit or ENTITY_ROWS)
    write_sections(frame, arguments.format, what=f"entity called {arguments.entity}")


def _write_site(arguments: argparse.Namespace) -> None:
    from hearsay.site import NotASite, write_site

    if arguments.name is not None:
        raise UserError("--html writes a site of the whole warehouse: leave out the name of the report.")
    try:
        site = _read(write_site, arguments.warehouse, arguments.html)
    except (NotASite, OSError) as error:
        raise UserError(str(error)) from error
    print(f"Wrote {site.pages:,} pages ({site.bytes / 1e6:,.1f} MB), {site.articles:,} of them articles.")
    print(f"Open {site.index}")


def _search(arguments: argparse.Namespace) -> None:
    from hearsay.output import write_frame
    from pipeline.link.embeddings import EmbeddingError
    from warehouse.report import search

    try:
        frame = _read(search, arguments.warehouse, arguments.text, limit=arguments.limit)
    except EmbeddingError as error:
        raise UserError(str(error)) from error
    write_frame(frame, arguments.format, what="claims or quotes with these words")
    if not frame.attrs["by_meaning"]:
        print("hearsay: found by words alone, for this warehouse has no vectors of claims", file=sys.stderr)


def _read(read, *arguments, **options):
    from warehouse.errors import WarehouseError

    try:
        return read(*arguments, **options)
    except WarehouseError as error:
        raise UserError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
