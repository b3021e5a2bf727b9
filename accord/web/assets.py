"""Stylesheets, the script of the desk and the mark, served from memory under addresses that change with them."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Flask, Response, abort, url_for

from accord.web.access import Action, serves

ROOMS = {"accord.css": "css", "desk.css": "desk", "desk.js": "js"}
"""Assets that are one file for the reader, put together from those of a folder by name."""
MEDIA_TYPES = {
    "accord.css": "text/css",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}
"""Every asset there is."""

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """The bytes of an asset and a word that changes with them."""

    content: bytes
    version: str


def set_up(app: Flask) -> None:
    """Serve the assets and let templates name their addresses."""
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = address_of


@cache
def load(name: str) -> Asset:
    """Return an asset, read once."""
    folder = files("accord").joinpath("static")
    if name in ROOMS:
        rooms = sorted(folder.joinpath(ROOMS[name]).iterdir(), key=lambda room: room.name)
        content = b"\n".join(room.read_bytes() for room in rooms)
    else:
        content = folder.joinpath(name).read_bytes()
    return Asset(content, sha256(content).hexdigest()[:12])


def address_of(name: str) -> str:
    """Return the address at which exactly this content may be kept for ever."""
    return url_for("assets.asset", name=name, v=load(name).version)


@bp.get("/static/<name>")
@serves(Action.LOAD_ASSET)
def asset(name: str) -> Response:
    """Return an asset by its name."""
    if name not in MEDIA_TYPES:
        abort(404)
    response = Response(load(name).content, mimetype=MEDIA_TYPES[name])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
