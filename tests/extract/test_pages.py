from datetime import UTC, datetime

import pytest

from pipeline.extract.layout import read_layout
from pipeline.extract.pages import is_list_page, marked_lines, page_lines, parse_page, shows_paywall

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
SENTENCES = [
    f"The harbour board said on day {day} that the {thing} would be closed to ferries until the end of summer."
    for day, thing in enumerate(("first pier", "second pier", "old lock", "bridge", "customs house", "quay"), start=1)
]


def layout(body, **options):
    page = parse_page(f"<html><head><title>Piers</title></head><body>{body}</body></html>")
    return read_layout(page_lines(page), retrieved_at=RETRIEVED, title="Piers", marked=marked_lines(page, **options))


def lines(body, **options):
    return [line.text for line in layout(body, **options).paragraphs]


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def article(inner):
    return f"<article><h1>Two piers to close</h1>{inner}</article>"


def test_a_body_in_several_containers_is_joined():
    def piece(at):
        return f"<div class=row><div class='text body'>{paragraphs(*SENTENCES[at : at + 2])}</div><div>Buy</div></div>"

    found = lines(f"<main><h1>Two piers to close</h1><div class=columns>{piece(0)}{piece(2)}{piece(4)}</div></main>")
    assert [line for line in found if line in SENTENCES] == SENTENCES


def test_other_articles_on_the_page_are_not_joined():
    own = f"<div class=post><h2>Two piers to close</h2><div class=text>{paragraphs(*SENTENCES[:4])}</div></div>"
    other = f"<div class=post><h2>Ferry sold</h2><div class=text>{paragraphs(*SENTENCES[4:])}</div></div>"
    tree = parse_page(f"<html><body><main>{own}{other}</main></body></html>")
    before = len(tree.findall(".//p"))
    page_lines(tree)
    assert len(tree.findall(".//p")) == before
    found = lines(f"<main><article class=post>{own}</article><article class=post>{other}</article></main>")
    assert found.index(SENTENCES[0]) == found.index(SENTENCES[3]) - 3
    assert SENTENCES[4] not in found or "Ferry sold" in found


@pytest.mark.parametrize(
    "link",
    [
        "<p><strong><a href=/b>FERRY OWNERS SAY NOBODY TOLD THEM</a></strong></p>",
        "<p><a href=/b>Who will pay for the piers now?</a></p>",
    ],
)
def test_a_paragraph_that_is_a_link_goes(link):
    inner = paragraphs(*SENTENCES[:3]) + link + paragraphs(*SENTENCES[3:])
    found = layout(article(inner))
    assert [line.text for line in found.paragraphs if line.text != "Two piers to close"] == SENTENCES
    assert [reason for _, text, reason in found.removed if text in link] == ["related link"]


def test_a_sentence_that_is_a_link_stays():
    linked = "<p><a href=/b>The mayor called it the worst decision in the history of the town.</a></p>"
    inner = paragraphs(*SENTENCES[:3]) + linked + paragraphs(*SENTENCES[3:])
    assert "The mayor called it the worst decision in the history of the town." in lines(article(inner))


def test_a_card_over_a_name_goes_and_the_name_stays():
    card = (
        "<span class=card><span><img src=a><a href=/moss>Ada Moss</a><a href=/c>Ferry sold to a bank</a></span></span>"
    )
    name = f"<span class=person><a href=/moss>Ada Moss</a>{card}</span>"
    sentence = f"<span style='font-weight:400'>The mayor thanked {name}, who had asked for it.</span>"
    found = lines(article(paragraphs(*SENTENCES[:3], sentence, *SENTENCES[3:])))
    assert "The mayor thanked Ada Moss, who had asked for it." in found


def test_a_heading_that_repeats_the_description_goes_and_a_paragraph_stays():
    inner = f"<h2>{SENTENCES[0]}</h2>{paragraphs(*SENTENCES[1:])}"
    assert SENTENCES[0] in lines(article(inner))
    assert SENTENCES[0] not in lines(article(inner), description=SENTENCES[0])
    assert SENTENCES[0] in lines(article(paragraphs(*SENTENCES)), description=SENTENCES[0])


def test_posts_that_are_embedded_stay():
    post = (
        "<div class=social-media-embed><blockquote class=twitter-tweet><p>We will keep the ferries running all summer, "
        "whatever it takes.</p>— Ada Moss (@adamoss) <a href=/s>March 1, 2026</a></blockquote><script></script></div>"
    )
    found = "\n".join(lines(article(paragraphs(*SENTENCES[:3]) + post + paragraphs(*SENTENCES[3:]))))
    assert "We will keep the ferries running" in found and "Ada Moss (@adamoss)" in found


def test_promotions_go_by_their_class_unless_they_are_the_article():
    box = "<div class='newsletter-box'><h3>Harbour letter</h3><p>All that the piers did this week.</p></div>"
    inner = paragraphs(*SENTENCES[:3]) + box + paragraphs(*SENTENCES[3:])
    assert "Harbour letter" not in lines(article(inner))
    assert SENTENCES[0] in lines(f"<div class='main related'>{article(paragraphs(*SENTENCES))}</div>")


def test_list_pages_are_told_from_articles():
    def tree(body):
        return parse_page(f"<html><body>{body}</body></html>")

    teasers = "".join(
        f"<article><h3><a href=/{n}>Harbour board to close pier {n}</a></h3><p>{SENTENCES[0]}</p></article>"
        for n in range(15)
    )
    assert is_list_page(tree(teasers))
    assert not is_list_page(
        tree(article(paragraphs(*SENTENCES)) + teasers.replace("<h3>", "<b>").replace("</h3>", "</b>"))
    )
    assert not is_list_page(tree(article(paragraphs(*SENTENCES)) + teasers))


def test_a_paywall_is_seen_anywhere_on_the_page():
    def shows(text):
        return shows_paywall(parse_page(f"<html><body>{article(paragraphs(SENTENCES[0]))}{text}</body></html>"))

    assert shows("<div class=gate><span>Subscribe to continue reading</span></div>")
    assert not shows("<div><a href=/subscribe>Subscriptions</a></div>")
