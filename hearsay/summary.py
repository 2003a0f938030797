"""What a build says at its end."""

import sys
from pathlib import Path
from shlex import quote
from shutil import which

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hearsay.build import Built
from hearsay.operations import query
from warehouse.connection import Warehouse


def show_summary(console: Console, built: Built, file: Path) -> None:
    """Write what was built, what the warehouse holds, and what to ask it next."""
    with Warehouse(file).connect(read_only=True) as connection:
        result = connection.execute(query("summary"))
        names = [column[0] for column in result.description]
        totals = dict(zip(names, result.fetchall()[0], strict=True))
        speakers = connection.execute(query("summary_speakers")).fetchall()
        rejections = connection.execute(query("summary_rejections")).fetchall()
        faults = connection.execute(query("summary_faults"), {"run_id": built.run_id}).fetchall()
    console.print(f"\n[bold]Built {escape(str(file))}[/] ({_size(file)}) in {_duration(built.seconds)}\n")
    console.print(_read(built))
    console.print(_holdings(totals))
    _show_rows(console, "Most quoted", ("speaker", "quotes", "articles", "denials"), speakers)
    _show_rows(console, "Kept out so far", ("what", "why", "number", "for example"), rejections)
    for fault, in faults:
        console.print(f"\n[bold red]Look at this[/] {escape(fault)}")
    console.print("\n[bold]Ask it[/]")
    option = "" if file == Path("data/warehouse.duckdb") else f" --warehouse {quote(str(file))}"
    for line, meaning in (
        (f"report who_said_what{option}", "every quote, with its speaker"),
        (f"report denials{option}", "who denies what"),
        (f"report{option}", "all reports"),
        (f"report --html DIR{option}", "pages to look at"),
        (f"search \"WORDS\"{option}", "claims and quotes with these words"),
    ):
        console.print(f"  {escape(f'{_command()} {line}')}  [dim]{meaning}[/]", soft_wrap=True)


def _command() -> str:
    """Return what to type for this program: its name where the shell finds it, else the path of its file."""
    program = Path(sys.executable).with_name("hearsay")
    if which("hearsay") or not program.is_file():
        return "hearsay"
    folder = Path.cwd()
    return quote(str(program.relative_to(folder) if program.is_relative_to(folder) else program))


def _read(built: Built) -> str:
    articles, rejections = built.counts.get("articles", 0), built.counts.get("rejections", 0)
    if not articles and not rejections:
        return f"{_number(built.documents, 'document')} found, all of them loaded before: nothing has changed.\n"
    kept_out = _number(rejections, "document, value or row", "documents, values or rows")
    loaded = f"{_number(articles, 'article')} with {_number(built.counts.get('quotes', 0), 'quote')}"
    once = " Copies and versions of one article count once." if built.documents > articles + rejections else ""
    return f"{_number(built.documents, 'document')} found. Loaded: {loaded}; kept out: {kept_out}.{once}\n"


def _holdings(totals: dict[str, int]) -> str:
    lines = [
        f"The warehouse now holds {_number(totals['articles'], 'article')} of {_number(totals['outlets'], 'outlet')}:",
        f"  {_number(totals['quotes'], 'quote')} by {_number(totals['speakers'], 'named speaker')}, "
        f"{totals['anonymous_quotes']:,} of them by anonymous sources",
        f"  {_number(totals['claims'], 'claim')}: {totals['denials']:,} denied, {totals['disputed_claims']:,} disputed",
        f"  {_number(totals['entities'], 'person, place or organisation', 'people, places and organisations')} named",
    ]
    if totals["not_annotated"]:
        lines.append(f"  {_number(totals['not_annotated'], 'article')} kept, but not annotated (coverage says which)")
    return "\n".join(lines)


def _show_rows(console: Console, title: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column, value in zip(columns, rows[0], strict=True):
        justify = "right" if isinstance(value, int) else "left"
        table.add_column(column, justify=justify, overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(escape(f"{value:,}" if isinstance(value, int) else str(value)) for value in row))
    console.print(f"\n[bold]{title}[/]")
    console.print(table)


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:,.1f} MB"


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
