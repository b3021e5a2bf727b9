"""A finance plan is agreed when the lead brand and the factory say the same, or the factory pays by itself."""

from datetime import date, timedelta

import pytest

from accord.casework.desk.finance import (
    AgreedAlready,
    NoLeadBrand,
    NotInForce,
    NotYetAgreed,
    NotYourSide,
    OnlyOfTheFactory,
    Said,
    WhoSaidSo,
    say_terms,
    sees_terms,
    sides_of,
)
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.desk.finance import FinanceForm, Side, Terms, is_finance_agreed
from accord.rules.desk.people import Role
from accord.rules.vocabulary import CapState, Discipline
from tests.desk_builders import a_cap_version, a_person, a_visitor

LOAN = Terms(FinanceForm.SOFT_LOAN, 5_000_000)
OWN = Terms(FinanceForm.OWN_MEANS, None)
DAY = date(2024, 6, 1)


@pytest.fixture
def factory(session):
    factory = Factory(number=9001, name="Own Knit Ltd.")
    session.add(factory)
    session.flush()
    return factory


def a_brand(session, factory, moment, *, name, is_lead):
    brand = Signatory(name=name)
    relation = Sourcing(
        factory_id=factory.id, signatory=brand, from_on=date(2015, 1, 1), is_lead=is_lead, recorded_at=moment.now
    )
    session.add_all([brand, relation])
    session.flush()
    return brand


@pytest.fixture
def lead(session, factory, moment):
    return a_brand(session, factory, moment, name="Lead Brand", is_lead=True)


@pytest.fixture
def version(session, factory, lead, moment):
    steps = [(CapState.TECHNICALLY_APPROVED, date(2024, 5, 1), moment.now - timedelta(days=30))]
    return a_cap_version(session, factory, Discipline.FIRE, steps=steps)


@pytest.fixture
def owner(session, factory, moment):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=factory), moment)


@pytest.fixture
def buyer(session, lead, moment):
    return a_visitor(session, a_person(session, Role.SIGNATORY_USER, signatory=lead), moment)


def says(session, version, side, terms, *, who, moment, note=None, on=DAY):
    return say_terms(session, version, Said(side, terms, on, note), who=who, moment=moment)


def test_both_sides_say_the_same_and_the_finance_plan_is_agreed(session, version, owner, buyer, lead, moment):
    offered = says(session, version, Side.LEAD_BRAND, LOAN, who=buyer, moment=moment)
    assert (version.state, version.finance_agreed) == (CapState.TECHNICALLY_APPROVED, False)

    taken = says(session, version, Side.FACTORY, LOAN, who=owner, moment=moment)

    assert (version.state, version.finance_agreed) == (CapState.FINANCE_PLAN_AGREED, True)
    assert version.steps[-1].happened_on == moment.today
    assert (offered.signatory_id, offered.actor) == (lead.id, buyer.actor)
    assert (taken.signatory_id, taken.actor) == (None, owner.actor)
    with pytest.raises(AgreedAlready):
        says(session, version, Side.FACTORY, OWN, who=owner, moment=moment)


def test_another_amount_is_no_agreement(session, version, owner, buyer, moment):
    says(session, version, Side.LEAD_BRAND, LOAN, who=buyer, moment=moment)
    says(session, version, Side.FACTORY, Terms(LOAN.form, 9_000_000), who=owner, moment=moment)

    assert version.state is CapState.TECHNICALLY_APPROVED


def test_a_factory_that_pays_by_its_own_means_needs_nobody(session, version, owner, moment):
    says(session, version, Side.FACTORY, OWN, who=owner, moment=moment)

    assert version.state is CapState.FINANCE_PLAN_AGREED


def test_nobody_speaks_for_the_other_side(session, version, owner, buyer, moment):
    with pytest.raises(NotYourSide):
        says(session, version, Side.LEAD_BRAND, LOAN, who=owner, moment=moment)
    with pytest.raises(NotYourSide):
        says(session, version, Side.FACTORY, LOAN, who=buyer, moment=moment)
    with pytest.raises(OnlyOfTheFactory):
        says(session, version, Side.LEAD_BRAND, OWN, who=buyer, moment=moment)
    with pytest.raises(NotYetAgreed):
        says(session, version, Side.FACTORY, OWN, who=owner, moment=moment, on=moment.today + timedelta(days=1))


def test_a_brand_that_does_not_lead_speaks_for_nobody_and_reads_no_amount(session, version, factory, moment):
    other = a_brand(session, factory, moment, name="Another Brand", is_lead=False)
    rival = a_visitor(session, a_person(session, Role.SIGNATORY_USER, signatory=other), moment)

    assert sides_of(session, version, who=rival, moment=moment) == ()
    assert not sees_terms(session, version, who=rival, moment=moment)
    with pytest.raises(NotYourSide):
        says(session, version, Side.LEAD_BRAND, LOAN, who=rival, moment=moment)


def test_the_safety_committee_reads_the_plan_but_no_amount(session, version, factory, moment):
    member = a_visitor(session, a_person(session, Role.SAFETY_COMMITTEE, factory=factory), moment)

    assert not sees_terms(session, version, who=member, moment=moment)


def test_the_office_writes_down_for_either_side_and_says_who_said_so(session, version, moment):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    with pytest.raises(WhoSaidSo):
        says(session, version, Side.FACTORY, LOAN, who=handler, moment=moment)

    for side in Side:
        says(session, version, side, LOAN, who=handler, moment=moment, note="M. Rahman, by telephone")

    assert version.state is CapState.FINANCE_PLAN_AGREED


def test_there_is_nothing_to_agree_on_before_approval_after_a_newer_version_or_without_a_lead_brand(
    session, version, factory, moment
):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    draft = a_cap_version(
        session, factory, Discipline.FIRE, number=2, steps=[(CapState.DRAFT, moment.today, moment.now)]
    )
    with pytest.raises(NotInForce):
        says(session, draft, Side.FACTORY, OWN, who=handler, moment=moment, note="M. Rahman")
    steps = [(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
    newer = a_cap_version(session, factory, Discipline.FIRE, number=3, steps=steps)
    with pytest.raises(NotInForce):
        says(session, version, Side.FACTORY, OWN, who=handler, moment=moment, note="M. Rahman")

    for relation in session.query(Sourcing):
        relation.is_lead = False
    session.flush()
    with pytest.raises(NoLeadBrand):
        says(session, newer, Side.LEAD_BRAND, LOAN, who=handler, moment=moment, note="the brand")


def test_a_brand_alone_agrees_on_nothing():
    assert not is_finance_agreed(None, LOAN)
    assert not is_finance_agreed(None, None)
    assert not is_finance_agreed(LOAN, None)
    assert is_finance_agreed(LOAN, LOAN)
    assert is_finance_agreed(OWN, None)
