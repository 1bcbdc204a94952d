"""URLs: made absolute, and reduced to what names a page."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|link\w*)|mtm_\w+|pk_\w+|hsa_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid"
    r"|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|oly_enc_id|oly_anon_id"
    r"|vero_id|ref_src|ref_url|cmpid|cmp|ocid|ncid|icid|smid|smtyp|taid|xtor|spm|s_cid|sr_share|guccounter"
    r"|guce_referrer|guce_referrer_sig|__twitter_impression|partner|feedtype|wt_mc|traffic_source)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[1-9]\d{0,3})?"
    r"(?:/[\w./~%:@!$&'()*+,=-]*)?(?:\?[\w./~%:@!$&'()*+,=?;-]+)?(?:\#[\w./~%:@!$&'()*+,=?-]+)?",
    re.ASCII,
)
_IGNORED = re.compile("[\x00-\x1f\x7f]")  # browsers drop tabs and newlines inside a URL (WHATWG URL, 4.4)


def absolute(url: str, base: str | None = None) -> str | None:
    """Give `url` as an absolute http or https URL, resolved against `base`; None for anything else.

    `javascript:`, `data:`, `mailto:` and the like, and URLs without a host, never pass.
    """
    if _PLAIN.fullmatch(url):  # nearly all are: joined and split, it would be the same
        return url
    url = _IGNORED.sub("", url).strip()
    if not url:
        return None
    try:
        joined = urljoin(base, url) if base else url
        parts = urlsplit(joined)
        usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # "[" without "]", a port that is no number
        return None
    return joined.replace(" ", "%20") if usable else None


@lru_cache(maxsize=1 << 10)
def host_of(url: str) -> str:
    """Give the host of an address in small letters; nothing where it has none."""
    return urlsplit(url).hostname or ""


def canonical(url: str) -> str | None:
    """Give what names the page that `url` shows, for use as a key; None where it is no http(s) URL.

    Without scheme, `www.`, default port, fragment, tracking parameters and trailing slash; the host in lower case and
    the rest of the query sorted: `http://www.Example.org:80/a/?b=2&a=1&utm_source=x#top` gives `example.org/a?a=1&b=2`.
    """
    usable = absolute(url)
    if usable is None:
        return None
    parts = urlsplit(usable)
    query = _query(parts.query)
    return _host(parts) + parts.path.rstrip("/") + (f"?{query}" if query else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"


def _query(query: str) -> str:
    kept = (pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return "&".join(sorted(kept))
