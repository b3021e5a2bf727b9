"""The web application of one installation: the public pages, their files, and the watch over them."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.paths import templates_folder
from accord.web import (
    access,
    assets,
    clockwork,
    database,
    delivery,
    errors,
    filters,
    health,
    language,
    metrics,
    passed_over,
    public_decisions,
    public_orders,
    remembered,
    security,
    sharing,
    signed_in,
    sizes,
    status,
    steady,
    timelines,
)
from accord.web.api import description, endpoints
from accord.web.desk import home as way_to_desk
from accord.web.desk import manner
from accord.web.desk.rooms import DESK
from accord.web.open_data import files, page, snapshot_file
from accord.web.private import PrivateDatabase
from accord.web.public import documents, factories, figures, home, lists, orders, photos, protocol, register
from accord.web.routes import FactoryNumber, RowNumber
from accord.web.site import Site

PARTS = (
    metrics,
    language,
    sizes,
    database,
    signed_in,
    access,
    filters,
    timelines,
    errors,
    passed_over,
    security,
    sharing,
    delivery,
    remembered,
    assets,
    health,
    status,
    clockwork,
    manner,
    public_decisions,
    public_orders,
)
"""Asked in this order before each request, and in the reverse one after it: a page is measured as it leaves."""
ROOMS = (
    home,
    documents,
    factories,
    figures,
    photos,
    register,
    orders,
    lists,
    protocol,
    endpoints,
    description,
    files,
    snapshot_file,
    page,
)
"""What the public reads here."""


class Side(StrEnum):
    """What a server serves: the public pages, the desk, or both."""

    PUBLIC = "public"
    DESK = "desk"


def clock() -> datetime:
    """Return this instant: the one place where the web reads the clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    now: Callable[[], datetime] = clock,
    trouble_with_database: Callable[[], str | None] | None = None,
    sides: frozenset[Side] = frozenset(Side),
) -> Flask:
    """Return the application; `trouble_with_database` says why the private database cannot be reached, or None.

    The public pages never open the private database: only those who watch over the server ask after it and after the
    clockwork (`/readyz`, `/status`, `/metrics`), and the desk works on it.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(templates_folder()))
    app.extensions["accord"] = Site(
        settings=settings,
        now=now,
        snapshot=PublicSnapshot(settings.snapshot),
        files=FileStore(settings.files),
        photos=FileStore(settings.photos, is_private=True),
        uploads=FileStore(settings.uploads, is_private=True),
        documents=FileStore(settings.documents, is_private=True),
        private=PrivateDatabase(settings.database_url),
        trouble_with_database=trouble_with_database or health.asking_database(settings),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters |= {"factory": FactoryNumber, "int": RowNumber}
    for part in PARTS:
        part.set_up(app)
    app.secret_key = settings.secret_key
    for room in (*(ROOMS if Side.PUBLIC in sides else (way_to_desk,)), *(DESK if Side.DESK in sides else ())):
        app.register_blueprint(room.bp)
    steady.set_up(app)
    _believe_proxies(app, settings.behind_proxy)
    return app


def _believe_proxies(app: Flask, number: int) -> None:
    """Take from so many proxies who asked, by which scheme and for which host; with none, nobody's word is taken.

    Anybody can write these headers. Only what our own proxies have added at the end of each is true.
    """
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way to wrap an application
            app.wsgi_app, x_for=number, x_proto=number, x_host=number, x_port=0, x_prefix=0
        )
