"""The page of an order, and every step of it that a person takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask import Response as Answer
from werkzeug import Response

from accord.casework.notices.held_back import held_of_order
from accord.casework.orders import deeds
from accord.casework.orders.files import Ready, file_of
from accord.casework.orders.taking import Comes, by_of
from accord.casework.orders.watching import watch
from accord.casework.refusals import Refused
from accord.records.order import SafetyOrder
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import By
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import ORDER_ENDS, OrderStep
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.hazard_entries import name_of
from accord.web.desk.kept_photos import give_back
from accord.web.desk.ordering.call_now import call_now
from accord.web.desk.ordering.care_page import care_of
from accord.web.desk.ordering.causes_shown import by_step, causes_of, is_report_older
from accord.web.desk.ordering.closures_page import closures_at
from accord.web.desk.ordering.files_shown import sent
from accord.web.desk.ordering.handing_in import keep, made_ready
from accord.web.desk.ordering.open_order import OrderBlock, block_of
from accord.web.desk.ordering.order_page import page_of, sees_all_of, story_of
from accord.web.desk.ordering.order_words import called
from accord.web.desk.ordering.orders_list import list_page
from accord.web.desk.ordering.panel_page import panel_of
from accord.web.desk.ordering.seen import inspection_of
from accord.web.desk.ordering.step_form import ASKS, StepForm
from accord.web.desk.ordering.ways import only_place
from accord.web.desk.things import order_or_404, seen_order_or_404
from accord.web.filters import number
from accord.web.language import gettext, ngettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("orders_desk", __name__, url_prefix="/desk/orders")

TAKEN: Mapping[OrderStep, Callable[..., Any]] = {
    OrderStep.DETERMINED: deeds.determine,
    OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK: deeds.take_acknowledgement_back,
    OrderStep.COMPLIED: deeds.comply,
    OrderStep.VERIFIED: deeds.verify_on_site,
    OrderStep.WORKS_VERIFIED: deeds.verify_works,
    OrderStep.ANSWERED: deeds.answer_week,
    OrderStep.RE_ENTERED: deeds.re_enter,
    OrderStep.EASED: deeds.ease,
    OrderStep.LIFTED: deeds.lift,
    OrderStep.VACATED: deeds.vacate,
    OrderStep.ANNULMENT_PROPOSED: deeds.propose_annulment,
    OrderStep.ANNULMENT_REJECTED: deeds.reject_annulment,
    OrderStep.ANNULLED: deeds.annul,
}
"""The deed of each step; an acknowledgement is asked for by name and way."""

TELLS = ORDER_ENDS | {OrderStep.DETERMINED, OrderStep.VERIFIED, OrderStep.RE_ENTERED, OrderStep.EASED}
"""Steps of which letters tell everybody concerned."""


@bp.get("", endpoint="list")
@serves(Action.READ_ORDER)
def list_all() -> str:
    """List the orders that the visitor may read about, by pages."""
    return render_template("desk/orders/list.html", page=list_page(db(), who(), moment=site().moment))


@bp.get("/<int:order_id>")
@serves(Action.READ_ORDER)
def show(order_id: int) -> str:
    """Show how the order stands, who has it, and what can be done now."""
    return _page(order_or_404(order_id))


@bp.get("/<int:order_id>/files/<int:file_id>")
@serves(Action.READ_ORDER)
def file(order_id: int, file_id: int) -> Answer:
    """Return a photo or a paper that came with the order, or with one of its measures."""
    order = order_or_404(order_id)
    found = file_of(db(), order, file_id)
    if found is None or (found.event_id and found.event_id not in {each.id for each in story_of(order, who())}):
        abort(404)
    return sent(found)


@bp.post("/<int:order_id>/<step>")
@serves(Action.READ_ORDER)
def take(order_id: int, step: str) -> Response | tuple[str, int]:
    """Take a step of the order, as far as the rules let this visitor."""
    is_staff = By.STAFF in by_of(who(), seen_order_or_404(order_id))
    if step not in set(OrderStep) or OrderStep(step) not in ASKS:
        abort(404)
    taken = OrderStep(step)
    form = StepForm(prefix=f"{taken.value}-")
    is_fit = form.validate() and form.is_filled_in(taken, is_staff=is_staff)
    files = _files(taken, form) if is_fit else None
    if files is not None:
        order = order_or_404(order_id)
        try:
            _take(order, taken, form, files)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal)
        else:
            held = held_of_order(db(), order)
            db().commit()
            _tell(taken, held=held)
            return redirect(url_for("orders_desk.show", order_id=order_id), 303)
    give_back(form)
    return _page(order_or_404(order_id), refused=(taken, form)), 422


def _tell(taken: OrderStep, *, held: int) -> None:
    if held:
        said = ngettext(
            "It is recorded. But %(count)s letter of this order is held: nobody is sent it until it is released.",
            "It is recorded. But %(count)s letters of this order are held: nobody is sent any until it is released.",
            held,
        )
        flash(said % {"count": number(held)}, "late")
    elif taken in TELLS:
        flash(gettext("It is recorded, and the letters to everybody whom it concerns are written."))
    else:
        flash(gettext("It is recorded."))


def _files(step: OrderStep, form: StepForm) -> Sequence[Ready] | None:
    return made_ready(form) if "files" in ASKS[step] else ()


def _take(order: SafetyOrder, step: OrderStep, form: StepForm, files: Sequence[Ready]) -> None:
    moment, comes = site().moment, _comes(order, step, form)
    if step is OrderStep.ACKNOWLEDGED:
        deeds.acknowledge(
            db(),
            order,
            organisation=comes.organisation or "",
            said_by=comes.said_by or who().name,
            channel=comes.channel or Channel.DESK,
            number=comes.number,
            who=who(),
            moment=moment,
        )
        return
    inspection = inspection_of(db(), order, form, moment=moment) if "inspection" in ASKS[step] else None
    comes = replace(comes, inspection=inspection, files=[each.told for each in files])
    TAKEN[step](db(), order, comes, who=who(), moment=moment)
    keep(form, files)


def _comes(order: SafetyOrder, step: OrderStep, form: StepForm) -> Comes:
    comes = form.comes
    if "organisation" not in ASKS[step] or By.STAFF in by_of(who(), order):
        return comes
    own = comes.organisation or only_place(order, step, who())
    if step is OrderStep.COMPLIED:
        return replace(comes, organisation=own)
    return replace(comes, organisation=own, said_by=who().name, channel=Channel.DESK, number=None)


def _block(order: SafetyOrder, stands: Standing) -> OrderBlock | None:
    """Return what Now says of the order while it is open."""
    if not stands.is_open:
        return None
    moment = site().moment
    [watched] = watch(db(), [order], moment=moment)
    return block_of(watched, who(), moment=moment)


def _page(order: SafetyOrder, *, refused: tuple[OrderStep, StepForm] | None = None) -> str:
    page = page_of(db(), order, who(), moment=site().moment, refused=refused)
    care = care_of(db(), order, who(), moment=site().moment)
    panel = panel_of(db(), order, who(), panel=site().settings.panel, moment=site().moment)
    closures = closures_at(db(), order, who(), site().today)
    causes = causes_of(db(), order, who(), moment=site().moment)
    return render_template(
        "desk/orders/show.html",
        page=page,
        care=care,
        panel=panel,
        closures=closures,
        held=held_of_order(db(), order) if sees_all_of(order, who()) else 0,
        block=_block(order, page.standing),
        causes=causes,
        calls=call_now(db(), order, page.standing, who(), moment=site().moment),
        cause_of_step=by_step(order, causes),
        is_report_older=is_report_older(order, page.standing),
        called_as={each.organisation: called(each, order) for each in order.recipients},
        name_of=name_of,
    )
