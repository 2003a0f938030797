"""What kind of article a document gave, and which kinds are annotated (``settings.ANNOTATED_STATUSES``).

=====================  ==========================================================================  =========
status                 meaning                                                                     annotated
=====================  ==========================================================================  =========
ok                     an article                                                                  yes
partial                its beginning only, or no more than a few words                             yes
paywalled              the teaser of an article that is not free                                   yes
live_blog              entries under their times, the newest first                                 yes
index                  a list of other articles' headlines and teasers, no article                 no
doubtful               two extractors found different texts in the page                            no
unsupported_language   not in ``settings.LANGUAGE``                                                no
=====================  ==========================================================================  =========

All of them are kept in ``articles``; the first that applies counts, from the bottom up. An index page quotes what its
articles quote, which would count twice; a doubtful body may be another article's.
"""

import re

from pipeline import settings
from pipeline.extract.layout import Layout
from pipeline.extract.metadata import Metadata

TEASER_WORDS = 150  # an article behind a paywall shows fewer
FEW_WORDS = 30
LEAST_AGREEMENT = 0.5
LIVE_ENTRIES = 5
LIVE_TYPE = "LiveBlogPosting"
LIVE_TITLE = re.compile(
    r"\blive(?:[ -]?blog|[ -]updates?|[ -]coverage|:| news)|\blatest updates\b|\bas it happened\b|[–—-] live\b"
    r"|\b(?:updates?|coverage) live\b|^live\b",
    re.IGNORECASE,
)
LIVE_PATH = re.compile(r"/live(?:blog)?s?/|live-?(?:blog|updates?|coverage|news)|/as-it-happened", re.IGNORECASE)
ENTRY_TIME = re.compile(
    r"(?:posted|updated?|published)?\W*(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\W*(?:[A-Z]{2,5})?\b"
    r"|\W*updated? (?:at )?\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\b|\d{1,2}\s*[ap]\.?m\.?(?:\W+[A-Z]{2,5})?\W*$",
    re.IGNORECASE,
)
INDEX_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})
FRONT_TYPES = frozenset({"website", "blog", "profile"})


def status_of(
    body: str,
    language: str | None,
    known: Metadata,
    layout: Layout,
    *,
    is_list: bool = False,
    agreement: float | None = None,
) -> str:
    """Return the status of an article.

    :param is_list: the page shows a list of links to articles (:func:`pipeline.extract.pages.is_list_page`).
    :param agreement: how far two extractors agree on the body, 0 to 1, if both were asked.
    """
    words = len(body.split())
    if language != settings.LANGUAGE:
        return "unsupported_language"
    if is_list and not _is_marked_as_article(known):
        return "index"
    if agreement is not None and agreement < LEAST_AGREEMENT:
        return "doubtful"
    if _is_live(known, layout):
        return "live_blog"
    if any(reason == "cut off" for _, _, reason in layout.removed):
        return "partial"
    if (layout.is_cut_off or known.is_free is False) and words < TEASER_WORDS:
        return "paywalled"
    return "partial" if words < FEW_WORDS else "ok"


def _is_live(known: Metadata, layout: Layout) -> bool:
    """A page that calls itself live, or a text of many entries that each begin with a time."""
    if LIVE_TYPE in known.kinds:
        return True
    says_live = LIVE_TITLE.search(known.title or layout.headline or "") or LIVE_PATH.search(known.url or "")
    entries = sum(ENTRY_TIME.match(line.text) is not None for line in layout.paragraphs)
    return entries >= LIVE_ENTRIES and (bool(says_live) or entries >= 0.2 * len(layout.paragraphs))


def _is_marked_as_article(known: Metadata) -> bool:
    if INDEX_TYPES & known.kinds or (FRONT_TYPES & known.kinds and not known.published):
        return False
    return bool(known.published or known.authors or known.byline)
