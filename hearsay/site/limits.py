"""What the site shows at most, so that it stays under 20 MB and quick to open whatever the warehouse holds.

They are not in ``pipeline.settings``, because no row depends on them: a change there has everything built anew.
"""

ARTICLE_BYTES = 12 * 1024**2  # of all article pages together, estimated
ENTITIES = 150  # with a page of their own
CHARTED_ENTITIES = 25  # of these; a chart takes a tenth of a second
ENTITY_QUOTES = 40
ENTITY_ARTICLES = 15
ROLES = 12
DISPUTED_CLAIMS = 100
CLAIMS_A_SIDE = 5
SPEAKERS = 200
CHARTED_SPEAKERS = 20
CHARTED_OUTLETS = 25
NEW_ARTICLES = 20
EDITS = 20
WORDINGS = 25
SET_ASIDE = 10  # rows of one table for one reason
ROWS = 100  # of any other table
ANONYMOUS_QUOTES_NEEDED = 20  # of an outlet: in fewer, a share says little
