"""The application on a port of its own, and people on telephones who are signed in to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from accord.web.signed_in import COOKIE
from tests.browser.conftest import LOCALES, Visitor

TELEPHONE = {"width": 360, "height": 780}


@contextmanager
def served(site: Flask) -> Iterator[str]:
    """Serve the site until the test is done; gives its address."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()
    site.extensions["accord"].private.close()


@contextmanager
def telephones(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Give a function that seats somebody at a telephone, signed in by a token or, with None, not at all."""
    contexts: list[BrowserContext] = []

    def at(token: str | None, language: str = "en", *, javascript: bool = True) -> Visitor:
        context = browser.new_context(locale=LOCALES[language], viewport=TELEPHONE, java_script_enabled=javascript)
        contexts.append(context)
        if token is not None:
            context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        return Visitor(context, address)

    yield at
    for context in contexts:
        context.close()
