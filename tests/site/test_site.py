"""Every page of the hostile site: complete, well-formed, harmless, and the same again."""

import hashlib
import re
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import html

from hearsay.site import limits, write_site
from hearsay.site.text import visible
from warehouse.connection import Warehouse

KINDS = ("index", "disputed", "speakers", "chains", "anonymous", "names", "articles", "names/*", "articles/*")
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Strict(HTMLParser):
    """Fails where a tag is not closed in order, or an attribute is given twice or without quotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(set(names)) < len(names) or re.search(r"=[^\"'\s>]", re.sub(r'"[^"]*"', '""', self.get_starttag_text())):
            self.faults.append(self.get_starttag_text())
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_comment(self, data):
        self.faults.append(f"a comment: {data[:60]}")

    def handle_data(self, data):
        if "<" in data or "&" in data:
            self.faults.append(f"not escaped: {data[:60]}")


@pytest.fixture(scope="module")
def pages(site):
    """Return the text of each page by its path."""
    files = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module")
def trees(pages):
    return {path: html.document_fromstring(page) for path, page in pages.items()}


def test_there_is_a_page_of_every_kind(pages):
    for kind in KINDS:
        assert any(PurePosixPath(path).match(f"{kind}.html") for path in pages), kind
    assert len([path for path in pages if path.startswith("articles/")]) == 16


def test_pages_are_well_formed(pages):
    for path, page in pages.items():
        strict = Strict()
        strict.feed(page)
        strict.close()
        assert (strict.faults, strict.open) == ([], []), path
        assert page.startswith("<!doctype html>")


def test_nothing_of_an_article_becomes_markup(trees):
    for path, tree in trees.items():
        assert not list(tree.iter("img", "iframe", "object", "embed", "form", "style", "base", "button")), path
        assert [script.get("src").rpartition("/")[2] for script in tree.iter("script")] == ["filter.js"], path
        assert not [script.text for script in tree.iter("script") if script.text]
        attributes = [name for element in tree.iter() for name in element.attrib]
        assert not [name for name in attributes if name.startswith("on") or name == "style"], path


def test_nothing_steers_the_page_or_hides_in_it(pages):
    for path, page in pages.items():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\ufdd0]", page), path


def test_hostile_text_is_shown_to_the_letter(site, trees, hostile_warehouse):
    with Warehouse(hostile_warehouse).connect(read_only=True) as connection:
        articles = connection.sql("select article_id, title, body, byline from articles order by all").fetchall()
    assert len(articles) == 16
    for identifier, title, body, byline in articles:
        tree = trees[f"articles/{identifier.removeprefix('article_')}.html"]
        section = deepcopy(tree.xpath('//section[@class="body"]')[0])
        for number in section.xpath(".//sup"):
            number.text, number[0].text = "", ""
        shown = "\n".join(paragraph.text_content() for paragraph in section.xpath('./p[not(@class="legend")]'))
        assert shown == re.sub(r"[\n\r]+", "\n", visible(body))
        assert tree.xpath("string(//h1)") == re.sub(r"\r", "\n", visible(title))
        assert visible(byline) in tree.text_content()


def test_marked_are_the_characters_of_source_cue_and_content(trees):
    text = "'; drop table articles; --"
    body, = (
        tree.xpath('//section[@class="body"]')[0] for path, tree in trees.items()
        if path.startswith("articles/") and tree.xpath("string(//h1)") == f"{text} 4"
    )
    marked = (f'./p[not(@class)]//mark[contains(concat(" ", @class, " "), " {kind} ")]/text()' for kind in "sacqd")
    assert [body.xpath(path) for path in marked] == [
        [f"Ann {text}", f"Guild 4 of {text}"], [f"Two officials {text}"], ["said", "told us", "denied"],
        [f"the bridge {text} is closed", f"the bill {text} is dead"], [f"all of this: {text}"],
    ]


def test_every_link_leads_to_a_place_in_the_folder(pages, trees, site):
    identifiers = {path: set(tree.xpath("//@id")) for path, tree in trees.items()}
    links = 0
    for path, tree in trees.items():
        for target in [*tree.xpath("//@href"), *tree.xpath("//@src")]:
            if target == "data:,":
                continue
            address, fragment = urldefrag(target)
            assert not urlsplit(address).scheme and not urlsplit(address).netloc and not address.startswith("/"), target
            file = (site / path).parent.joinpath(address).resolve() if address else (site / path).resolve()
            assert file.is_file() and file.is_relative_to(site.resolve()), (path, target)
            if fragment:
                assert fragment in identifiers[file.relative_to(site.resolve()).as_posix()], (path, target)
            links += 1
    assert links > 300


def test_no_address_of_an_article_is_a_link(trees):
    targets = [target for tree in trees.values() for target in tree.xpath("//@href")]
    assert not [target for target in targets if "javascript" in target or "http" in target]


def test_pages_forbid_what_they_do_not_need(trees):
    for tree in trees.values():
        policy, = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert "default-src 'none'" in policy and "unsafe" not in policy
        first = tree.xpath("//head/*")[:2]
        assert (first[0].get("charset"), first[1].get("http-equiv")) == ("utf-8", "Content-Security-Policy")


def test_headings_are_in_order_and_landmarks_named(trees):
    for path, tree in trees.items():
        levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (path, levels)
        assert all(element.text_content().strip() for element in tree.iter("h1", "h2", "h3", "h4", "a", "th")), path
        assert tree.get("lang") == "en" and len(tree.xpath("//main | //head/title | //nav[@aria-label]")) == 3, path
        identifiers = tree.xpath("//@id")
        assert len(set(identifiers)) == len(identifiers), path


def test_wide_things_scroll_in_a_region_that_has_a_name_and_takes_the_focus(trees):
    for path, tree in trees.items():
        for wide in tree.xpath("//table | //svg"):
            region, = wide.xpath('ancestor::div[contains(concat(" ", @class, " "), " scroll ")]')
            assert (region.get("role"), region.get("tabindex")) == ("region", "0") and region.get("aria-label"), path
        for table in tree.iter("table"):
            assert {head.get("scope") for head in table.iter("th")} <= {"col", "row"}, path
            widths = {sum(1 for _ in row) for row in table.iter("tr")}
            assert len(widths) == 1, path


def test_charts_have_a_title_and_a_description(trees):
    charts = [chart for tree in trees.values() for chart in tree.iter("svg")]
    assert len(charts) >= 2
    for chart in charts:
        assert chart.get("role") == "img"
        title, description = (chart.xpath(f'.//*[@id="{name}"]')[0] for name in chart.get("aria-labelledby").split())
        assert title.tag == "title" and description.tag == "desc" and title.text and len(description.text) > 40


def test_both_sides_of_a_disputed_claim_stand_side_by_side(trees):
    first = trees["disputed.html"].xpath('//article[@class="dispute"]')[0]
    assert first.xpath("string(h2)") == "the dam of the valley is safe."
    said, denied = first.xpath('.//div[@class="sides"]/section')
    assert [section.xpath("string(.//li/p)").strip() for section in (said, denied)] == ["Eve Stone", "Adam Reed"]
    assert said.xpath('string(.//mark[@class="q"])') == denied.xpath('string(.//mark[@class="d"])') \
        == "the dam of the valley is safe"
    target, = denied.xpath(".//a/@href[contains(., '#')]")
    assert re.fullmatch(r"articles/\w+\.html#q1", target)


def test_the_same_warehouse_gives_the_same_bytes(site, hostile_warehouse, tmp_path):
    def digests(folder):
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()
        }

    assert digests(write_site(hostile_warehouse, tmp_path / "again").folder) == digests(site)


def test_limits_are_kept_said_and_leave_no_broken_link(hostile_warehouse, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ARTICLE_BYTES", 60_000)
    monkeypatch.setattr(limits, "ENTITIES", 4)
    monkeypatch.setattr(limits, "DISPUTED_CLAIMS", 3)
    small = write_site(hostile_warehouse, tmp_path / "small")
    found = {path.relative_to(small.folder).as_posix(): path for path in small.folder.rglob("*.html")}
    assert 0 < small.articles < 16 and len([path for path in found if path.startswith("names/")]) == 4
    trees = {path: html.parse(str(file)).getroot() for path, file in found.items()}
    assert f"{small.articles} articles have a page here, of 16" in trees["articles.html"].text_content()
    assert "Shown are 3" in trees["disputed.html"].text_content()
    for path, tree in trees.items():
        for target in tree.xpath("//a/@href"):
            assert (found[path].parent / urldefrag(target)[0]).is_file() or target.startswith("#"), (path, target)


def test_an_estimate_of_articles_is_not_below_what_they_take(hostile_warehouse, tmp_path, monkeypatch, site):
    sizes = sum(path.stat().st_size for path in (site / "articles").iterdir())
    monkeypatch.setattr(limits, "ARTICLE_BYTES", sizes * 0.9)
    assert write_site(hostile_warehouse, tmp_path / "small").articles < 16


def test_an_empty_warehouse_has_a_site(tmp_path):
    warehouse = Warehouse(tmp_path / "empty.duckdb")
    warehouse.create_schema()
    site = write_site(warehouse.path, tmp_path / "site")
    assert site.pages == 8
    assert "0 articles of 0 outlets" in site.index.read_text(encoding="utf-8")


def test_an_article_without_anything_has_a_page(tmp_path, make):
    warehouse = Warehouse(tmp_path / "bare.duckdb")
    warehouse.create_schema()
    article = make.make_article("Words.", published_at=None)
    bare = replace(article, title=None, outlet=None, byline=None, url=None)
    make.load(warehouse, [(bare, make.make_rows(bare))])
    page, = (write_site(warehouse.path, tmp_path / "site").folder / "articles").iterdir()
    text = html.parse(str(page)).getroot().text_content()
    assert "“Words.”" in text and "unknown outlet" in text and "undated" in text and "No quote was found" in text
