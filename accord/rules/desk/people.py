"""Who works with the programme, and as what. Source: DOMAIN.md section 1."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the programme; a person may be several things, each from one day to another."""

    ENGINEER = "engineer"
    CHIEF_SAFETY_OFFICER = "chief_safety_officer"
    DEPUTY = "deputy"
    CASE_HANDLER = "case_handler"
    COMPLAINTS_OFFICER = "complaints_officer"
    FACTORY_USER = "factory_user"
    SIGNATORY_USER = "signatory_user"
    LABOUR_SIGNATORY = "labour_signatory"
    REGULATOR = "regulator"
    SAFETY_COMMITTEE = "safety_committee"
    ADMINISTRATOR = "administrator"


OF_A_DISCIPLINE = frozenset({Role.ENGINEER})
"""Roles that are held in one discipline."""

OF_A_FACTORY = frozenset({Role.FACTORY_USER, Role.SAFETY_COMMITTEE})
"""Roles that are held at one factory."""

OF_A_SIGNATORY = frozenset({Role.SIGNATORY_USER})
"""Roles that are held for one signatory, in all districts or in one."""


class LinkPurpose(StrEnum):
    """What a link that works once is for."""

    SIGN_UP = "sign_up"
    CHOOSE_AGAIN = "choose_again"


DEMO_DOMAIN = "@demo.example"
"""The addresses of the people of the demonstration: no letter ever reaches one (RFC 2606)."""


def is_of_the_demonstration(email: str) -> bool:
    """Return whether an account belongs to an invented person."""
    return email.strip().lower().endswith(DEMO_DOMAIN)
