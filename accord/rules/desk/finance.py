"""How the correction of a factory is paid for, and when that is agreed. Source: DOMAIN.md sections 4 and 10."""

from dataclasses import dataclass
from enum import StrEnum


class FinanceForm(StrEnum):
    """What makes a correction financially feasible."""

    OWN_MEANS = "own_means"
    LONGER_ORDERS = "longer_orders"
    HIGHER_VOLUMES = "higher_volumes"
    PRE_PAYMENT = "pre_payment"
    ACCESS_TO_FUNDING = "access_to_funding"
    DIRECT_CASH = "direct_cash"
    SOFT_LOAN = "soft_loan"


class Side(StrEnum):
    """Who agrees."""

    FACTORY = "factory"
    LEAD_BRAND = "lead_brand"


@dataclass(frozen=True)
class Terms:
    """What a side says: in which form, and how much in whole taka; None: no amount belongs to it."""

    form: FinanceForm
    amount_bdt: int | None


def is_finance_agreed(factory: Terms | None, lead_brand: Terms | None) -> bool:
    """Return whether the last words of both sides are an agreement: the same ones, or the factory pays by itself.

    A brand alone agrees on nothing for a factory that has not spoken.
    """
    if factory is None:
        return False
    return factory.form is FinanceForm.OWN_MEANS or factory == lead_brand
