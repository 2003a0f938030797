"""The gold articles: their format, and that they are complete."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from training.gold import HALVES, GoldError, read_half
from training.gold.marks import MarkError, read_marks

DATELINE = re.compile(r"(?:[^\n.]{1,80}\) [-–—] )?")  # no part of the text: not marked
ENTITIES = """[varga]
name = "Anna Varga"
label = "PERSON"

[brill]
name = "Brill"
label = "GPE"
"""
ARTICLE = """Mayor {varga|Varga} says no

{varga|Anna Varga}, {varga|the mayor of {brill|Brill}}, said {varga|she} would stay.

“Where would {varga|I} go?” {varga|Varga} asked.
"""
QUOTE = {
    "content": ["she would stay"], "cue": "said", "source_text": "Anna Varga, the mayor of Brill", "speaker": "varga",
    "speaker_kind": "person", "is_anonymous": False, "parent": None, "anonymous": None,
}
FACTS = {
    "outlet": "The Brill Echo", "published_at": "2025-03-04T08:00:00+01:00", "quotes": [QUOTE],
    "roles": [{"entity": "varga", "role": "mayor", "organisation": "brill"}],
}


@pytest.fixture
def gold(tmp_path) -> Path:
    """A folder with one article."""
    folder = tmp_path / "dev" / "mayor"
    folder.mkdir(parents=True)
    (folder.parent / "entities.toml").write_text(ENTITIES, encoding="utf-8")
    (folder / "echo.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "echo.json").write_text(json.dumps(FACTS), encoding="utf-8")
    return tmp_path


def test_marks_give_text_and_mentions():
    text, mentions = read_marks(r"{a|{b|Brill}’s mayor} met {a|her} \{so\} of {c|the North Bank} {a:nominal|the CEO}.")
    assert text == "Brill’s mayor met her {so} of the North Bank the CEO."
    assert [(text[found.start:found.end], found.key, found.form) for found in mentions] == [
        ("Brill’s mayor", "a", "nominal"),
        ("Brill", "b", "name"),
        ("her", "a", "pronoun"),
        ("the North Bank", "c", "name"),
        ("the CEO", "a", "nominal"),
    ]


@pytest.mark.parametrize("marked", ["{a|Brill", "Brill}", "{Brill}", "{a|}", "{a| Brill}", "a \\ b", "{a b|Brill}"])
def test_broken_marks_are_errors(marked):
    with pytest.raises(MarkError):
        read_marks(marked)


def test_an_article_is_read_whole(gold):
    half = read_half("dev", gold)
    (article,) = half.articles
    assert (article.event, article.name, article.outlet) == ("mayor", "echo", "The Brill Echo")
    assert article.title == "Mayor Varga says no"
    assert [(article.body[found.start:found.end], found.key) for found in article.mentions] == [
        ("Anna Varga", "varga"), ("the mayor of Brill", "varga"), ("Brill", "brill"), ("she", "varga"), ("I", "varga"),
        ("Varga", "varga"),
    ]  # fmt: skip
    (quote,) = article.quotes
    assert [article.body[slice(*span)] for span in quote.content] == ["she would stay"]
    assert half.names_of("varga") == {"Anna Varga", "Varga"}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("mayor/echo.txt", "{varga|she}", "{varga|she", r"echo\.txt:3: "),
        ("mayor/echo.txt", "{varga|I}", "{nobody|I}", r"echo\.txt: .*'nobody'"),
        ("mayor/echo.txt", "\n\n“", "\n“", r"echo\.txt: paragraphs"),
        ("mayor/echo.json", "she would stay", "she would leave", r"echo\.json: quote 0: .*she would leave"),
        ("mayor/echo.json", '"parent": null', '"parent": 7', "quote 0: there is no other quote 7"),
        ("mayor/echo.json", '"speaker": "varga"', '"speaker": "x"', "quote 0: the speaker 'x'"),
        ("mayor/echo.json", '"is_anonymous": false', '"is_anonymous": true', "quote 0: is_anonymous"),
        ("mayor/echo.json", '"cue": "said", ', "", r"echo\.json: .*cue"),
        ("mayor/echo.json", '"entity": "varga"', '"entity": "x"', "the role 'mayor'"),
        ("entities.toml", '"GPE"', '"TOWN"', r"entities\.toml: "),
        ("entities.toml", "[brill]", "[other]", "not in entities.toml"),
    ],
)
def test_every_fault_names_its_file_and_place(gold, file, old, new, message):
    path = gold / "dev" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GoldError, match=f"(?s){message}"):
        read_half("dev", gold)


def test_an_entity_that_nobody_mentions_is_an_error(gold):
    path = gold / "dev" / "entities.toml"
    path.write_text(ENTITIES + '\n[ghost]\nname = "A Ghost"\nlabel = "PERSON"\n', encoding="utf-8")
    with pytest.raises(GoldError, match="in no article: ghost"):
        read_half("dev", gold)


@pytest.mark.parametrize("half", HALVES)
def test_no_name_is_marked_in_one_place_and_left_out_in_another(half):
    gold = read_half(half)
    keys_of = defaultdict(set)
    for key in gold.entities:
        for name in gold.names_of(key):
            keys_of[name].add(key)
    for article in gold.articles:
        names = {article.body[one.start:one.end] for one in article.mentions if one.form == "name"}
        left_out = [
            f"{name} at {found.start()}"
            for name in names
            if len(keys_of[name]) == 1  # "which Whitlock" means no one of them
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", article.body)
            if found.start() >= len(DATELINE.match(article.body)[0])
            and not any(one.start <= found.start() and found.end() <= one.end for one in article.mentions)
        ]
        assert not left_out, f"{article.event}/{article.name}: {left_out}"


@pytest.mark.parametrize("half", HALVES)
def test_the_gold_reads_whole(half):
    gold = read_half(half)
    assert gold.articles
    for article in gold.articles:
        assert article.mentions, f"{article.event}/{article.name} marks nobody"
        assert article.quotes, f"{article.event}/{article.name} has no quote"
        places = [(quote.content, quote.cue) for quote in article.quotes]
        assert len(places) == len(set(places)), f"{article.event}/{article.name} has a quote twice"
