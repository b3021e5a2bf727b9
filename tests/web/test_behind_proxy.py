"""Who asked, by which scheme and for which host: told by our own proxy, or by nobody."""

from dataclasses import replace

import pytest
from flask import request

from accord.cli.serve import FIXED
from tests.builders import a_site, settings_in

FORGED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/elsewhere",
}


@pytest.fixture
def seen(tmp_path):
    """Ask a site behind so many proxies, and give what it takes for the truth."""

    def asked(number, headers):
        site = a_site(replace(settings_in(tmp_path), behind_proxy=number))
        found = []
        site.before_request(
            lambda: found.append((request.remote_addr, request.scheme, request.host, request.script_root))
        )
        site.test_client().get("/healthz", headers=headers)
        site.extensions["accord"].snapshot.engine.dispose()
        return found[0]

    return asked


def test_without_a_proxy_nobody_is_believed_who_asked(seen):
    assert seen(0, FORGED) == seen(0, {}) == ("127.0.0.1", "http", "localhost", "")


def test_our_proxy_is_believed_who_asked_by_which_scheme_and_for_which_host(seen):
    said = {"X-Forwarded-For": "198.51.100.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "accord.example"}

    assert seen(1, said) == ("198.51.100.4", "https", "accord.example", "")


def test_what_a_visitor_wrote_before_our_proxy_is_not_believed(seen):
    said = {
        "X-Forwarded-For": "203.0.113.7, 198.51.100.4",
        "X-Forwarded-Proto": "http, https",
        "X-Forwarded-Host": "evil.example, accord.example",
    }

    assert seen(1, said) == ("198.51.100.4", "https", "accord.example", "")


def test_where_two_proxies_stand_the_outer_one_is_believed(seen):
    said = {"X-Forwarded-For": "203.0.113.7, 198.51.100.4, 192.0.2.1"}

    assert seen(2, said)[0] == "198.51.100.4"


def test_a_port_and_a_prefix_are_never_taken_from_a_header(seen):
    only = {name: FORGED[name] for name in ("X-Forwarded-Port", "X-Forwarded-Prefix")}

    assert seen(1, only) == ("127.0.0.1", "http", "localhost", "")


def test_the_server_itself_believes_no_header_of_a_neighbour():
    from gunicorn.config import Config

    server = Config()
    for name, value in FIXED.items():
        server.set(name, value)

    assert not server.forwarded_allow_ips
    assert not server.secure_scheme_headers
    assert not [name for name in server.forwarder_headers if name]
