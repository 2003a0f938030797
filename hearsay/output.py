"""Frames as tables for the terminal, as CSV and as JSON."""

import csv
import json
import re
import sys
from datetime import date, datetime
from io import StringIO
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "csv", "json")
NARROW, WIDE = 12, 44  # characters that a column keeps at least, and that it takes before the others have theirs
GAP = 2
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]")  # begins what spreadsheets take for a formula
PLAIN_WIDTH = 160  # of a table that is not written to a terminal


def write_frame(frame: pd.DataFrame, format: str, *, what: str) -> None:
    """Write a frame to standard output.

    :param format: one of ``FORMATS``. CSV and JSON hold every column in full; a table those that fit.
    :param what: what the rows are, for a table without any.
    """
    if format == "csv":
        sys.stdout.write(as_csv(frame))
    elif format == "json":
        sys.stdout.write(as_json(frame))
    elif frame.empty:
        print(f"No {what}.")
    else:
        write_table(frame)


def write_sections(frame: pd.DataFrame, format: str, *, what: str) -> None:
    """Write a frame whose rows are of several sections: as tables one after the other, or as CSV or JSON in one.

    :param format: one of ``FORMATS``.
    :param what: what the rows are, for a frame without any.
    """
    if format != "table" or frame.empty:
        write_frame(frame, format, what=what)
        return
    for number, (section, rows) in enumerate(frame.groupby("section", sort=False)):
        print("\n" * bool(number) + str(section).upper())
        write_table(rows.drop(columns="section"))


def as_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV (RFC 4180): lists as JSON, times in ISO 8601, empty where there is no value.

    A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV Injection); numbers stay
    as they are. JSON and the warehouse hold every text unchanged.
    """
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow(_csv_cell(_plain(value)) for value in row)
    return stream.getvalue()


def as_json(frame: pd.DataFrame) -> str:
    """Return a frame as a JSON array of objects: times in ISO 8601, null where there is no value."""
    rows = [dict(zip(frame.columns, map(_plain, row), strict=True)) for row in frame.itertuples(index=False)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def write_table(frame: pd.DataFrame) -> None:
    """Write a frame as a table as wide as the terminal.

    Left out are columns without any value, and the last ones where they do not fit.
    """
    console = console_of(sys.stdout)
    filled = [column for column in frame.columns if frame[column].notna().any()]
    cells = {column: [_cell(value) for value in frame[column]] for column in filled}
    widths = fit_widths({name: max(map(len, (name, *column))) for name, column in cells.items()}, console.width - 1)
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_edge=False)
    for name, width in widths.items():
        is_number = pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
        justify = "right" if is_number else "left"
        table.add_column(Text(name), justify=justify, overflow="ellipsis", no_wrap=True, width=width)
    for row in zip(*(cells[name] for name in widths), strict=True):
        table.add_row(*map(Text, row))
    console.print(table)
    if left_out := [name for name in cells if name not in widths]:
        console.print(Text(f"Not shown: {', '.join(left_out)} (--format csv and json hold all)", style="dim"))


def fit_widths(natural: dict[str, int], available: int) -> dict[str, int]:
    """Choose how wide each column is.

    The first columns come first: each is shown up to ``WIDE`` characters, and the last one that does not fit so is
    narrowed if enough is left of it. What room remains goes to those that had to be cut.

    :param natural: the width of each column's longest cell, in order.
    :param available: the width of the whole table, in characters.
    """
    widths: dict[str, int] = {}
    for name, width in natural.items():
        room = available - sum(widths.values()) - GAP * len(widths)
        if widths and room < min(width, NARROW):
            break
        widths[name] = max(1, min(width, WIDE, room))
    room = available - sum(widths.values()) - GAP * (len(widths) - 1)
    for name in widths:
        more = min(room, natural[name] - widths[name])
        widths[name] += max(0, more)
        room -= max(0, more)
    return widths


def console_of(stream) -> Console:
    """Return a console on a stream, of a fixed width where it is no terminal."""
    console = Console(file=stream, highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(file=stream, highlight=False, width=PLAIN_WIDTH)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(plain, list):
        plain = ", ".join(map(str, plain))
    return " ".join((f"{plain:g}" if isinstance(plain, float) else str(plain)).split())


def _plain(value: Any) -> Any:
    """Return a value as what JSON and CSV have a notation for."""
    if hasattr(value, "tolist") and not isinstance(value, str):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if pd.isna(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)
