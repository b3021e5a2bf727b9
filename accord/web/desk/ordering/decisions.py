"""The chief safety officer's own order of a building: asked for, read before it is raised, then raised."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import NumberRange, Optional

from accord.casework.desk.building_care import ImpossibleLoad
from accord.casework.orders.causes import Spot
from accord.casework.orders.decisions import (
    Decision,
    DecisionPreview,
    LookFirst,
    disciplines_for,
    floors_of,
    widest,
)
from accord.casework.orders.decisions import (
    decide as decide_on,
)
from accord.casework.orders.raised_by import Called
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_, Told
from accord.records.factory import Building
from accord.rules.factories.loads import LEAST_KPA, MOST_KPA
from accord.rules.orders.words import DISCIPLINE_OF_ORDER
from accord.rules.vocabulary import Discipline, OrderKind
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.buildings import building_or_404
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.ordering.after_danger import said_of
from accord.web.desk.visiting.fields import ID, AmountField, OneOf, SeveralOf, offered
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.desk.visiting.names import building_name, floor_name
from accord.web.filters import named
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("decisions", __name__)
HERE = f"/desk/buildings/<{ID}:building_id>/order"


class DecisionForm(DeskForm):
    """What must happen, where and why."""

    kind = OneOf(N_("What must happen at once"), [REQUIRED])
    discipline = OneOf(
        N_("Whose engineers look after it"),
        [Optional()],
        description=N_("Left open: structural engineers, or those for boilers where one is shut down."),
    )
    spots = SeveralOf(N_("Floors and zones"), description=N_("None ticked: the order is of the whole building."))
    limit = AmountField(
        N_("Load that may stay (kPa)"),
        [Optional(), NumberRange(LEAST_KPA, MOST_KPA, ImpossibleLoad.sentence)],
        description=N_("For a load reduction."),
    )
    words = TextAreaField(
        N_("Why"),
        [REQUIRED, Longest(4000)],
        filters=[stripped],
        description=N_("Everybody who is told of the order reads it; once it is determined it is public."),
    )
    words_bn = TextAreaField(
        N_("Why, in Bangla"),
        [Optional(), Longest(4000)],
        filters=[stripped],
        description=N_("It hangs at the gate; left empty, the English hangs there."),
    )
    shown = HiddenField()

    def __init__(self, places: list[Spot], **words: Any) -> None:
        super().__init__(**words)
        self.places = {_key(spot): spot for spot in places}
        self.kind.choices = offered(OrderKind, nothing=CHOOSE)
        looking_after = [each for each in Discipline if _may_look_after(each)]
        self.discipline.choices = offered(looking_after, nothing=N_("as usual"))
        self.spots.choices = [(_key(spot), _place_name(spot)) for spot in places]

    @property
    def decision(self) -> Decision:
        """What was typed, once the form is valid."""
        kind = OrderKind(self.kind.data)
        is_load = kind is OrderKind.LOAD_REDUCTION
        return Decision(
            kind=kind,
            discipline=Discipline(self.discipline.data) if self.discipline.data else DISCIPLINE_OF_ORDER[kind],
            words=self.words.data or "",
            words_bn=self.words_bn.data,
            spots=tuple(widest([self.places[key] for key in self.spots.data or ()])),
            limit_kpa=float(self.limit.data) if is_load and self.limit.data is not None else None,
        )


@bp.get(HERE)
@serves(Action.DETERMINE_ORDER)
def new(building_id: int) -> str:
    """Ask what must happen, where and why."""
    building = building_or_404(building_id)
    return _render(building, DecisionForm(floors_of(db(), building), formdata=None))


@bp.post(HERE)
@serves(Action.DETERMINE_ORDER)
def decide(building_id: int) -> Response | tuple[str, int]:
    """Raise the order, once what it sets off was read."""
    building = building_or_404(building_id)
    form, preview = DecisionForm(floors_of(db(), building)), None
    if form.validate():
        try:
            order = decide_on(db(), building, form.decision, shown=form.shown.data, who=who(), moment=site().moment)
        except LookFirst as refusal:
            preview = refusal.preview
        except Told as refusal:
            form.refuse(refusal)
        else:
            order_id, called = order.id, Called(order, standing_of(order), has_joined=len(order.causes) > 1)
            flash(said_of(called))
            db().commit()
            return redirect(url_for("orders_desk.show", order_id=order_id, _anchor="call-now"), 303)
    return _render(building, form, preview=preview), 200 if preview else 422


def _may_look_after(discipline: Discipline) -> bool:
    return any(discipline in disciplines_for(kind) for kind in OrderKind)


def _key(spot: Spot) -> str:
    floor, zone = spot
    return f"z{zone.id}" if zone else f"f{floor.id}"


def _place_name(spot: Spot) -> str:
    floor, zone = spot
    return f"{floor_name(floor)} · {named(zone)}" if zone else floor_name(floor)


def _render(building: Building, form: DecisionForm, *, preview: DecisionPreview | None = None) -> str:
    return render_template(
        "desk/buildings/order.html",
        building=building,
        name=building_name(building),
        form=form,
        preview=preview,
        places=[_place_name(spot) for spot in preview.decision.spots] if preview else [],
    )
