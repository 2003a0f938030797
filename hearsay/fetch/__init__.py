"""What is fetched over HTTP, kept as received.

``sources.toml`` names feeds and lists of addresses; a fetch asks for what is new or due in them and writes the answers
to web archives in ``<warehouse>.work/captures/<source>/``, which a build reads like any other archive. It is the only
part of Hearsay that opens connections to the outside.

- ``addresses``: host names to IP addresses, and which of those may be connected to
- ``exchange``: one request to one checked address, within limits of time and size
- ``client``: redirects, robots.txt, pauses between requests, attempts
- ``state``: what is remembered from one fetch to the next
- ``captures``: answers as web archives
- ``fetching``: sources to captures

What ends how is listed in ``docs/fetching.md``; no fault of a server ends a fetch.
"""

from hearsay.fetch.fetching import SourceFetch, due_sources, fetch_sources

__all__ = ["SourceFetch", "due_sources", "fetch_sources"]
