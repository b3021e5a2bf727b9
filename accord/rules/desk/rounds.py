"""What an engineer on a follow-up round saw of an open hazard. Source: DOMAIN.md section 3."""

from enum import StrEnum


class Seen(StrEnum):
    """What was seen on the round."""

    CORRECTED = "corrected"
    PARTLY = "partly"
    NOT_CORRECTED = "not_corrected"
    NOT_SEEN = "not_seen"


class Attending(StrEnum):
    """For whom somebody attended an inspection."""

    MANAGEMENT = "management"
    SAFETY_COMMITTEE = "safety_committee"
    UNION = "union"
    SIGNATORY = "signatory"
    LANDLORD = "landlord"
    OTHER = "other"


class VisitState(StrEnum):
    """What became of a planned visit."""

    PLANNED = "planned"
    MADE = "made"
    CANCELLED = "cancelled"


class UploadState(StrEnum):
    """What became of an uploaded photo."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
