"""What is known of the browser that asks: from where it comes, and for whom somebody signed in with it before."""

import secrets
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from accord.web.site import site

KNOWN = "accord_known"
KNOWN_FOR_SECONDS = 180 * 24 * 60 * 60
"""Ours: half a year; a browser that was away for longer is a stranger's again."""
MOST_PEOPLE = 8
"""Who share one browser; the one who signed in longest ago gives way."""
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
HOME_NETWORK_BITS = 64
"""Of IPv6: what one household is given."""


def network() -> str:
    """Return the network that asks, for counting: an address, or what one household has of IPv6.

    Our own proxies are believed (`ACCORD_BEHIND_PROXY`), and nobody else who says they forward something.
    """
    address = _address(request.remote_addr)
    if isinstance(address, IPv6Address):
        return str(int(address) >> (128 - HOME_NETWORK_BITS))
    return str(address)


def is_this_machine() -> bool:
    """Return whether the browser runs on the machine of the server, with no proxy between that could say so wrongly."""
    address = _address(request.remote_addr)
    asked = urlsplit(f"//{request.host}").hostname
    known = urlsplit(site().settings.base_url or "").hostname
    return (
        not site().settings.behind_proxy
        and address is not None
        and address.is_loopback
        and not any(name in request.headers for name in FORWARDED)
        and asked in LOOPBACK_NAMES
        and (known is None or known in LOOPBACK_NAMES)
    )


def device() -> str:
    """Return what the browser says of itself, in the words by which its owner knows it again."""
    agent = request.headers.get("User-Agent", "")
    browsers = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
    others = (("Chrome/", "Chrome"), ("Safari/", "Safari")), (("Mac OS", "Mac"), ("Linux", "Linux"))
    browser = next((name for mark, name in (*browsers, *others[0]) if mark in agent), None)
    system = next((name for mark, name in (*systems, *others[1]) if mark in agent), None)
    return ", ".join(filter(None, (browser, system))) or agent[:60] or "?"


def known_as(email: str) -> str | None:
    """Return the word by which the account knows this browser, or None where nobody signed in to it from here."""
    return _known().get(_short(email))


def keep_known(response: Response, email: str) -> Response:
    """Let the account know this browser from now on; no page shows this, and no other site can send it."""
    known = _known()
    word = known.pop(_short(email), None) or secrets.token_urlsafe(16)
    kept = dict(list(known.items())[-(MOST_PEOPLE - 1) :]) | {_short(email): word}
    response.set_cookie(
        KNOWN,
        _signer().dumps(kept),
        max_age=KNOWN_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=(site().settings.base_url or "").startswith("https://"),
        path="/",
    )
    return response


def _known() -> dict[str, str]:
    try:
        found: dict[str, str] = _signer().loads(request.cookies.get(KNOWN, ""))
    except BadSignature:
        return {}
    return found


def _short(email: str) -> str:
    # Who finds the telephone must not read from it who works with it.
    return sha256(email.encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(site().settings.secret_key, salt="browsers that an account knows")


def _address(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address((text or "").strip("[] "))
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
