"""The snapshot itself, to be taken away: whole, resumable, and with the checksum of its bytes."""

import base64
import sqlite3

from flask import Blueprint, Response, abort, current_app, send_file

from accord.gateways.snapshot.copies import SnapshotCopy, copy_of
from accord.web.access import Action, serves
from accord.web.sharing import open_to_other_sites
from accord.web.site import facts, is_demonstration, site

NAME = "accord-public.sqlite"

bp = Blueprint("snapshot_file", __name__)


@bp.get(f"/data/{NAME}")
@serves(Action.READ_PUBLISHED)
@open_to_other_sites
def snapshot() -> Response:
    """Return the snapshot as one SQLite file."""
    copy = present_copy()
    if copy is None:
        abort(404)
    response = send_file(
        copy.path,
        mimetype="application/vnd.sqlite3",
        as_attachment=True,
        download_name=f"DEMONSTRATION-{NAME}" if is_demonstration() else NAME,
        etag=copy.sha256,
    )
    # Kept, but asked after each time: a correction must reach readers at once.
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(copy.sha256)).decode()}:"
    return response


def present_copy() -> SnapshotCopy | None:
    """Return the copy of the snapshot as it is now, or None where nothing is published."""
    version = site().snapshot.version
    if version is None or facts() is None:
        return None
    try:
        return copy_of(site().snapshot.path, version, site().settings.downloads)
    except (OSError, sqlite3.Error):
        current_app.logger.exception("No copy of the snapshot can be kept in %s.", site().settings.downloads)
        abort(503)
