"""Documents to articles: body, title, byline, dates, outlet, language.

HTML goes through trafilatura for the body and through JSON-LD, OpenGraph and meta tags for the rest; plain text goes
through its layout. Either way every line that is no part of the article is kept as a
:class:`~pipeline.records.RemovedLine` with its reason, so that nothing that was read is lost. No exception leaves
:func:`extract_article`: what has no article in it becomes a rejection with stage ``extract``.
"""

from pipeline.extract.articles import Extraction, extract_article
from pipeline.extract.repeated import line_hash, repeated_lines, without_repeated

__all__ = ["Extraction", "extract_article", "line_hash", "repeated_lines", "without_repeated"]
