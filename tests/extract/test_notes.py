from datetime import UTC, datetime
from hashlib import sha256

import pytest

from pipeline.extract import extract_article
from pipeline.extract.notes import find_note
from pipeline.records import Document

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
BODY = [
    "The harbour board will close two of its piers in May, the mayor said on Monday after a long meeting.",
    "The board did not answer questions about what the closure would cost the town and its ferry owners.",
    "A vote on the plan will be taken in April, when the new council meets for the first time.",
]


@pytest.mark.parametrize(
    ("line", "kind", "is_news"),
    [
        ("Correction: The pier was built in 1911, not in 1921.", "correction", False),
        ("CORRECTION (March 2, 2026): The pier was built in 1911.", "correction", False),
        ("Correction, March 2: This article gave a wrong year.", "correction", False),
        ("Corrections and clarifications: A ferry's name was misspelled.", "correction", False),
        ("Clarification — The board has seven members, two of them without a vote.", "correction", False),
        ("An earlier version of this article misstated the year in which the pier was built.", "correction", False),
        ("• This article was amended on 3 March 2026 because the pier is not the oldest.", "correction", False),
        ("Editor's note: This story has been corrected to say that the vote is in April.", "correction", False),
        ("Editor’s note: Jane Doe owns a ferry.", "editor's note", False),
        ("EDITORS' NOTE — The mayor's name was left out at her request.", "editor's note", False),
        ("This story has been updated with the mayor's answer.", "update", False),
        ("This is a breaking news story and will be updated.", "update", False),
        ("UPDATE: This story has been updated to include the vote.", "update", False),
        ("UPDATE, 4:15 p.m.: The mayor has resigned.", "update", True),
        ("Update at 9:20 a.m. ET. The Board Answers:", "update", True),
        ("[Updated at 11:08 a.m. ET] The mayor has resigned.", "update", True),
    ],
)
def test_what_an_outlet_says_of_its_article(line, kind, is_news):
    note = find_note(line)
    assert (note.kind, note.is_news) == (kind, is_news)


@pytest.mark.parametrize(
    "line",
    [
        "“Correction: I never said that,” the mayor told reporters.",
        "The correction came a day later, the board said.",
        "Updated rules for ferries take effect in May.",
        "Update the law, the ferry owners asked.",
        "Editors of two papers signed the letter.",
        "An earlier version of the bill would have closed the pier.",
        "The report was amended after the vote.",
        "This column originally appeared in Example Times.",
    ],
)
def test_sentences_of_an_article_are_no_notes(line):
    assert find_note(line) is None


def extraction(*lines):
    text = "\n".join([*BODY, *lines])
    content = text.encode()
    return extract_article(Document("in/a", "text/plain", content, sha256(content).hexdigest(), RETRIEVED, text))


def test_notes_leave_the_body_and_stay_with_the_article():
    correction, stamp = "Correction: The vote is in April, not in May.", "This story has been updated."
    found = extraction(stamp, correction, "Editor's note: Jane Doe owns a ferry.")
    article = found.article
    assert article.body == "\n\n".join(BODY)
    assert (article.correction, article.update_note) == (correction, stamp)
    assert article.editors_note == "Editor's note: Jane Doe owns a ferry."
    assert {line.line: line.reason for line in found.removed_lines} == {
        correction: "correction", stamp: "update", article.editors_note: "editor's note",
    }  # fmt: skip
    assert extraction().article.correction is None


def test_an_update_that_brings_news_stays_in_the_body():
    first, second = "UPDATE 4:15 p.m.: The mayor has resigned.", "UPDATE 5:05 p.m.: The board has accepted it."
    article = extraction(first, second).article
    assert article.body == "\n\n".join([*BODY, first, second])
    assert article.update_note == f"{first}\n{second}"
