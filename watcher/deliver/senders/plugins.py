"""From a channel's URL to the Apprise plugin that sends: what is refused, what is set, where it connects to."""

import re
import sys
import threading
import warnings
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from watcher.alerts import one_line
from watcher.deliver.fit import Measure, as_ntfy, as_text
from watcher.deliver.redact import redactor_of
from watcher.deliver.senders import scheme_of
from watcher.deliver.senders.logs import divert_logs
from watcher.errors import ConfigurationError
from watcher.model import Channel

if TYPE_CHECKING:
    from apprise import NotifyBase

MAIL = frozenset({"mailto", "mailtos"})
_NTFY = frozenset({"ntfy", "ntfys"})

_REFUSED = {
    "optional": "it reports success on failure",
    "retry": "the watcher retries by itself",
    "overflow": "the watcher shortens messages by itself",
    "cc": "give every recipient a channel of its own",
    "bcc": "give every recipient a channel of its own",
}
_CONFIGURATION = frozenset({"http", "https", "file", "memory"})  # where Apprise would look for more URLs
_SEVERAL = re.compile(r"[\s,;]\s*\w+://")
_TEXT_LIMIT = 300  # characters of what Apprise says about a URL

_loading = threading.Lock()


def plugin_of(channel: Channel) -> "NotifyBase":
    """Build the plugin of a channel's URL; raises ConfigurationError, one sentence, where that cannot be."""
    scheme, manager, url = scheme_of(channel), _manager(), channel.url or ""
    problem = _refusal(url, scheme, manager)
    if problem is None:
        plugin, problem = _instance(url)
        if plugin is not None and len(plugin) != 1:
            problem = f"it names {len(plugin)} recipients; a channel has exactly one"
        elif plugin is not None:
            return plugin
        else:
            problem = f"{problem}; see how it is written: {manager[scheme].setup_url}"
    named = f"the {scheme}: URL" if scheme else "its URL"
    raise ConfigurationError(f"channel {channel.name}: {named} cannot be used: {problem}")


def has_host(plugin: "NotifyBase") -> bool:
    """Tell whether the URL's host is one: it is for services that users run; others have a token or a domain there."""
    return bool(plugin.protocol) and bool(plugin.template_tokens.get("host", {}).get("required"))


def address_of(plugin: "NotifyBase", scheme: str) -> tuple[str, int] | None:
    """Give host and TCP port that a plugin connects to; None where it does not say so."""
    known: Any = plugin  # most of these attributes are only some plugins'
    if scheme in MAIL:
        return known.smtp_host, known.port
    if has_host(plugin):
        speaks_http = "requests" in vars(sys.modules[type(plugin).__module__])  # else the usual port is not known
        port = known.port or (speaks_http and (443 if known.secure else 80))
        return (known.host, port) if port else None
    url = urlsplit(getattr(known, "notify_url", None) or getattr(known, "webhook_url", None) or "")
    return (url.hostname, 443) if url.scheme == "https" and url.hostname and "{" not in url.netloc else None


def measure_of(plugin: "NotifyBase", scheme: str) -> Measure:
    """Give how long a text is for a service: as its plugin will write it, in the service's own markup."""
    from apprise import NotifyFormat, conversion  # noqa: PLC0415 - takes 0.3 s to import

    if scheme in _NTFY:
        return as_ntfy
    convert: Any = conversion.convert_between  # without type hints
    target = plugin.resolve_format(NotifyFormat.TEXT)
    return lambda text: as_text(plugin.dialect_convert(convert(NotifyFormat.TEXT, target, text), target))


def counts_title(plugin: "NotifyBase", scheme: str) -> bool:
    """Tell whether the limit of a service's body is for title and body together."""
    return plugin.title_maxlen <= 0 or plugin.overflow_amalgamate_title or scheme in _NTFY


def _refusal(url: str, scheme: str, manager: Any) -> str | None:
    """Say what the URL asks for that would lose alerts or make Apprise read configuration from elsewhere."""
    if not scheme:
        return "it begins with no service, such as slack:// or mailtos://"
    if scheme in _CONFIGURATION:
        return f"{scheme}: names no service; write the service's own form, such as slack:// or json://"
    if scheme not in manager:
        near = get_close_matches(scheme, manager.schemas(), n=1)
        return "no service has this name" + (f"; did you mean {near[0]}://?" if near else "")
    if not manager[scheme].enabled:
        return "this service needs a Python package that is not installed"
    if _SEVERAL.search(url):
        return "it holds several URLs; a channel has exactly one"
    options = (key.lower() for key, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True))
    return next((f"remove {key}=: {_REFUSED[key]}" for key in options if key in _REFUSED), None)


def _instance(url: str) -> "tuple[NotifyBase | None, str]":
    """Give the plugin, or None and what Apprise says against the URL."""
    from apprise import Apprise, AppriseAsset, NotifyBase  # noqa: PLC0415 - takes 0.3 s to import
    from apprise.exception import AppriseException  # noqa: PLC0415 - as above

    asset = AppriseAsset(
        app_id="watcher",
        app_desc="watcher",
        app_url="",
        image_url_mask="",  # no remote images, Apprise's logo included
        image_url_logo="",
        async_mode=False,
        service_timeout=0,  # with a time limit, sends go to a pool that all services share
        http_redirects=False,  # a redirected POST becomes a GET: success, and nothing delivered
        interpret_emojis=False,
        storage_mode="memory",
    )
    try:
        plugin = Apprise.instantiate(url, asset=asset, suppress_exceptions=False)
    except (AppriseException, AttributeError, LookupError, TypeError, ValueError) as error:
        return None, one_line(redactor_of(url)(str(error)), _TEXT_LIMIT)
    if plugin is not None and plugin.request_rate_per_sec == NotifyBase.request_rate_per_sec:
        plugin.request_rate_per_sec = 0
    return plugin, "it cannot be read"


def _manager() -> Any:
    """Give Apprise's list of plugins, loaded and silent."""
    divert_logs()
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # before Python 3.13 its plugins import `imghdr`
        from apprise import NotificationManager  # noqa: PLC0415 - as above

        create: Any = NotificationManager  # a singleton without type hints
        manager = create()
        if not manager:
            manager.load_modules()
        from watcher.deliver.senders.wire import watch_requests  # noqa: PLC0415 - takes what the plugins load anyway

        watch_requests()
    return manager
