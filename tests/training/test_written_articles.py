"""The written articles: marks to text, attributions, names and chains, and that every committed one can be read."""

import pytest

from training.corpora import tokenizer
from training.gold.marks import MarkError
from training.written_articles import read_article, read_articles, read_file, spans_of_chains, to_example

MARKED = (
    "[c1 “The port will stay open,”] [s1 Mayor {ada:PERSON|Ada Holm} of {brill:GPE|Brill}] [v1 said]. [c1 “{ada|I} "
    "promise.”] {pt-gov:GPE|Lisbon} shrugged: {pt-gov|the {pt:NORP|Portuguese} government} [v2 doubted] [c2 that 40 "
    "ships would come]. The {act:LAW|Ports Act} is old."
)


@pytest.fixture(scope="module")
def example():
    return to_example(read_article(MARKED), "port 1")


def said(example, role):
    return [
        [" ".join(example.words[first:stop]) for first, stop in getattr(attributed, role)]
        for attributed in example.attributions[0]
    ]


def test_marks_leave_the_text():
    text = read_article(MARKED).text
    assert text.startswith("“The port will stay open,” Mayor Ada Holm of Brill said. “I promise.” Lisbon")


def test_attributions_have_their_parts(example):
    told = ["“ The port will stay open , ”", "“ I promise . ”"]
    assert said(example, "content") == [told, ["that 40 ships would come"]]
    assert said(example, "cue") == [["said"], ["doubted"]]
    assert said(example, "source") == [["Mayor Ada Holm of Brill"], []]


def test_names_have_their_labels_and_numbers_stay_open(example):
    tags = dict(zip(example.words, example.entities, strict=True))
    assert {word: set(labels) for word, labels in tags.items() if "O" not in labels} == {
        "Ada": {"B-PERSON"}, "Holm": {"I-PERSON"}, "Brill": {"B-GPE"}, "Lisbon": {"B-GPE"},
        "Portuguese": {"B-NORP"}, "Ports": {"B-LAW"}, "Act": {"I-LAW"},
    }
    assert {"O", "B-CARDINAL"} <= tags["40"]
    assert tags["doubted"] == {"O"}


def test_a_label_is_the_entity_s_unless_a_name_has_its_own():
    article = read_article("{un:ORG|The Union} met in {brill:GPE|Brill}. {un:GPE|Brill} is {un|Union} ground.")
    assert [mention.label for mention in article.mentions] == ["ORG", "GPE", "GPE", "ORG"]


def test_what_is_no_name_has_no_label():
    article = read_article("{ada:PERSON|Ada Holm} spoke. {ada|The mayor} left, {ada|she} and {ada|Brill's first Tory}.")
    assert [(mention.form, mention.label) for mention in article.mentions[:3]] == [
        ("name", "PERSON"), ("nominal", None), ("pronoun", None),
    ]
    labels = dict(zip(to_example(article, "").words, to_example(article, "").entities, strict=True))
    assert labels["Tory"] is None  # a name, but nobody says whose
    assert labels["mayor"] == {"O"}


def test_antecedents_go_back_to_the_same_key(example):
    words = {
        example.words[item.word]: [example.words[word] for word in item.gold] for item in example.antecedents
    }
    assert words == {
        "Ada": [], "Brill": [], "I": ["Ada"], "Lisbon": [], "Portuguese": [], "government": ["Lisbon"], "Act": [],
    }


def test_chains_are_what_is_mentioned_twice():
    article = read_article(MARKED)
    doc = tokenizer()(article.text)
    chains = [[doc[first:stop].text for first, stop in chain] for chain in spans_of_chains(article, doc)]
    assert sorted(chains) == [["Ada Holm", "I"], ["Lisbon", "the Portuguese government"]]


def test_a_source_ends_before_its_comma():
    article = read_article("[s1 Ada Holm, the mayor,] [v1 denied] [c1 it].")
    assert article.attributions[1]["source"] == [(0, len("Ada Holm, the mayor"))]


def test_two_attributions_may_have_one_source():
    article = read_article("[s1 [s2 Maas]] [v1 denied] [c1 it], [v2 noting] [c2 that it was late].")
    assert article.attributions[1]["source"] == article.attributions[2]["source"] == [(0, 4)]


@pytest.mark.parametrize(
    ("marked", "what"),
    [
        ("[c1 One [v1 said] two]", "stands inside another"),
        ("{ada|Ada Holm", "is not closed"),
        ("Ada Holm} left", "closes nothing"),
        ("[c1 {ada|Ada] left}", "closes nothing"),
        ("{ada:HERO|Ada}", "no label of names"),
        ("{ada| Ada}", "white space at an end"),
        ("one | two", "stands alone"),
    ],
)
def test_marks_that_cannot_be_read_are_told(marked, what):
    with pytest.raises(MarkError, match=what):
        read_article(marked)


def test_an_error_tells_file_and_line(tmp_path):
    path = tmp_path / "port.txt"
    path.write_text("Nothing here.\n===\n\nOne.\n\n{ada|Ada left\n", encoding="utf-8")
    with pytest.raises(MarkError, match=r"port\.txt:6: .*not closed"):
        list(read_file(path))


def test_every_article_can_be_read():
    names = set()
    for name, article in read_articles():
        names.add(name)
        assert article.text, name
        assert all(parts.get("content") for parts in article.attributions.values()), name
        assert to_example(article, name).words
    assert names
