"""The pages of the site: what each shows, and the templates that show it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hearsay.site import charts, limits, text
from hearsay.site.checks import CHECKS_PAGE, named_checks
from hearsay.site.contents import PASSAGE_AROUND, Contents, Row
from hearsay.site.marking import Passage, Piece, paragraphs

TEMPLATES = Path(__file__).with_name("templates")
MENU = (
    ("index.html", "Overview"), ("disputed.html", "Disputed claims"), ("speakers.html", "Speakers"),
    ("chains.html", "Chains"), ("anonymous.html", "Unnamed sources"), ("names.html", "Names"),
    ("articles.html", "Articles"), (CHECKS_PAGE, "Checks"),
)
CHARTED_PERIODS_NEEDED = 2


class Pages:
    """All pages of a site.

    :param contents: what they show.
    """

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.articles = {row["article_id"]: _path("articles", row["article_id"]) for row in contents.articles}
        self.entities = {row["entity_id"]: _path("names", row["entity_id"]) for row in contents.entities}
        self.numbers = {
            quote["quote_id"]: number
            for quotes in contents.article_quotes.values() for number, quote in enumerate(quotes, 1)
        }
        self.environment = environment()
        self.environment.globals.update(
            menu=MENU, limits=limits, totals=contents.totals, article_pages=self.articles, entity_pages=self.entities,
            quote_numbers=self.numbers,
        )

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the path of each page in the site, and its HTML."""
        yield self._page("index.html", "overview", self._overview())
        yield self._page("disputed.html", "disputed", self._disputed())
        yield self._page("speakers.html", "speakers", self._speakers())
        yield self._page("chains.html", "chains", self._chains())
        yield self._page("anonymous.html", "anonymous", self._anonymous())
        yield self._page("names.html", "names", {"entities": self.contents.entities})
        yield self._page("articles.html", "articles", self._articles())
        yield self._page(CHECKS_PAGE, "checks", self._checks())
        for position, entity in enumerate(self.contents.entities):
            yield self._page(self.entities[entity["entity_id"]], "name", self._entity(entity, position))
        for article in self.contents.articles:
            yield self._page(self.articles[article["article_id"]], "article", self._article(article))

    def _page(self, path: str, template: str, context: dict[str, Any]) -> tuple[str, str]:
        root = "../" * path.count("/")
        return path, self.environment.get_template(f"{template}.html").render(path=path, root=root, **context)

    def _overview(self) -> dict[str, Any]:
        contents = self.contents
        return {
            "chart": self._over_time(contents.over_time, "articles", "Articles by day of publication"),
            "over_time": contents.over_time, "outlets": contents.outlets, "ledger": contents.ledger,
            "sources": contents.sources, "rejected": contents.rejected, "latest": contents.latest,
            "new_articles": contents.new_articles, "edits": contents.edits, "speakers": contents.speakers[:10],
            "disputed": [self._dispute(row) for row in contents.disputed if row["has_both_sides"]][:3],
        }

    def _disputed(self) -> dict[str, Any]:
        return {"disputed": [self._dispute(row) for row in self.contents.disputed]}

    def _dispute(self, row: Row) -> Row:
        made = [
            {**side, "pieces": passage(side), "cut_before": side["passage_start"] > 0,
             "cut_after": side["passage_start"] + len(side["passage"]) < side["body_length"]}
            for side in self.contents.sides.get(row["claim_group_id"], [])
        ]
        return {**row, "asserted": [side for side in made if side["side"] == "asserts"],
                "denied": [side for side in made if side["side"] == "denies"]}

    def _speakers(self) -> dict[str, Any]:
        contents = self.contents
        names = {row["speaker_entity_id"]: row["speaker"] for row in reversed(contents.speakers)}
        rows = [{**row, "label": names[row["entity_id"]]} for row in contents.speakers_over_time]
        labels = [row["speaker"] for row in contents.speakers[:limits.CHARTED_SPEAKERS]]
        chart = None
        if len({row["period"] for row in rows}) >= CHARTED_PERIODS_NEEDED:
            chart = charts.bubbles_over_time(
                _visible(rows, "label"), name="speakers-chart", unit=contents.totals["unit"],
                labels=[text.visible(label) for label in labels],
                title=f"Quotes of the most quoted speakers by {contents.totals['unit']} of publication",
                description="One line a speaker, one bubble a period, larger where there are more quotes. "
                "The table below holds the totals; each speaker's page holds the quotes by period.",
            )
        return {"speakers": contents.speakers, "chart": chart}

    def _chains(self) -> dict[str, Any]:
        contents = self.contents
        return {"chains": contents.chains, "relays": contents.relays, "reprints": contents.reprints}

    def _anonymous(self) -> dict[str, Any]:
        contents = self.contents
        rows = [row for row in contents.anonymous_outlets if row["anonymous"]][:limits.CHARTED_OUTLETS]
        chart = None
        if len(rows) > 1:
            chart = charts.bars(
                _visible(rows, "outlet"), name="anonymous-chart", label="outlet", value="share", format=".1%",
                title="Share of quotes by unnamed sources, by outlet",
                description=f"One bar an outlet, from {rows[0]['share']:.1%} down to {rows[-1]['share']:.1%}. "
                "The table below holds the same figures.",
            )
        return {
            "outlets": contents.anonymous_outlets, "words": contents.anonymous_words,
            "quotes": contents.anonymous_quotes, "chart": chart,
        }

    def _articles(self) -> dict[str, Any]:
        found = self.contents.article_quotes
        articles = [{**row, "quotes": len(found.get(row["article_id"], ()))} for row in self.contents.articles]
        return {"articles": articles}

    def _checks(self) -> dict[str, Any]:
        checks, set_aside = named_checks(self.contents.checks), self.contents.set_aside
        failed = [{**row, "rows": _set_aside_by(row, set_aside)} for row in checks if not row["success"]]
        met = [row for row in checks if row["success"]]
        return {"checks": failed + met, "failed": failed, "day": max((row["day"] for row in checks), default=None)}

    def _entity(self, entity: Row, position: int) -> dict[str, Any]:
        contents, identifier = self.contents, entity["entity_id"]
        over_time = contents.entity_over_time.get(identifier, [])
        is_charted = position < limits.CHARTED_ENTITIES
        return {
            "entity": entity, "over_time": over_time, "quotes": contents.entity_quotes.get(identifier, []),
            "articles": contents.entity_articles.get(identifier, []), "roles": contents.roles.get(identifier, []),
            "chart": self._over_time(over_time, "quotes", "Quotes by day of publication") if is_charted else None,
        }

    def _article(self, article: Row) -> dict[str, Any]:
        quotes = self.contents.article_quotes.get(article["article_id"], [])
        own_claims = self.contents.own_claims.get(article["article_id"], [])
        marks = [mark for quote in quotes for mark in passages_of(quote)]
        marks += [Passage(claim["start_char"], claim["end_char"], "v") for claim in own_claims]
        numbers: dict[int, list[int]] = {}
        for quote in quotes:
            numbers.setdefault(quote["start_char"], []).append(self.numbers[quote["quote_id"]])
        return {
            "article": article, "quotes": quotes, "own_claims": own_claims,
            "paragraphs": paragraphs(article["body"], marks, numbers=numbers),
        }

    def _over_time(self, rows: list[Row], value: str, title: str) -> Markup | None:
        """Return columns over time; nothing where all is of one day, month or year."""
        if len(rows) < CHARTED_PERIODS_NEEDED:
            return None
        unit = self.contents.totals["unit"]
        most = max(rows, key=lambda row: row[value])
        return charts.bars_over_time(
            rows, name="time-chart", unit=unit, value=value, title=title.replace("day", unit),
            description=f"{len(rows)} columns, from {rows[0]['period']} to {rows[-1]['period']}; "
            f"most, {most[value]}, in that of {most['period']}. A table with the same figures follows.",
        )


def environment() -> Environment:
    """Return Jinja2 with everything escaped, and every text made visible first."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=text.visible,
        trim_blocks=True, lstrip_blocks=True,
    )
    made.filters.update(
        counted=text.counted, list_of=_values, day=text.day, label=text.label, number=text.number, percent=text.percent,
        shortened=text.shortened,
    )
    return made


def passages_of(quote: Row) -> Iterator[Passage]:
    """Yield what is marked of a quote in its article: source (s; a: unnamed), cue (c), content (q; d: denied)."""
    if quote["source_start_char"] is not None:
        yield Passage(quote["source_start_char"], quote["source_end_char"], "a" if quote["is_anonymous"] else "s")
    if quote["cue_start_char"] is not None:
        yield Passage(quote["cue_start_char"], quote["cue_end_char"], "c")
    kind = "d" if "denies" in (quote["stance"] or "") else "q"
    for span in quote["content_spans"]:
        yield Passage(span["start_char"], span["end_char"], kind)


def passage(side: Row) -> list[Piece]:
    """Return a claim's words with those around them, on one line, the claim marked as in its article."""
    start, shown = side["passage_start"], side["passage"]
    kind = "d" if side["side"] == "denies" else "q"
    first = _after_word(shown[:PASSAGE_AROUND]) if start else 0
    last = len(shown) - (_after_word(shown[:-PASSAGE_AROUND - 1:-1]) if start + len(shown) < side["body_length"] else 0)
    offset = start + first
    marks = [Passage(span["start_char"] - offset, span["end_char"] - offset, kind) for span in side["spans"]]
    lines = paragraphs(shown[first:last], marks)
    return [piece for number, line in enumerate(lines) for piece in ([Piece(" ")] if number else []) + line]


def _set_aside_by(check: Row, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that a failed check has set aside, alone or with others."""
    return [
        row for row in rows
        if check["sql"] and row["table_name"] == check["suite"] and check["reason"] in (row["detail"] or "")
    ]


def _values(row: Row, columns: Sequence[str]) -> list[Any]:
    return [row[column] for column in columns]


def _after_word(around: str) -> int:
    """Return where the first whole word begins in text that may begin inside of one."""
    return around.find(" ") + 1


def _visible(rows: Iterable[Row], column: str) -> list[Row]:
    return [{**row, column: text.shortened(text.visible(row[column]), 60)} for row in rows]


def _path(folder: str, identifier: str) -> str:
    return f"{folder}/{text.name_of_file(identifier)}.html"
