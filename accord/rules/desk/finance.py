"""How the correction of a factory is paid for. Source: DOMAIN.md section 10."""

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
