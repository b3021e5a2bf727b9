"""What the administrator sets: the limits of the programme and its standard wordings, each with its history."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response

from accord.casework.desk import limits as limits_set
from accord.casework.desk import wordings
from accord.casework.desk.limits import limits_on, set_limit, turn_of
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import Refused
from accord.rules.desk.limits import Limit, limits
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.programme_forms import LimitForm, WordingForm
from accord.web.desk.programme_page import limit_page, programme_page
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("programme", __name__, url_prefix="/desk/programme")


@bp.get("")
@serves(Action.SET_UP_PROGRAMME)
def show() -> str:
    """List the limits and the standard wordings."""
    page = programme_page(db(), today=site().today)
    return render_template("desk/programme/show.html", page=page, panel=site().settings.panel)


@bp.get("/limits/<name>")
@serves(Action.SET_UP_PROGRAMME)
def limit(name: str) -> str:
    """Show a limit with its history, and ask for a new number."""
    told = _limit_or_404(name)
    value = limits_on(db(), site().today)[name]
    form = LimitForm(value=f"{value:g}", holds_from=site().today, revision=turn_of(db(), name))
    return _limit_page(told, form)


@bp.post("/limits/<name>")
@serves(Action.SET_UP_PROGRAMME)
def change_limit(name: str) -> Response | tuple[str, int]:
    """Set a limit from a day on."""
    told, form, conflict = _limit_or_404(name), LimitForm(), None
    if form.validate():
        try:
            set_limit(
                db(),
                told,
                form.wanted,
                opened_at=form.opened_at,
                actor=who().actor,
                moment=site().moment,
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.revision.data, conflict = str(refusal.revision), refusal
        except limits_set.FromThePast as refusal:
            form.refuse(refusal, at="holds_from")
        except Refused as refusal:
            form.refuse(refusal, at="value")
        else:
            db().commit()
            flash(gettext("The limit is set."))
            return redirect(url_for("programme.limit", name=name), 303)
    db().rollback()
    return _limit_page(told, form, conflict), 422


@bp.get("/wordings/new")
@serves(Action.SET_UP_PROGRAMME)
def new_wording() -> str:
    """Ask for a wording of the programme's own."""
    return render_template("desk/programme/wording.html", form=WordingForm(), standing=None, versions=(), conflict=None)


@bp.post("/wordings/new")
@serves(Action.SET_UP_PROGRAMME)
def add_wording() -> Response | tuple[str, int]:
    """Add a wording."""
    form = WordingForm()
    if form.validate():
        try:
            key = wordings.add_wording(db(), form.wording(""), actor=who().actor, moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(gettext("The wording is kept."))
            return redirect(url_for("programme.wording", key=key), 303)
    page = render_template("desk/programme/wording.html", form=form, standing=None, versions=(), conflict=None)
    return page, 422


@bp.get("/wordings/<key>")
@serves(Action.SET_UP_PROGRAMME)
def wording(key: str) -> str:
    """Show a wording with its versions, and let it be changed."""
    standing = _standing_or_404(key)
    return _wording_page(key, WordingForm.of(standing), None)


@bp.post("/wordings/<key>")
@serves(Action.SET_UP_PROGRAMME)
def change_wording(key: str) -> Response | tuple[str, int]:
    """Make a new version of a wording."""
    _standing_or_404(key)
    form, conflict = WordingForm(), None
    if form.validate():
        try:
            wordings.change_wording(
                db(),
                form.wording(key),
                opened_at=form.opened_at,
                is_retired=bool(form.is_retired.data),
                actor=who().actor,
                moment=site().moment,
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.revision.data, conflict = str(refusal.revision), refusal
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(gettext("The wording is kept."))
            return redirect(url_for("programme.wording", key=key), 303)
    db().rollback()
    return _wording_page(key, form, conflict), 422


def _limit_or_404(name: str) -> Limit:
    if name not in limits():
        abort(404)
    return limits()[name]


def _standing_or_404(key: str) -> wordings.Standing:
    try:
        return wordings.standing(db(), key)
    except wordings.NoSuchWording:
        abort(404)


def _limit_page(told: Limit, form: LimitForm, conflict: ChangedMeanwhile | None = None) -> str:
    page = limit_page(db(), told, today=site().today)
    return render_template("desk/programme/limit.html", page=page, form=form, conflict=conflict)


def _wording_page(key: str, form: WordingForm, conflict: ChangedMeanwhile | None) -> str:
    return render_template(
        "desk/programme/wording.html",
        form=form,
        standing=wordings.standing(db(), key),
        versions=wordings.wording_versions(db(), key),
        conflict=conflict,
    )
