"""A static site that shows what a warehouse holds: ``hearsay report --html DIR``.

Pages are HTML without inline scripts and styles, charts are SVG made here, nothing is loaded from elsewhere. What comes
from an article is always escaped (Jinja2's autoescape), and the same warehouse gives the same bytes.
"""

from hearsay.site.folder import NotASite, site_folder
from hearsay.site.site import Site, write_site

__all__ = ["NotASite", "Site", "site_folder", "write_site"]
