"""The Review Panel: an order is referred to it with a package, the package is given, what it determined is recorded."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, send_file, url_for
from werkzeug import Response as Answer

from accord.casework.orders.care import record_determination
from accord.casework.orders.panel_word import accept_determination
from accord.casework.orders.referral.gathering import Asked
from accord.casework.orders.referral.referring import prepared_package, refer
from accord.casework.refusals import Refused
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.gateways.printing.terms import PrintRefused
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelReferral
from accord.web.access import Action, serves
from accord.web.database import db, looking
from accord.web.desk.forms import DeskForm, said
from accord.web.desk.ordering.panel_form import DeterminationForm, ReferralForm
from accord.web.desk.ordering.panel_page import panel_of
from accord.web.desk.things import order_or_404, seen_order_or_404
from accord.web.language import gettext
from accord.web.parameters import whole_number
from accord.web.signed_in import who
from accord.web.site import address_of, site

MOST = 999_999
bp = Blueprint("panel", __name__, url_prefix="/desk/orders")


@bp.get("/<int:order_id>/panel")
@serves(Action.READ_ORDER)
def show(order_id: int) -> str:
    """Show what the Review Panel was told of the order, and what it determined."""
    return _page(order_or_404(order_id))


@bp.post("/<int:order_id>/panel")
@serves(Action.RECORD_DETERMINATION)
def determine(order_id: int) -> Answer | tuple[str, int]:
    """Record what the Review Panel determined."""
    order, form = order_or_404(order_id), DeterminationForm(prefix="panel-")
    if form.validate() and _is_recorded(order, form):
        db().commit()
        flash(gettext("It is recorded."))
        return redirect(url_for("panel.show", order_id=order_id), 303)
    return _page(order_or_404(order_id), determining=form), 422


@bp.post("/<int:order_id>/panel/accept")
@serves(Action.REFER_ORDER)
def accept(order_id: int) -> Answer:
    """Accept what its secretariat recorded: it was read in the signed minutes."""
    order, seen = order_or_404(order_id), whole_number("seen", last=MOST)
    try:
        accept_determination(db(), order, seen=seen, who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(gettext("It is recorded."))
    return redirect(url_for("panel.show", order_id=order_id), 303)


@bp.post("/<int:order_id>/referral")
@serves(Action.REFER_ORDER)
def send(order_id: int) -> Answer | tuple[str, int]:
    """Refer the order to the Review Panel: its package is kept, and its secretariat is told."""
    order, form = seen_order_or_404(order_id), ReferralForm(prefix="referral-")
    if form.validate() and _is_referred(order, form):
        db().commit()
        flash(gettext("The order is referred to the Review Panel: its secretariat is told, and the package is kept."))
        return redirect(url_for("panel.show", order_id=order_id), 303)
    return _page(order_or_404(order_id), referring=form), 422


@bp.get("/<int:order_id>/referrals/<int:referral_id>.zip")
@serves(Action.READ_REFERRAL)
def package(order_id: int, referral_id: int) -> Response:
    """Return the package exactly as it was sent."""
    order, referral = order_or_404(order_id), db().get(PanelReferral, referral_id)
    if referral is None or referral.order_id != order.id:
        abort(404)
    try:
        return send_file(
            site().documents.path_of(referral.package_sha256),
            mimetype="application/zip",
            as_attachment=True,
            download_name=f"order-{order.id}-referral-{referral.id}.zip",
            etag=False,
        )
    except FileNotFoundError:
        current_app.logger.exception("The package %s of order %d is missing.", referral.package_sha256, order.id)
        abort(404)


def _is_recorded(order: SafetyOrder, form: DeterminationForm) -> bool:
    determined = form.said
    if determined is None:
        form.outcome.errors = [gettext("Please fill this in.")]
        return False
    try:
        record_determination(db(), order, determined, panel=site().settings.panel, who=who(), moment=site().moment)
    except Refused as refusal:
        return _refused(form, refusal)
    return True


def _is_referred(order: SafetyOrder, form: ReferralForm) -> bool:
    if missing := missing_fonts():
        form.form_errors.append(missing_fonts_sentence(missing))
        return False
    asked, stores, moment = Asked(form.note.data, form.note_bn.data), site(), site().moment
    seen = form.seen.data or ""
    try:
        with prepared_package(
            looking(), order, asked, seen=seen, documents=stores.documents, photos=stores.photos, moment=moment
        ) as prepared:
            refer(
                db(),
                order_or_404(order.id),
                prepared,
                asked,
                seen=seen,
                address=_address(order.id),
                documents=stores.documents,
                who=who(),
                moment=moment,
            )
    except Refused as refusal:
        return _refused(form, refusal)
    except PrintRefused as refusal:
        db().rollback()
        form.form_errors.append(str(refusal))
        return False
    return True


def _refused(form: DeskForm, refusal: Refused) -> bool:
    db().rollback()
    form.refuse(refusal)
    return False


def _address(order_id: int) -> str | None:
    return address_of(url_for("panel.show", order_id=order_id)) if site().settings.base_url else None


def _page(
    order: SafetyOrder, *, determining: DeterminationForm | None = None, referring: ReferralForm | None = None
) -> str:
    page = panel_of(
        db(),
        order,
        who(),
        panel=site().settings.panel,
        moment=site().moment,
        determining=determining,
        referring=referring,
    )
    return render_template("desk/orders/panel_page.html", page=page)
