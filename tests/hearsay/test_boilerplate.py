"""Lines that an outlet repeats are taken out of all its articles, whichever came first."""

import json

import duckdb

from hearsay.build import build

LINES = {
    1: "Heavy rain has closed the old bridge over the Lune, and the ferry does not run until the flood has passed.",
    2: "The council meets on Thursday to speak of the money for a second crossing, which residents want since long.",
    3: "A bakery in the upper town has won the prize of the district for its bread, for the third time in a row now.",
}
PITCH = "The market hall keeps what the Courier has printed of the valley since the great flood."
TABLES = ("articles", "article_revisions", "sentences", "mentions", "quotes", "claims", "entities", "ops.removed_lines")


def write(folder, number, *, outlet="courier"):
    quote = f"“This is what I have to say about number {number},” said Anna Keller, who leads the authority."
    more = f"Nobody knew on day {number} how long it would take, and the town waits for an answer number {number}."
    record = {
        "url": f"https://www.{outlet}.com/{number}", "title": f"Story {number}", "outlet": outlet.title(),
        "date": f"2025-03-0{number}", "text": "\n\n".join((LINES[number], quote, more, PITCH)),
    }
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
    return str(folder / f"{number}.json")


def rows(file):
    with duckdb.connect(str(file), read_only=True) as connection:
        return {table: connection.execute(f"select * from {table} order by all").fetchall() for table in TABLES}


def select(file, sql):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_boilerplate_is_taken_out_of_earlier_articles_too(tmp_path, stand_in_model):
    paths = [write(tmp_path / "articles", number) for number in LINES]
    one_by_one, backwards = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    build(paths[:1], warehouse=one_by_one, model=stand_in_model)
    assert select(one_by_one, "select count(*) from articles where contains(body, 'market hall')") == [(1,)]
    for path in paths[1:]:
        build([path], warehouse=one_by_one, model=stand_in_model)
    build([paths[2]], warehouse=backwards, model=stand_in_model)
    build(paths[:2], warehouse=backwards, model=stand_in_model)

    assert select(one_by_one, "select count(*) from articles where contains(body, 'market hall')") == [(0,)]
    removed = "select reason, count(*) from ops.removed_lines where line like 'The market%' group by all"
    assert select(one_by_one, removed) == [("repeated line", 3)]
    assert select(one_by_one, "select count(*), max(revision) from article_revisions") == [(3, 1)]
    assert select(one_by_one, "select distinct balance from reports.ledger") == [("adds up",)]
    assert rows(one_by_one) == rows(backwards)
    assert len(rows(one_by_one)["quotes"]) == 3
