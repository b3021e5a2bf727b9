"""The escalation protocol as everybody may read it: the version in force, those before, and each as its file."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template

from accord.gateways.snapshot.reader import NothingPublished
from accord.rules.public.disclosed_protocol import ProtocolDisclosed
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.protocol_page import protocol_page
from accord.web.sharing import open_to_other_sites
from accord.web.site import site

bp = Blueprint("protocol", __name__, url_prefix="/protocol")


@bp.get("")
@serves(Action.READ_PUBLISHED)
def show() -> str:
    """Show the protocol that is in force today."""
    return _page(None)


@bp.get("/<int:number>")
@serves(Action.READ_PUBLISHED)
def version(number: int) -> str:
    """Show one version of the protocol, whether it holds today or not."""
    return _page(number)


@bp.get("/<int:number>.toml")
@serves(Action.READ_PUBLISHED)
@open_to_other_sites
def text(number: int) -> Response:
    """Return a version letter by letter as it was taken."""
    found = next((each for each in _versions() if each.version == number), None)
    if found is None:
        abort(404)
    response = Response(found.text, mimetype="application/toml")
    response.headers["Content-Disposition"] = f"attachment; filename=accord-protocol-{number}.toml"
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(found.sha256)
    return response


def _page(number: int | None) -> str:
    versions = _versions()
    page = protocol_page(versions, number, language(), today=site().today)
    if page is None and (versions or number is not None):
        abort(404)
    return render_template("public/protocol.html", page=page)


def _versions() -> Sequence[ProtocolDisclosed]:
    try:
        return site().snapshot.protocol()
    except NothingPublished:
        return ()
