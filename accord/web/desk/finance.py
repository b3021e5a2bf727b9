"""Finance of an approved plan: what the factory and its lead brand agree to. Never public."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import DateField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import NumberRange, Optional

from accord.casework.desk import finance
from accord.casework.desk.finance import OnlyOfTheFactory, WhoSaidSo, side_of
from accord.casework.refusals import N_, Refused
from accord.records.cap import CapVersion, FinanceAgreement
from accord.rules.desk.finance import FinanceForm, Side, Terms
from accord.rules.vocabulary import CapState
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.plan_lines import MOST_TAKA
from accord.web.desk.things import version_or_404
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("finance", __name__)

SIDES = {Side.FACTORY: N_("The factory"), Side.LEAD_BRAND: N_("The lead brand")}
AT: dict[type[Refused], str] = {OnlyOfTheFactory: "form", WhoSaidSo: "note", finance.NotYetAgreed: "agreed_on"}
"""At which field a refusal is told; any other stands above the form."""


class TermsForm(DeskForm):
    """What a side agrees to."""

    side = RadioField(N_("Who agrees"), [REQUIRED], choices=[])
    form = RadioField(N_("How it is paid for"), [REQUIRED], choices=[])
    amount_bdt = IntegerField(
        N_("Amount in taka"), [Optional(), NumberRange(0, MOST_TAKA, N_("Whole taka, without a sign."))]
    )
    agreed_on = DateField(N_("Agreed on"), [REQUIRED])
    note = TextAreaField(
        N_("Note"),
        [Longest(2000)],
        filters=[stripped],
        description=N_("Who said so, and how: the office writes it down for others."),
    )


@dataclass(frozen=True)
class Spoken:
    """What was said by a side."""

    side: str
    agreement: FinanceAgreement


@bp.get("/desk/plans/<int:version_id>/finance")
@serves(Action.READ_PLAN)
def show(version_id: int) -> str:
    """Show what both sides said, to those whose business it is."""
    return _page(version_or_404(version_id))


@bp.post("/desk/plans/<int:version_id>/finance")
@serves(Action.AGREE_ON_FINANCE)
def agree(version_id: int) -> Response | tuple[str, int]:
    """Write down what a side agrees to."""
    found = version_or_404(version_id)
    form = _form(found, is_sent=True)
    if form.validate():
        said = finance.Said(
            Side(form.side.data),
            Terms(FinanceForm(form.form.data), form.amount_bdt.data),
            form.agreed_on.data or site().today,
            form.note.data,
        )
        try:
            finance.say_terms(db(), found, said, who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at=AT.get(type(refusal)))
            db().rollback()
        else:
            db().commit()
            is_agreed = found.state is CapState.FINANCE_PLAN_AGREED
            flash(
                gettext("The finance plan is agreed.")
                if is_agreed
                else gettext("It is written down. The finance plan is agreed once both sides say the same.")
            )
            return redirect(url_for("finance.show", version_id=version_id), 303)
    return _page(found, form), 422


def _form(found: CapVersion, *, is_sent: bool) -> TermsForm:
    sides = finance.sides_of(db(), found, who=who(), moment=site().moment)
    form = TermsForm() if is_sent else TermsForm(formdata=None, agreed_on=site().today)
    form.side.choices = [SelectChoice(side.value, SIDES[side]) for side in sides]
    form.form.choices = [SelectChoice(each.value, word(each)) for each in FinanceForm]
    if len(sides) == 1 and not is_sent:
        form.side.data = sides[0].value
    return form


def _page(found: CapVersion, form: TermsForm | None = None) -> str:
    moment = site().moment
    sees_terms = finance.sees_terms(db(), found, who=who(), moment=moment)
    said = finance.terms_of(db(), found) if sees_terms else []
    form = form or _form(found, is_sent=False)
    is_open = found.state is CapState.TECHNICALLY_APPROVED and finance.is_in_force(db(), found)
    return render_template(
        "desk/finance.html",
        version=found,
        said=[Spoken(SIDES[side_of(each)], each) for each in said],
        sees_terms=sees_terms,
        lead=finance.lead_brand(db(), found.factory, moment=moment) if sees_terms else None,
        is_agreed=found.state is CapState.FINANCE_PLAN_AGREED,
        form=form if is_open and form.side.choices else None,
    )
