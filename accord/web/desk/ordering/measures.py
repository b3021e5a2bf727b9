"""The measures of an order: set by whoever decides or an engineer, handed in by the factory, looked at, dropped."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response

from accord.casework.orders import measures
from accord.casework.orders.care_refused import DayPassed, SayWhat
from accord.casework.orders.files import files_of
from accord.casework.refusals import N_, Refused
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderMeasure
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm
from accord.web.desk.kept_photos import give_back
from accord.web.desk.ordering.handing_in import keep, made_ready
from accord.web.desk.ordering.measure_forms import DropForm, HandInForm, JudgeForm, SetForm
from accord.web.desk.ordering.measure_page import measures_part
from accord.web.desk.things import order_or_404, seen_order_or_404
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("order_measures", __name__, url_prefix=f"/desk/orders/<{ID}:order_id>/measures")
HERE = f"/<{ID}:measure_id>"


@bp.get("/new")
@serves(Action.ACT_ON_ORDER)
def new(order_id: int) -> str:
    """Ask what has to be done, where and by when."""
    return _form(order_or_404(order_id), SetForm(formdata=None))


@bp.post("/new")
@serves(Action.ACT_ON_ORDER)
def set_one(order_id: int) -> Response | tuple[str, int]:
    """Set a measure."""
    order, form = order_or_404(order_id), SetForm()
    form.offer(order.building)
    if form.validate():
        try:
            measures.set_measure(db(), order, form.wanted, who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal, at=_field_of(refusal))
        else:
            db().commit()
            flash(gettext("The measure is set. The factory is reminded from the day after it is due."))
            return redirect(url_for("orders_desk.show", order_id=order_id, _anchor="measures"), 303)
    return _form(order_or_404(order_id), form), 422


@bp.get(HERE)
@serves(Action.READ_ORDER)
def show(order_id: int, measure_id: int) -> str:
    """Show a measure with all that happened to it, and what can be done now."""
    order = order_or_404(order_id)
    return _page(order, _measure_or_404(order, measure_id))


@bp.post(f"{HERE}/hand-in")
@serves(Action.READ_ORDER)
def hand_in(order_id: int, measure_id: int) -> Response | tuple[str, int]:
    """Hand in what shows that the measure was taken."""
    seen_order_or_404(order_id)
    form = HandInForm(prefix="hand-in-")
    # Drawn anew before the pen is taken: nobody waits for it who does not send photos.
    files = made_ready(form) if form.validate() else None

    def deed(measure: OrderMeasure) -> None:
        told = [each.told for each in files or ()]
        measures.hand_in(db(), measure, note=form.note.data, files=told, who=who(), moment=site().moment)
        keep(form, files or ())

    is_fit = files is not None
    return _do(order_id, measure_id, form, deed, is_fit=is_fit, said=N_("It is handed in. An engineer looks at it."))


@bp.post(f"{HERE}/judge")
@serves(Action.ACT_ON_ORDER)
def judge(order_id: int, measure_id: int) -> Response | tuple[str, int]:
    """Accept what was handed in, or not."""
    form = JudgeForm(prefix="judge-")

    def deed(measure: OrderMeasure) -> None:
        said: dict[str, Any] = {"is_accepted": form.is_accepted, "note": form.note.data}
        measures.judge(db(), measure, **said, who=who(), moment=site().moment)

    return _do(order_id, measure_id, form, deed, is_fit=form.validate(), said=N_("It is recorded."))


@bp.post(f"{HERE}/drop")
@serves(Action.DETERMINE_ORDER)
def drop(order_id: int, measure_id: int) -> Response | tuple[str, int]:
    """Drop a measure that is needed no more."""
    form = DropForm(prefix="drop-")

    def deed(measure: OrderMeasure) -> None:
        measures.drop(db(), measure, note=form.note.data, who=who(), moment=site().moment)

    return _do(order_id, measure_id, form, deed, is_fit=form.validate(), said=N_("It is recorded."))


def _do(
    order_id: int,
    measure_id: int,
    form: DeskForm,
    deed: Callable[[OrderMeasure], None],
    *,
    is_fit: bool,
    said: str,
) -> Response | tuple[str, int]:
    """Do one thing to the measure, or show its page with what was typed and why it was refused."""
    measure = _measure_or_404(order_or_404(order_id), measure_id)
    if is_fit:
        try:
            deed(measure)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal, at="note" if isinstance(refusal, SayWhat) else None)
        else:
            db().commit()
            flash(gettext(said))
            return redirect(url_for("orders_desk.show", order_id=order_id, _anchor="measures"), 303)
    if isinstance(form, HandInForm):
        give_back(form)
    order = order_or_404(order_id)
    return _page(order, _measure_or_404(order, measure_id), refused=form), 422


def _measure_or_404(order: SafetyOrder, measure_id: int) -> OrderMeasure:
    measure = db().get(OrderMeasure, measure_id)
    if measure is None or measure.order_id != order.id:
        abort(404)
    return measure


def _page(order: SafetyOrder, measure: OrderMeasure, *, refused: DeskForm | None = None) -> str:
    files = files_of(db(), order)
    part = measures_part(db(), order, who(), files=files, today=site().today)
    shown = next(each for each in part.measures if each.measure is measure)
    return render_template(
        "desk/orders/measure.html",
        order=order,
        shown=shown,
        refused=refused,
        hand_in=_or_fresh(refused, HandInForm, "hand-in-"),
        judge=_or_fresh(refused, JudgeForm, "judge-"),
        drop=_or_fresh(refused, DropForm, "drop-"),
    )


def _or_fresh(refused: DeskForm | None, kind: type[DeskForm], prefix: str) -> DeskForm:
    return refused if isinstance(refused, kind) else kind(formdata=None, prefix=prefix)


def _form(order: SafetyOrder, form: SetForm) -> str:
    form.offer(order.building)
    return render_template("desk/orders/measure_new.html", order=order, form=form)


def _field_of(refusal: Refused) -> str | None:
    if isinstance(refusal, DayPassed):
        return "due_on"
    return "words" if isinstance(refusal, SayWhat) else None
