"""Frames as tables for the terminal, as CSV and as JSON."""

import csv
import json
import sys
from datetime import date, datetime
from io import StringIO
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "csv", "json")
NARROW = 12  # characters that a column keeps at least
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


def as_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV (RFC 4180): lists as JSON, times in ISO 8601, empty where there is no value."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        values = (_plain(value) for value in row)
        writer.writerow(json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for value in values)
    return stream.getvalue()


def as_json(frame: pd.DataFrame) -> str:
    """Return a frame as a JSON array of objects: times in ISO 8601, null where there is no value."""
    rows = [dict(zip(frame.columns, map(_plain, row), strict=True)) for row in frame.itertuples(index=False)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def write_table(frame: pd.DataFrame) -> None:
    """Write a frame as a table as wide as the terminal; the last columns are left out where they do not fit."""
    console = console_of(sys.stdout)
    columns = list(frame.columns)
    fitting = max(1, (console.width - 1) // (NARROW + 3))
    shown = columns[:fitting]
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for column in shown:
        is_number = pd.api.types.is_numeric_dtype(frame[column]) and not pd.api.types.is_bool_dtype(frame[column])
        table.add_column(Text(column), justify="right" if is_number else "left", overflow="ellipsis", no_wrap=True)
    for row in frame[shown].itertuples(index=False):
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)
    if left_out := columns[fitting:]:
        console.print(Text(f"Not shown: {', '.join(left_out)} (--format csv and json hold all)", style="dim"))


def console_of(stream) -> Console:
    """Return a console on a stream, of a fixed width where it is no terminal."""
    console = Console(file=stream, highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(file=stream, highlight=False, width=PLAIN_WIDTH)


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
