from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.boilerplate import boilerplate_reason
from pipeline.extract.layout import read_layout
from pipeline.extract.lines import split_lines

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
FIRST = "The harbour board will close two piers in May, the mayor said on Monday after a meeting that took all night."
SECOND = "“Nobody asked us,” said Ada Moss, who has run a ferry for twenty years and now has to look for another berth."
THIRD = "Why now?"
LAST = (
    "The board did not answer questions about what the closure would cost the town or when the piers would open again."
)


def read(text, **known):
    return read_layout(split_lines(text), retrieved_at=RETRIEVED, **known)


def reasons(layout):
    return {line: reason for _, line, reason in layout.removed}


def test_the_head_is_taken_apart():
    caption = "Mayor Ina Holt, left, and Ada Moss during a visit to the harbour in Bergen, on Tuesday, Feb. 3, 2026."
    layout = read(
        f"Harbour board to close two piers\n{caption}\nBy Jane Doe\n08:15 CET, February 5, 2026\n"
        f"BERGEN, Feb 5 (Reuters) – {FIRST}\n{SECOND}\n{LAST}"
    )
    assert layout.body == f"{FIRST}\n\n{SECOND}\n\n{LAST}"
    assert reasons(layout) == {
        "Harbour board to close two piers": "headline",
        caption: "caption",
        "By Jane Doe": "byline",
        "08:15 CET, February 5, 2026": "timestamp",
        "BERGEN, Feb 5 (Reuters) –": "dateline",
    }
    assert layout.headline == "Harbour board to close two piers"
    assert layout.byline.authors == ("Jane Doe",)
    assert layout.timestamp.value.isoformat() == "2026-02-05T08:15:00+01:00"
    assert (layout.dateline.place, layout.wire_credit) == ("Bergen", "Reuters")


CAPTIONS = [
    "Mayor Ina Holt, right, and Ada Moss leave the Town Hall in Bergen, Norway, on Monday, March 3, 2025.",
    "Mayor Ina Holt (file photo)",
    "Ferries wait in the harbour of Bergen on Tuesday, 3 February 2026.",
]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_at_the_head_is_no_headline(caption):
    for head, headline in (
        ([caption], None),
        ([caption, "Harbour board to close two piers", "By Jane Doe"], "Harbour board to close two piers"),
        (["Harbour board to close two piers", caption], "Harbour board to close two piers"),
    ):
        layout = read("\n".join([*head, FIRST, SECOND, LAST]))
        assert (layout.headline, reasons(layout)[caption]) == (headline, "caption")
        assert layout.body == f"{FIRST}\n\n{SECOND}\n\n{LAST}"


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("Harbour sale denied\nBy Jane Doe", "Harbour sale denied"),
        ("Stalemate\nBy Jane Doe\nFebruary 5, 2026", "Stalemate"),
        ("No Deal\nBy Jane Doe", "No Deal"),
        ("Harbour sale denied\nThe mayor says no talks took place.\nBy Jane Doe", "Harbour sale denied"),
        ("Harbour board to close two piers\nFerry owners say nobody told them", "Harbour board to close two piers"),
        ("Harbour sale denied", "Harbour sale denied"),
        ("The Example Times\nHarbour board to close two piers\nBy Jane Doe", "Harbour board to close two piers"),
        ("EXCLUSIVE\nHarbour sale denied\nBy Jane Doe", "Harbour sale denied"),
        ("Jane Doe\nFebruary 5, 2026", None),
        ("Jane Doe, and John Roe\nFebruary 5, 2026", None),
        ("World news", None),
        ("(Reuters photo: Jane Doe)", None),
    ],
)
def test_short_headlines_and_standfirsts(head, headline):
    layout = read(f"{head}\n{FIRST}\n{SECOND}\n{LAST}")
    assert (layout.headline, layout.body) == (headline, f"{FIRST}\n\n{SECOND}\n\n{LAST}")


def test_a_byline_inside_the_article_ends_no_head():
    text = f"{FIRST}\n{SECOND}\nAnalysis\nBy John Roe, Oslo correspondent\n{LAST}"
    layout = read(text)
    assert layout.body.startswith(f"{FIRST}\n\n{SECOND}") and layout.byline is None


@pytest.mark.parametrize("line", ["TOWN BUYS THREE NEW SNOW PLOUGHS AGAIN", "WHO WILL PAY FOR THE NEW PLOUGHS?"])
def test_links_in_capitals_go_wherever_they_stand(line):
    for text in (f"{FIRST}\n{line}\n{SECOND}\n{LAST}", f"{FIRST}\n{SECOND}\n{LAST}\n{line}"):
        layout = read(text)
        assert (layout.body, reasons(layout)) == (f"{FIRST}\n\n{SECOND}\n\n{LAST}", {line: "related link"})


@pytest.mark.parametrize(
    "line", ["WHAT IS NEXT", "THE BOARD SAID: “NO TOWN WILL BUY PLOUGHS”", "(SOUNDBITE OF THE FERRY LEAVING THE PIER)"]
)
def test_short_headings_quotations_and_sounds_in_capitals_stay(line):
    assert read(f"{FIRST}\n{line}\n{SECOND}\n{LAST}").body == f"{FIRST}\n\n{line}\n\n{SECOND}\n\n{LAST}"


def test_a_text_all_in_capitals_stays():
    text = f"{FIRST}\n{SECOND}\n{LAST}".upper()
    assert read(text, title="Piers").body == text.replace("\n", "\n\n")


@pytest.mark.parametrize(
    "tail",
    [
        '"Town News" POPULAR ARTICLE\n-\nTown Buys Ploughs\n-\nRoof Leaks\nACCESS RANKING\n-\nPrices Rise 2% in Sept.',
        "Related stories\nTown buys new snow ploughs\nSchool roof leaks again",
        "Town Buys New Snow Ploughs\nSchool Roof Leaks Again\nLibrary Gets a New Wing",
        "Copyright 2026 The Associated Press. All rights reserved.",
        "Sign up for our newsletter and never miss a story.",
        "(Reporting by Jane Doe; Editing by Ali Roe)\nOur Standards: The Thomson Reuters Trust Principles.",
        "Advertisement\nShare on Facebook Share on Twitter",
        "Read more: Town buys new snow ploughs",
        "— AFP",
    ],
)
def test_the_tail_is_no_part_of_the_body(tail):
    layout = read(f"{FIRST}\n{SECOND}\n{THIRD}\n{LAST}\n{tail}")
    assert layout.body == f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{LAST}"
    assert [line for _, line, _ in layout.removed] == tail.split("\n")


def test_links_between_paragraphs_go_and_the_article_goes_on():
    layout = read(
        f"{FIRST}\nRELATED ARTICLES\nTown buys ploughs\nSchool roof leaks\n{SECOND}\nALSO READ: Library shut\n{LAST}"
    )
    assert layout.body == f"{FIRST}\n\n{SECOND}\n\n{LAST}"


def test_a_sign_off_is_cut_from_the_last_paragraph():
    layout = read(f"{FIRST}\n{LAST} (Reuters)")
    assert layout.body == f"{FIRST}\n\n{LAST}"
    assert layout.wire_credit == "Reuters"


def test_a_repeated_title_goes():
    layout = read(f"Harbour Board To Close Two Piers\n{FIRST}\n{LAST}", title="Harbour board to close two piers")
    assert (layout.body, layout.headline) == (f"{FIRST}\n\n{LAST}", None)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, he said.",
        "Copyright law is what the case turns on.",
        "Support for Facebook’s ban grew among voters.",
        "Register of deeds Ada Moss refused to sign.",
        "Three of four people who sign up for the exchanges are new.",
        "The opinions expressed by the ministers are repugnant.",
        "More than 40 people were hurt.",
        "“Click here and you are lost,” she told Reuters.",
        "Photographs were banned.",
        "By the time police came, the house was empty.",
        "He had contributed to the party for years.",
        "Sharing power is hard.",
        "Google will stop using cookies, the company said.",
        "By using force, the army made the rebels accept the deal.",
        "We use cookies in that cake, the baker said.",
        "Is that right?",
    ],
)
def test_sentences_of_an_article_are_no_boilerplate(line):
    assert boilerplate_reason(line) is None
    assert read(f"{FIRST}\n{line}\n{LAST}").body == f"{FIRST}\n\n{line}\n\n{LAST}"


@pytest.mark.parametrize(
    ("printed", "card"),
    [
        ("Rep. Ada Moss", " Ada Jane MossMoss wants piers to stay Holt: 'No plan' for the harbour MORE"),
        ("Rep. Ada Moss", "Adelheid (Ada) Jane Moss2026 elections: five seats to watch MORE"),
        ("Mayor Tom Holt", " Thomas Holt Jr.Board meets in secret again MORE"),
    ],
)
def test_cards_over_names_are_cut_out_of_sentences(printed, card):
    text = f"{printed}{{}} (D-Vt.) said on Monday that two piers would close, and there would be MORE to say in May."
    layout = read(f"{FIRST}\n{text.format(card)}\n{LAST}")
    assert layout.body == f"{FIRST}\n\n{text.format('')}\n\n{LAST}"
    assert reasons(layout) == {card.strip(): "link card"}


def test_a_loud_word_behind_a_repeated_name_is_no_card():
    text = "Ada Moss, and then Jane Moss, asked for MORE time on Monday, as in every meeting of the board."
    assert read(f"{FIRST}\n{text}\n{LAST}").body == f"{FIRST}\n\n{text}\n\n{LAST}"


def test_text_without_layout_stays_as_it_is():
    layout = read(f"{FIRST}\n\n{SECOND}\n\n{LAST}")
    assert layout.body == f"{FIRST}\n\n{SECOND}\n\n{LAST}"
    assert layout.removed == [] and layout.headline is None


def test_wrapped_lines_are_joined():
    wrapped = (
        "The harbour board will close two of its piers in May, the mayor said on\n"
        "Monday after a meeting that went on all night and ended in a quarrel\n"
        "over who will have to pay for the work that is still to be done there.\n\n"
        "The board did not answer questions about what the closure would cost the\n"
        "town or when the piers would open again, and its chair left by a side\n"
        "door.\n"
    )
    paragraphs = wrapped.strip().split("\n\n")
    assert read(wrapped).body == "\n\n".join(p.replace("\n", " ") for p in paragraphs)


parts = st.sampled_from(
    [
        FIRST,
        SECOND,
        THIRD,
        LAST,
        "Advertisement",
        "By Jane Doe",
        "08:15 CET, February 5, 2026",
        "BERGEN (AP) — " + FIRST,
        "-",
        "Top stories",
    ]
    + ["Town Buys New Snow Ploughs", "(Reuters)", "Photo: Jane Doe/AP", "OSLO (AP) —"]
)


plain = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@settings(deadline=None)
@given(st.lists(parts | plain, max_size=12))
def test_every_line_is_kept_or_removed_once(chosen):
    lines = split_lines("\n".join(chosen))
    layout = read_layout(lines, retrieved_at=RETRIEVED)
    removed = [position for position, _, _ in layout.removed]
    kept = [line.position for line in layout.paragraphs]
    assert {line.position for line in lines} == {*removed, *kept}
    cut = {position for position, _, reason in layout.removed if reason in ("dateline", "wire credit", "cut off")}
    assert set(removed) & set(kept) <= cut
    assert layout.body == layout.body.strip() and "\x00" not in layout.body
