"""Charts as SVG: Vega-Lite drawn by vl-convert, in this process and without a network.

Colours are the custom properties of the site's stylesheet, so that a chart is dark where its page is.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import vl_convert
from lxml import etree
from markupsafe import Markup

SVG = "http://www.w3.org/2000/svg"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"  # of one width, here and in browsers
TIME_UNITS = {"day": "utcyearmonthdate", "month": "utcyearmonth", "year": "utcyear"}
WIDTH = 640
LABEL_WIDTH = 200
ROW_HEIGHT, COLUMN_HEIGHT = 22, 150
ALLOWED = {"svg", "g", "path", "line", "rect", "text", "tspan", "title", "desc", "defs", "clipPath"}
_AXIS = {
    "labelColor": "var(--muted)", "titleColor": "var(--muted)", "gridColor": "var(--rule)",
    "domainColor": "var(--rule)", "tickColor": "var(--rule)", "labelFontSize": 12, "titleFontSize": 12,
    "titleFontWeight": "normal", "labelLimit": LABEL_WIDTH, "labelPadding": 6,
}
_APART = {"labelOverlap": True, "labelSeparation": 12}
_CONFIG = {
    "font": FONT, "aria": False, "background": None, "axis": _AXIS, "view": {"stroke": None},
    "bar": {"color": "var(--accent)"}, "circle": {"color": "var(--accent)", "opacity": 0.75},
    "text": {"color": "var(--ink)", "fontSize": 12},
    "legend": {"labelColor": "var(--muted)", "titleColor": "var(--muted)", "titleFontWeight": "normal",
               "symbolFillColor": "var(--accent)", "symbolStrokeColor": "var(--accent)", "labelFontSize": 12},
}

Rows = Sequence[Mapping[str, Any]]


def bars_over_time(rows: Rows, *, name: str, title: str, description: str, unit: str, value: str) -> Markup:
    """Return columns over time.

    :param rows: each with a date ``period`` and the column ``value``.
    :param name: what the chart is called on its page, for ids.
    :param title: what it shows; read out by screen readers, as is the description.
    :param unit: day, month or year: how wide a period is.
    """
    values = [{"period": _iso(row["period"]), "value": row[value]} for row in rows]
    most = max(row[value] for row in rows)
    return _draw(name, title, description, values, height=COLUMN_HEIGHT, mark={"type": "bar"}, encoding={
        "x": {**_time(unit), "axis": {"grid": False, "title": None, "tickCount": 8, **_APART}},
        "y": {"field": "value", "type": "quantitative", "axis": {
            "title": None, "tickCount": min(3, most), "format": ",d", "domain": False, "ticks": False}},
    })


def bars(rows: Rows, *, name: str, title: str, description: str, label: str, value: str, format: str) -> Markup:
    """Return one bar a row, in the order of the rows, each with its value beside it.

    :param format: of the values, as d3-format has it, such as ``.1%``.
    """
    values = [{"position": position, "label": row[label], "value": row[value]} for position, row in enumerate(rows)]
    y = {"field": "label", "type": "nominal", "sort": None,
         "axis": {"title": None, "domain": False, "ticks": False, "labelColor": "var(--ink)"}}
    x = {"field": "value", "type": "quantitative", "axis": None}
    return _draw(name, title, description, values, height={"step": ROW_HEIGHT}, encoding={"x": x, "y": y}, layers=[
        {"mark": {"type": "bar", "height": 13}},
        {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {
            "text": {"field": "value", "type": "quantitative", "format": format}}},
    ])


def bubbles_over_time(
    rows: Rows, *, name: str, title: str, description: str, unit: str, labels: Sequence[str]
) -> Markup:
    """Return a line of bubbles for each label, larger where there is more.

    :param rows: each with ``label``, a date ``period`` and ``quotes``.
    :param labels: all of them, from top to bottom.
    """
    values = [{"label": row["label"], "period": _iso(row["period"]), "value": row["quotes"]} for row in rows]
    return _draw(name, title, description, values, height={"step": ROW_HEIGHT}, mark={"type": "circle"}, encoding={
        "x": {**_time(unit), "axis": {"title": None, "tickCount": 8, **_APART}},
        "y": {"field": "label", "type": "nominal", "sort": list(labels),
              "axis": {"title": None, "grid": True, "domain": False, "ticks": False, "labelColor": "var(--ink)"}},
        "size": {"field": "value", "type": "quantitative", "scale": {"range": [12, 320]}, "legend": {
            "title": "quotes", "orient": "top", "tickCount": 3, "format": "d"}},
    })


def _time(unit: str) -> dict[str, Any]:
    return {"field": "period", "type": "temporal", "timeUnit": TIME_UNITS[unit], "scale": {"type": "utc"}}


def _iso(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _draw(
    name: str, title: str, description: str, values: list[dict[str, Any]], *, layers: Sequence[dict[str, Any]] = (),
    **parts: Any,
) -> Markup:
    spec = {"$schema": SCHEMA, "width": WIDTH, "padding": 8, "data": {"values": values}, "config": _CONFIG, **parts}
    if layers:
        spec["layer"] = list(layers)
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return titled(svg, name=name, title=title, description=description)


def titled(svg: str, *, name: str, title: str, description: str) -> Markup:
    """Return an SVG image that can stand in a page: one picture for screen readers, as wide as there is room.

    :raises ValueError: it holds an element or a reference that a chart has no need of.
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    for element in root.iter():
        local = etree.QName(element).localname
        attributes = {etree.QName(attribute).localname for attribute in element.attrib}
        if local not in ALLOWED or "href" in attributes or any(found.startswith("on") for found in attributes):
            raise ValueError(f"A chart holds {local} with {sorted(attributes)}.")
    width = root.get("width")
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("class", "chart")
    root.set("data-width", width)
    for tag, text in (("desc", description), ("title", title)):
        element = etree.Element(f"{{{SVG}}}{tag}", id=f"{name}-{tag}")
        element.text = text
        root.insert(0, element)
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))
