"""The words of the field as people read them: page, PDF and letter take them from here.

Each label is also the msgid of its translation (translations/<language>/LC_MESSAGES/vocabulary.po;
docs/glossary-bn.md says why a Bangla word was chosen).
"""

from collections.abc import Mapping
from enum import StrEnum

from accord.rules.desk.danger import Because
from accord.rules.desk.finance import FinanceForm
from accord.rules.desk.incidents import IncidentKind
from accord.rules.desk.measurements import Quantity
from accord.rules.desk.paperwork import DocumentKind, DocumentState
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending, Seen, UploadState, VisitState
from accord.rules.escalation.words import Declarations, MeetingState, PromiseState, RequestKind, Trigger
from accord.rules.notices import Delivery, Sending
from accord.rules.orders.production import Production
from accord.rules.orders.steps import Phase
from accord.rules.orders.words import Asked, Channel, Extent, MeasureStep, PanelOutcome, RecipientKind, Wages
from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    FactoryStatus,
    InspectionKind,
    NoRate,
    OrderKind,
    OrderStep,
    Origin,
    PhotoOf,
    Rating,
    Severity,
    Source,
    Status,
)

VOCABULARY: tuple[type[StrEnum], ...] = (
    Discipline,
    Status,
    Origin,
    Severity,
    InspectionKind,
    Rating,
    Coverage,
    FactoryStatus,
    NoRate,
    OrderKind,
    OrderStep,
    PhotoOf,
    CapState,
    Source,
    Category,
    Role,
    ReportState,
    DocumentKind,
    DocumentState,
    Quantity,
    IncidentKind,
    FinanceForm,
    Seen,
    Attending,
    VisitState,
    UploadState,
    Because,
    Sending,
    Delivery,
    Channel,
    Phase,
    RecipientKind,
    MeasureStep,
    Production,
    PanelOutcome,
    Extent,
    Wages,
    Asked,
    MeetingState,
    PromiseState,
    RequestKind,
    Declarations,
    Trigger,
)
"""Every enum whose members a person may read."""

# Keyed by the enum first: members of two enums with the same value ("initial") are equal and hash alike.
_AS_PEOPLE_SAY: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    InspectionKind: {
        InspectionKind.FOLLOW_UP: "follow-up",
        InspectionKind.COMMISSIONING: "testing and commissioning",
        InspectionKind.POST_INCIDENT: "post-incident",
        InspectionKind.SAFETY_COMMITTEE: "safety committee walk-through",
        InspectionKind.DEA_VERIFICATION: "DEA verification",
    },
    FactoryStatus: {
        FactoryStatus.CAP_PENDING: "CAP pending",
        FactoryStatus.INITIAL_CAP_COMPLETED: "initial CAP completed",
    },
    NoRate: {
        NoRate.NOT_PUBLISHED: "nothing published yet",
    },
    OrderStep: {
        OrderStep.JOINED: "a second cause joined",
        OrderStep.DETERMINED: "determined by the chief safety officer",
        OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK: "an acknowledgement was taken back",
        OrderStep.COMPLIED: "the factory reports that it complies",
        OrderStep.VERIFIED: "verified on site by an engineer",
        OrderStep.ANSWERED: "the weekly question was answered",
        OrderStep.RE_ENTERED: "re-entered although the order stands",
        OrderStep.WORKS_VERIFIED: "the works are verified by an engineer",
        OrderStep.EASED: "the evacuation became a load reduction",
        OrderStep.ANNULMENT_PROPOSED: "proposed to be annulled",
        OrderStep.ANNULMENT_REJECTED: "the proposal to annul it was rejected",
        OrderStep.ANNULLED: "annulled: it was a false alarm",
        OrderStep.VACATED: "ended: vacated for good",
    },
    Phase: {
        Phase.RAISED: "raised, not determined yet",
        Phase.CLEARED: "cleared as a precaution, not determined yet",
        Phase.DETERMINED: "in force",
        Phase.COMPLIED: "in force; the factory reports that it complies",
        Phase.VERIFIED: "in force; verified on site",
        Phase.READY: "in force; the works are verified",
    },
    RecipientKind: {
        RecipientKind.ON_CALL: "engineers on call",
        RecipientKind.OCCUPANT: "another occupant of the building",
        RecipientKind.LABOUR_SIGNATORIES: "labour signatories",
        RecipientKind.INSPECTOR_GENERAL: "Inspector General",
        RecipientKind.REVIEW_PANEL: "Review Panel",
    },
    Extent: {
        Extent.FULL: "in full",
        Extent.PARTIAL: "in part",
    },
    Asked: {
        Asked.FEDERATION: "their federation",
    },
    PhotoOf: {
        PhotoOf.HAZARD: "as found",
        PhotoOf.CORRECTION: "after the correction",
    },
    Source: {
        Source.DESK: "recorded by the programme",
    },
    Role: {
        Role.DEPUTY: "deputy of the chief safety officer",
        Role.SAFETY_COMMITTEE: "safety committee member",
    },
    ReportState: {
        ReportState.DRAFT: "draft report",
        ReportState.FOR_CHECKING: "waiting to be checked",
        ReportState.ISSUED: "issued to the parties",
    },
    DocumentKind: {
        DocumentKind.DEA: "detailed engineering assessment (DEA)",
    },
    DocumentState: {
        DocumentState.SUBMITTED: "handed in",
        DocumentState.COMMENTS: "sent back with comments",
        DocumentState.RESUBMITTED: "handed in again",
        DocumentState.WORKS: "works under way",
        DocumentState.AS_BUILT_VERIFIED: "as-built verified",
        DocumentState.DESIGN_SUBMITTED: "design handed in",
        DocumentState.COMMISSIONED: "tested and commissioned",
    },
    Quantity: {
        Quantity.INSULATION_RESISTANCE: "insulation resistance reading",
    },
    IncidentKind: {
        IncidentKind.FIRE: "a fire",
        IncidentKind.COLLAPSE: "a collapse",
        IncidentKind.ELECTROCUTION: "an electrocution",
        IncidentKind.BOILER_EXPLOSION: "a boiler explosion",
    },
    FinanceForm: {
        FinanceForm.OWN_MEANS: "the factory's own means",
        FinanceForm.LONGER_ORDERS: "longer guaranteed orders",
        FinanceForm.PRE_PAYMENT: "pre-payment",
    },
    Sending: {
        Sending.WAITING: "waiting to be sent",
        Sending.SENT_IN_PART: "sent, not to every address",
        Sending.NOBODY: "nobody can be reached",
        Sending.REFUSED: "refused by every address",
        Sending.HELD: "held until it is released",
        Sending.OVERTAKEN: "overtaken: it holds no longer",
    },
    Delivery: {
        Delivery.MAIL: "by e-mail",
        Delivery.FILE: "kept as a file",
        Delivery.WEBHOOK: "by short message",
        Delivery.BY_HAND: "by somebody of the programme",
    },
    Channel: {
        Channel.LINK: "by the link in the letter",
        Channel.DESK: "at the desk",
        Channel.TELEPHONE: "by telephone",
        Channel.WHATSAPP: "by WhatsApp",
        Channel.IN_PERSON: "in person",
        Channel.ON_PAPER: "on paper",
    },
    MeasureStep: {
        MeasureStep.HANDED_IN: "handed in, not looked at yet",
        MeasureStep.VERIFIED: "accepted by an engineer",
        MeasureStep.DROPPED: "dropped: needed no more",
    },
    Production: {
        Production.SILENT: "has not said anything",
        Production.STOPPED: "production stopped",
        Production.TAKEN_UP: "production goes on",
    },
    MeetingState: {
        MeetingState.HELD: "took place",
        MeetingState.MISSED: "the factory did not come",
        MeetingState.CALLED_OFF: "was called off",
    },
    PromiseState: {
        PromiseState.OPEN: "still to be done",
    },
    RequestKind: {
        RequestKind.EXTENSION: "more time",
        RequestKind.WRONG_OBSERVATION: "an observation is wrong",
        RequestKind.REVIEW: "a decision is to be looked at again",
    },
    Declarations: {
        Declarations.ASKED: "withholding of the export papers asked for",
        Declarations.WITHHELD: "export papers withheld",
        Declarations.RESTORED: "export papers given again",
    },
    Trigger: {
        Trigger.PLAN_NOT_FINAL: "no approved plan",
        Trigger.BEHIND_SCHEDULE: "hazards past their agreed day",
        Trigger.ORDER_NOT_COMPLIED: "an order not complied with",
        Trigger.NOTICE_UNANSWERED: "a letter of an order not acknowledged",
        Trigger.REMEDY_REFUSED: "a complaint's remedy refused, or retaliation",
        Trigger.NO_COOPERATION: "no cooperation with trainers, case handlers or engineers",
        Trigger.MEETING_MISSED: "the mandatory meeting missed",
        Trigger.PROMISE_BROKEN: "something promised at the meeting not done",
    },
    Seen: {
        Seen.CORRECTED: "seen corrected",
        Seen.PARTLY: "seen partly corrected",
        Seen.NOT_CORRECTED: "seen not corrected",
        Seen.NOT_SEEN: "not seen on this round",
    },
    Attending: {
        Attending.OTHER: "somebody else",
    },
    VisitState: {
        VisitState.MADE: "visit made",
    },
    UploadState: {
        UploadState.WAITING: "being prepared",
    },
    Category: {
        Category.DRAWINGS: "missing or mismatched drawings",
        Category.LOAD_PLAN: "no load plan",
        Category.ALARM_AND_DETECTION: "fire alarm and detection",
        Category.HOTSPOTS: "hotspots (thermography)",
        Category.SINGLE_LINE_DIAGRAM: "single-line diagram",
        Category.SCALE: "boiler scale",
        Category.SAFETY_VALVE: "missing or faulty safety valve",
        Category.PRESSURE_MONITORING: "gauge or pressure monitoring",
        Category.NO_CERTIFICATE: "no boiler certificate",
    },
}


def label(word: StrEnum) -> str:
    """Return the English words for a member of the vocabulary; also the msgid of its translation."""
    said = _AS_PEOPLE_SAY.get(type(word), {})
    return said.get(word) or word.value.replace("_", " ")


def labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    """Return every label, by enum and member."""
    return {words: {word: label(word) for word in words} for words in VOCABULARY}
