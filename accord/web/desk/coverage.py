"""The coverage of a factory: what it was from when on, and a change of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import InputRequired

from accord.casework.desk.coverage import CoverageToCome, CoverageWanted, NeedsBangla, change_coverage
from accord.casework.desk.endings import EndingOpen
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import N_, Refused
from accord.casework.snapshot import show as show_in_public
from accord.records.base import hold_the_pen, reading
from accord.records.factory import Factory
from accord.rules.vocabulary import Coverage
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import Longest, stripped, typed
from accord.web.desk.programme_forms import FILLED, Numbered
from accord.web.desk.things import factory_or_404
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("coverage", __name__, url_prefix="/desk/programme/coverage")


class CoverageForm(Numbered):
    """A coverage, from when it holds, and why."""

    coverage = SelectField(N_("Coverage"), [FILLED], choices=[])
    from_on = DateField(N_("Holds from"), [InputRequired(N_("Please fill this in."))])
    reason = TextAreaField(
        N_("Reason"),
        [FILLED, Longest(2000)],
        filters=[stripped],
        description=N_("It is published with the factory. A closure names who confirmed it."),
    )
    reason_bn = TextAreaField(N_("Reason in Bangla"), [Longest(2000)], filters=[stripped])

    def __init__(self, **words: object) -> None:
        super().__init__(**words)
        self.coverage.choices = [SelectChoice("", ""), *(SelectChoice(each.value, word(each)) for each in Coverage)]

    @property
    def wanted(self) -> CoverageWanted:
        """What was typed."""
        return CoverageWanted(
            Coverage(self.coverage.data),
            self.from_on.data or site().today,
            typed(self.reason),
            reason_bn=self.reason_bn.data,
        )


@bp.get("")
@serves(Action.SET_UP_PROGRAMME)
def find() -> Response:
    """Go to the factory whose number was typed."""
    asked = request.args.get("number", "")
    if not (asked.isascii() and asked.isdigit() and 4 <= len(asked) <= len("99999")):
        flash(gettext("Factory numbers have four or five digits: 9001, 12241."), "late")
        return redirect(url_for("programme.show"), 303)
    return redirect(url_for("coverage.show", number=int(asked)), 303)


@bp.get("/<factory:number>")
@serves(Action.SET_UP_PROGRAMME)
def show(number: int) -> str:
    """Show the coverage of a factory with its history, and ask for a change."""
    factory = factory_or_404(number)
    return _page(factory, CoverageForm(from_on=site().today, revision=len(factory.coverage_changes)))


@bp.post("/<factory:number>")
@serves(Action.SET_UP_PROGRAMME)
def change(number: int) -> Response | tuple[str, int]:
    """Record a change of coverage."""
    hold_the_pen(db(), "coverage")
    factory, form, conflict = factory_or_404(number), CoverageForm(), None
    if form.validate():
        try:
            change_coverage(
                db(), factory, form.wanted, opened_at=form.opened_at, actor=who().actor, moment=site().moment
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.revision.data, conflict = str(refusal.revision), refusal
        except EndingOpen as refusal:
            form.refuse(refusal.told(gettext), at="coverage")
        except NeedsBangla as refusal:
            form.refuse(refusal, at="reason_bn")
        except CoverageToCome as refusal:
            form.refuse(refusal, at="from_on")
        except Refused as refusal:
            form.refuse(refusal, at="coverage")
        else:
            db().commit()
            with reading(site().private.engine) as session:
                show_in_public(session, number, site().settings.snapshot, moment=site().moment)
            flash(gettext("The coverage is changed, and the public lists with it."))
            return redirect(url_for("coverage.show", number=number), 303)
    db().rollback()
    return _page(factory_or_404(number), form, conflict), 422


def _page(factory: Factory, form: CoverageForm, conflict: ChangedMeanwhile | None = None) -> str:
    history = tuple(reversed(factory.coverage_changes))
    return render_template(
        "desk/programme/coverage.html", factory=factory, history=history, form=form, conflict=conflict
    )
