"""Accidents that happened although, or because, a hazard stood. Source: DOMAIN.md section 3."""

from enum import StrEnum


class IncidentKind(StrEnum):
    """What happened."""

    FIRE = "fire"
    COLLAPSE = "collapse"
    ELECTROCUTION = "electrocution"
    BOILER_EXPLOSION = "boiler_explosion"
