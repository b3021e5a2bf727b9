"""Finance of an approved plan: what the factory and its lead brand say, until both say the same.

Never public but for the one word whether a finance plan is agreed. Source: DOMAIN.md sections 4 and 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from accord.casework import journal
from accord.casework.desk.plans import take_step
from accord.casework.desk.things import APPROVED
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.casework.sourcing import counting_for
from accord.records.base import hold_the_pen
from accord.records.cap import CapStep, CapVersion, FinanceAgreement
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.person import RoleHeld
from accord.rules.desk.access import GRANTS, Reach
from accord.rules.desk.actions import Action
from accord.rules.desk.finance import FinanceForm, Side, Terms, is_finance_agreed
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState


class NotInForce(Told):
    """Finance was to be agreed for a version that is not the one in force."""

    sentence = N_("Finance is agreed for the version in force; this one is not, or is no longer.")


class AgreedAlready(Told):
    """Finance was to be agreed a second time."""

    sentence = N_("The finance of this version is agreed already. What changes belongs to the next version.")


class NotYourSide(Told):
    """Somebody spoke for a side that is not theirs."""

    sentence = N_("You cannot speak for this side.")


class NoLeadBrand(Told):
    """The lead brand was to speak where there is none."""

    sentence = N_("No lead brand of this factory is on record.")


class OnlyOfTheFactory(Told):
    """A brand said that the factory pays by its own means."""

    sentence = N_("Only the factory can say that it pays by its own means.")


class NotYetAgreed(Told):
    """A day still to come was given as the day of an agreement."""

    sentence = N_("The day lies in the future.")


class WhoSaidSo(Told):
    """The office wrote down what a side said without naming who said it."""

    sentence = N_("Say who agreed, and how: the office writes down what others said.")


@dataclass(frozen=True)
class Said:
    """What somebody says for a side."""

    side: Side
    terms: Terms
    agreed_on: date
    note: str | None


def lead_brand(session: Session, factory: Factory, *, moment: Moment) -> Signatory | None:
    """Return the lead brand of the factory today, or None."""
    return session.scalar(
        select(Signatory)
        .join(Sourcing)
        .where(
            counting_for(factory),
            Sourcing.is_lead.is_(True),
            Sourcing.from_on <= moment.today,
            Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today),
        )
        .order_by(Sourcing.from_on.desc(), Sourcing.id.desc())
        .limit(1)
    )


def sides_of(session: Session, version: CapVersion, *, who: Visitor, moment: Moment) -> tuple[Side, ...]:
    """Return for which sides this visitor may speak: a case handler writes down what either of them said."""
    if _speaks_for_all(who):
        return tuple(Side)
    own = [held for held in who.holdings if held.role is Role.FACTORY_USER and version.factory_id in held.factories]
    sides = [Side.FACTORY] if own else []
    lead = lead_brand(session, version.factory, moment=moment)
    if lead is not None and _is_of(session, lead, who=who, moment=moment):
        sides.append(Side.LEAD_BRAND)
    return tuple(sides)


def say_terms(session: Session, version: CapVersion, said: Said, *, who: Visitor, moment: Moment) -> FinanceAgreement:
    """Write down what a side agrees to; once both sides say the same the finance plan is agreed."""
    hold_the_pen(session, f"cap {version.factory_id}")
    session.refresh(version)
    if version.state is CapState.FINANCE_PLAN_AGREED:
        raise AgreedAlready
    if version.state not in APPROVED or not is_in_force(session, version):
        raise NotInForce
    lead = lead_brand(session, version.factory, moment=moment)
    _check(said, lead=lead, sides=sides_of(session, version, who=who, moment=moment), who=who, moment=moment)
    agreement = FinanceAgreement(
        version_id=version.id,
        signatory_id=lead.id if lead and said.side is Side.LEAD_BRAND else None,
        form=said.terms.form,
        amount_bdt=said.terms.amount_bdt,
        agreed_on=said.agreed_on,
        note=said.note,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(agreement)
    session.flush()
    words = {Side.FACTORY: "wrote what the factory agrees to", Side.LEAD_BRAND: "wrote what the lead brand agrees to"}
    _note(session, words[said.side], agreement, who=who, moment=moment)
    last = last_words(terms_of(session, version), lead=lead)
    if is_finance_agreed(last.get(Side.FACTORY), last.get(Side.LEAD_BRAND)):
        version.finance_agreed = True
        take_step(session, version, CapState.FINANCE_PLAN_AGREED, "agreed on finance", who=who, moment=moment)
    return agreement


def terms_of(session: Session, version: CapVersion) -> Sequence[FinanceAgreement]:
    """Return all that was said of the finance of a version, oldest first."""
    return session.scalars(
        select(FinanceAgreement)
        .where(FinanceAgreement.version_id == version.id)
        .options(joinedload(FinanceAgreement.signatory))
        .order_by(FinanceAgreement.id)
    ).all()


def side_of(agreement: FinanceAgreement) -> Side:
    """Return which side said it: what a brand says names the brand."""
    return Side.FACTORY if agreement.signatory_id is None else Side.LEAD_BRAND


def last_words(said: Sequence[FinanceAgreement], *, lead: Signatory | None) -> dict[Side, Terms]:
    """Return what each side said last; what a former lead brand said binds nobody."""
    return {
        side_of(each): Terms(each.form, each.amount_bdt)
        for each in said
        if each.signatory_id is None or (lead is not None and each.signatory_id == lead.id)
    }


def is_in_force(session: Session, version: CapVersion) -> bool:
    """Return whether the version is the one of its factory and discipline that was approved last."""
    first = func.min(CapStep.id)
    last = session.scalar(
        select(CapStep.version_id)
        .join(CapVersion)
        .where(
            CapVersion.factory_id == version.factory_id,
            CapVersion.discipline == version.discipline,
            CapStep.state.in_(APPROVED),
        )
        .group_by(CapStep.version_id)
        .order_by(first.desc())
        .limit(1)
    )
    return last == version.id


def sees_terms(session: Session, version: CapVersion, *, who: Visitor, moment: Moment) -> bool:
    """Return whether the visitor may read amounts: both sides, and who sees all safety data; no other brand."""
    return who.sight(Action.READ_PLAN).everywhere or bool(sides_of(session, version, who=who, moment=moment))


def _speaks_for_all(who: Visitor) -> bool:
    return any(GRANTS[role].get(Action.AGREE_ON_FINANCE) is Reach.EVERYWHERE for role in who.roles)


def _is_of(session: Session, signatory: Signatory, *, who: Visitor, moment: Moment) -> bool:
    held = select(RoleHeld.id).where(
        RoleHeld.person_id == who.id,
        RoleHeld.role == Role.SIGNATORY_USER,
        RoleHeld.signatory_id == signatory.id,
        RoleHeld.from_on <= moment.today,
        RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
    )
    return Role.SIGNATORY_USER in who.roles and session.scalar(held.limit(1)) is not None


def _check(said: Said, *, lead: Signatory | None, sides: Sequence[Side], who: Visitor, moment: Moment) -> None:
    if said.side is Side.LEAD_BRAND and lead is None:
        raise NoLeadBrand
    if said.side not in sides:
        raise NotYourSide
    if said.side is Side.LEAD_BRAND and said.terms.form is FinanceForm.OWN_MEANS:
        raise OnlyOfTheFactory
    if said.agreed_on > moment.today:
        raise NotYetAgreed
    if _speaks_for_all(who) and not said.note:
        raise WhoSaidSo


def _note(session: Session, deed: str, agreement: FinanceAgreement, *, who: Visitor, moment: Moment) -> None:
    # Amounts stay off the journal: more people read it than may read what a factory and its brand agreed on.
    journal.note(
        session,
        deed,
        f"factory {agreement.version.factory.number}",
        actor=who.actor,
        moment=moment,
        details={"version": agreement.version_id, "agreement": agreement.id, "form": agreement.form.value},
    )
