"""Whom we trust: for fetching and for sending mail alike."""

import ssl


def trusted_roots() -> ssl.SSLContext:
    """Make a client's context that trusts certifi's roots and those of this machine, where a newsroom adds its own.

    SSL_CERT_FILE and SSL_CERT_DIR name this machine's roots, as everywhere.
    """
    import httpx  # noqa: PLC0415 - takes 0.4 s to import; it brings certifi

    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context
