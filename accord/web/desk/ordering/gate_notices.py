"""The notices for the gates of a building under an order: each as it was issued, to be printed and hung up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, request
from werkzeug import Response

from accord.casework.disclosure import is_demonstration
from accord.casework.notices.gate_print import Installed, paper_of_gate_notice
from accord.casework.notices.to_carry import undelivered
from accord.casework.orders.gate_notices import notices_of
from accord.records.order import SafetyOrder
from accord.rules.vocabulary import OrderStep
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.things import order_or_404
from accord.web.on_paper import printed
from accord.web.parameters import whole_number
from accord.web.site import site

bp = Blueprint("gate_notices", __name__, url_prefix="/desk/orders")

LAST_VERSION = 9999


@dataclass(frozen=True)
class Issued:
    """A notice in the list."""

    version: int
    step: OrderStep
    issued_on: date


@dataclass(frozen=True)
class GateNotices:
    """What the page of an order says of its notices: the one that must hang there now, and those before it."""

    order_id: int
    latest: Issued
    before: Sequence[Issued]
    undelivered: int
    """How many letters of the order nobody has received yet."""


@bp.get("/<int:order_id>/gate-notice.pdf")
@serves(Action.READ_ORDER)
def show(order_id: int) -> Response:
    """Hand out the notice that must hang at the gates now, or the one of the version asked for."""
    order = order_or_404(order_id)
    issued = notices_of(db(), order)
    version = whole_number("version", last=LAST_VERSION) if request.args.get("version") else len(issued)
    if not 0 < version <= len(issued):
        abort(404)
    settings = site().settings
    installed = Installed(settings.base_url, settings.hotline, is_demonstration=is_demonstration(db()))
    paper = paper_of_gate_notice(issued[version - 1], installed)
    return printed(paper, name=f"gate-notice-{order.id}-{version}.pdf")


@bp.app_template_global("gate_notices_of")
def gate_notices_of(order: SafetyOrder) -> GateNotices:
    """Return what the page of an order says of its notices."""
    issued = enumerate(notices_of(db(), order), start=1)
    *before, latest = [Issued(version, each.step, each.issued_on) for version, each in issued]
    waiting = len(undelivered(db(), order)) if may(Action.NOTIFY) else 0
    return GateNotices(order.id, latest, before[::-1], waiting)
