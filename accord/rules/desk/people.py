"""Who works with the programme, and as what. Source: DOMAIN.md section 1."""

from datetime import date
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


OF_THE_PROGRAMME = frozenset(
    {
        Role.ENGINEER,
        Role.CHIEF_SAFETY_OFFICER,
        Role.DEPUTY,
        Role.CASE_HANDLER,
        Role.COMPLAINTS_OFFICER,
        Role.ADMINISTRATOR,
    }
)
"""Who works for the programme itself, and can do something about what goes wrong with it."""


class LinkPurpose(StrEnum):
    """What a link that works once is for."""

    SIGN_UP = "sign_up"
    CHOOSE_AGAIN = "choose_again"


DEMO_DOMAIN = "@demo.example"
"""The addresses of the people of the demonstration: no letter ever reaches one (RFC 2606)."""


def is_of_the_demonstration(email: str) -> bool:
    """Return whether an account belongs to an invented person."""
    return email.strip().lower().endswith(DEMO_DOMAIN)


class RoleFlaw(StrEnum):
    """What is missing or too much in a role that is to be given to somebody."""

    NO_DISCIPLINE = "no_discipline"
    NO_FACTORY = "no_factory"
    NO_SIGNATORY = "no_signatory"
    ENDS_TOO_EARLY = "ends_too_early"
    NO_LAST_DAY = "no_last_day"


def role_flaw(
    role: Role, *, disciplines: int, factories: int, signatories: int, term: tuple[date, date | None]
) -> RoleFlaw | None:
    """Return what is missing of a role, by how much was told of what it is about, or None.

    A deputy stands in for a time: without a last day he would be a second chief safety officer.
    """
    from_on, to_on = term
    wanting = (
        (RoleFlaw.NO_DISCIPLINE, role in OF_A_DISCIPLINE and not disciplines),
        (RoleFlaw.NO_FACTORY, role in OF_A_FACTORY and not factories),
        (RoleFlaw.NO_SIGNATORY, role in OF_A_SIGNATORY and not signatories),
        (RoleFlaw.ENDS_TOO_EARLY, to_on is not None and to_on < from_on),
        (RoleFlaw.NO_LAST_DAY, role is Role.DEPUTY and to_on is None),
    )
    return next((flaw for flaw, is_so in wanting if is_so), None)


LONGEST_ADDRESS = 254
"""Source: RFC 5321 with its erratum 1690."""


def is_address(text: str) -> bool:
    """Return whether a text can be an e-mail address: one "@", a domain with a stop, nothing that breaks a line."""
    local, at, domain = text.partition("@")
    return bool(
        at
        and local
        and "." in domain.strip(".")
        and "@" not in domain
        and len(text) <= LONGEST_ADDRESS
        and not any(sign.isspace() or not sign.isprintable() or sign in '<>,;:"()[]\\' for sign in text)
    )
