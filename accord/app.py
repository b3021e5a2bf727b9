"""The web application of one installation: the public pages, their files, and the watch over them."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from jinja2 import StrictUndefined

from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.paths import templates_folder
from accord.web import (
    access,
    assets,
    delivery,
    errors,
    filters,
    health,
    language,
    metrics,
    passed_over,
    remembered,
    security,
    sharing,
    steady,
)
from accord.web.api import description, endpoints
from accord.web.open_data import files, page, snapshot_file
from accord.web.public import documents, factories, figures, home, lists, orders, photos, register
from accord.web.routes import FactoryNumber
from accord.web.site import Site

PARTS = (
    metrics,
    language,
    access,
    filters,
    errors,
    passed_over,
    security,
    sharing,
    delivery,
    remembered,
    assets,
    health,
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
    endpoints,
    description,
    files,
    snapshot_file,
    page,
)
"""What is to be read here."""


def clock() -> datetime:
    """Return this instant: the one place where the web reads the clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    now: Callable[[], datetime] = clock,
    trouble_with_database: Callable[[], str | None] | None = None,
) -> Flask:
    """Return the application; `trouble_with_database` says why the private database cannot be reached, or None.

    The public pages never open the private database; only `/readyz` asks after it.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(templates_folder()))
    app.extensions["accord"] = Site(
        settings=settings,
        now=now,
        snapshot=PublicSnapshot(settings.snapshot),
        files=FileStore(settings.files),
        trouble_with_database=trouble_with_database or health.asking_database(settings),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["factory"] = FactoryNumber
    for part in PARTS:
        part.set_up(app)
    for rooms in ROOMS:
        app.register_blueprint(rooms.bp)
    steady.set_up(app)
    return app
