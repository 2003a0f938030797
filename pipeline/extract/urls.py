"""Addresses of articles, and the key under which two addresses are the same article."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from courlan import extract_domain
from w3lib.url import canonicalize_url

# Parameters that say where a reader came from. Anything else may name the article, as in ?id=123, and stays.
TRACKING = re.compile(
    r"utm_\w+|at_\w+|mc_[ce]id|_?hs(?:enc|mi|CtaTracking)|mkt_tok|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|twclid|ttclid|yclid|igshid|igsh"
    r"|li_fat_id|s_?cid|s_?kwcid|cmpid?|cmp|ncid|ocid|icid|ito|smid|smtyp|ssm|partner|ref|refsrc|ref_src"
    r"|ref_url|referrer|referer|src_?type|source"
    r"|campaign(?:_?id)?|camp|mod|emc|nl(?:id)?|xtor|wt\.\w+|wtmc|iref|hpt|share|shared|shareToken|sharetype"
    r"|spref|soc_\w+|sr_share|sref"
    r"|via|fb_\w+|fbc|__twitter_impression|amp|outputType|cmpr|pk_\w+|mtm_\w+|matomo_\w+|_ga|_gl|ga_\w+|oly_\w+"
    r"|vero_\w+|rss|feed(?:Type|Name)"
    r"|guccounter|guce_\w+|taid|rnd|intcmp|int_\w+|wprov|g2i_\w+|traffic_source|taboola\w*|tblci|ob_?click\w*"
    r"|outbrain\w*|dicbo|mbid|bxid|esrc|trk\w*",
    re.IGNORECASE,
)
WWW = re.compile(r"^(?:www\d?\.)+(?=.+\.)")
# The forms in which one article is served: for AMP, for phones, for printing.
VARIANT_HOST = re.compile(r"^(?:amp|m|mobile)\.(?=.+\.)")
VARIANT_PATH = re.compile(
    r"/amp(?=/.)|^/print(?=/.)|(?<=.)/(?:amp|print|printable)(?:\.html?)?$|\.amp(?=(?:\.html?)?$)", re.IGNORECASE
)
VARIANT_PARAMETERS = frozenset({"view", "format", "mode", "output", "type", "style", "version"})
VARIANT_VALUES = frozenset({"amp", "print", "printable", "printer-friendly", "printerfriendly", "mobile"})
AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z](?:/(?P<secure>s))?"
    r"|(?:www\.)?(?:google|bing)\.[a-z.]+/amp(?:/(?P<safe>s))?)/(?P<address>[^/?#]+\.[^/?#]+(?:[/?#].*)?)",
    re.IGNORECASE,
)
PORTS = {"http": ":80", "https": ":443"}


def read_url(value: object, *, base: str | None = None) -> str | None:
    """Return a web address as it is given, made absolute; ``None`` if it is none."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    if not isinstance(value, str) or not value.strip() or any(map(str.isspace, value.strip())):
        return None
    try:
        url = urljoin(base or "", value.strip())
        if url.startswith("//"):
            url = f"https:{url}"
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and "." in host else None


def canonical_url(url: str | None, canonical: str | None) -> str | None:
    """Return the address that an article goes under.

    :param url: where it was read, if that is known.
    :param canonical: what the page calls its canonical address. It counts where it is of the same site and no mere
        front page, which is what careless templates put there, and would make all articles of a site one.
    """
    url, canonical = (value and without_cache(value) for value in (url, canonical))
    if url is None:
        return canonical if canonical and not _is_front(canonical) else None
    if canonical is None or _is_front(canonical) or site(canonical) != site(url):
        return url
    return canonical


def url_key(url: str) -> str:
    """Return the form of an address that is the same for all addresses of one article.

    ``https``, no ``www.``, default port, fragment, tracking parameters or closing slash; other parameters sorted; the
    same for a page and its AMP, mobile and printable forms. The key of a key is the key.
    """
    parts = urlsplit(_normalise(without_cache(url)))
    host = parts.netloc.casefold().rpartition("@")[2].removesuffix(PORTS.get(parts.scheme, ":443"))
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_dropped(*pair)]
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    return urlunsplit(("https", _plain_host(host), _plain_path(path), urlencode(kept), ""))


def without_cache(url: str) -> str:
    """Return the address that a copy in an AMP cache, or a search engine's link to one, was made of."""
    match = AMP_CACHE.match(url)
    if match is None:
        return url
    return f"{'https' if match['secure'] or match['safe'] else 'http'}://{match['address']}"


def _is_dropped(name: str, value: str) -> bool:
    name, value = name.casefold(), value.casefold()
    return bool(
        TRACKING.fullmatch(name)
        or (name in VARIANT_PARAMETERS and value in VARIANT_VALUES)
        or (name in VARIANT_VALUES and value in ("", "1", "true", "yes", "y", "all"))
    )


def _plain_host(host: str) -> str:
    while (plain := VARIANT_HOST.sub("", WWW.sub("", host))) != host:
        host = plain
    return host


def _plain_path(path: str) -> str:
    while (plain := VARIANT_PATH.sub("", path).rstrip("/")) != path:
        path = plain
    return path


def site(url: str) -> str | None:
    """Return the registered domain of an address, such as ``example.co.uk``."""
    return extract_domain(url.casefold()) or urlsplit(url).hostname


def domain(url: str) -> str | None:
    """Return the host of an address without ``www.``."""
    host = urlsplit(url).hostname
    return WWW.sub("", host) if host else None


def _normalise(url: str) -> str:
    try:
        return canonicalize_url(url)
    except (ValueError, UnicodeError):
        return url


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/") in ("", "index.html", "index.php") and not parts.query
