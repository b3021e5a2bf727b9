"""Who may do what, in one table: what no line of it grants is refused. Source: DOMAIN.md section 1.

A line says how far a role reaches with an action. What is asked for is a `Thing`: the factories that it belongs to, its
discipline, and whether it was issued to the parties. A thing out of reach is treated like one that does not exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from accord.rules.desk.actions import Action
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline


class Reach(Enum):
    """How far a role reaches with an action."""

    EVERYWHERE = auto()
    OWN_DISCIPLINE = auto()
    """Every factory, but only what is of a discipline in which the person is an engineer."""
    OWN_FACTORIES = auto()
    SOURCED_ISSUED = auto()
    """What was issued to the parties, of factories from which the signatory buys now."""
    TOLD_FOR_EVER = auto()
    """Determined orders: of factories from which the signatory buys now, and every one that it was told of."""
    TOLD = auto()
    """What the signatory itself was told of, at factories of the region from which it ever bought; nothing that another
    one was told."""
    REFERRED = auto()
    """Orders that were referred to the Review Panel."""
    ADDRESSED = auto()
    """What was written to the organisation for which the person is here."""


_PARTIES = (Reach.SOURCED_ISSUED, Reach.TOLD_FOR_EVER)

AT_THE_DOOR = frozenset({Action.SIGN_IN, Action.ANSWER_LETTER, Action.READ_OWN_CALENDAR})
"""What anybody may do at the door of the desk: nothing of it is published, and no copy is kept."""

PUBLIC = frozenset({Action.READ_PUBLISHED, Action.LOAD_ASSET, Action.WATCH_OVER_SERVER}) | AT_THE_DOOR
"""What anybody may do without signing in."""

EVERYBODY = frozenset({Action.MIND_OWN_ACCOUNT, Action.OPEN_DESK})
"""What everybody may do who is signed in."""

_READING = (Action.READ_FACTORY, Action.READ_HAZARD, Action.READ_PLAN, Action.READ_REPORT)
_ALL_SAFETY_DATA = dict.fromkeys(
    (*_READING, Action.READ_ORDER, Action.READ_REFERRAL, Action.READ_CLOSURES, Action.READ_STAGE), Reach.EVERYWHERE
)
_DECIDING = dict.fromkeys(
    (
        Action.READ_JOURNAL,
        Action.READ_VISITS,
        Action.PLAN_VISIT,
        Action.APPROVE_REPORT,
        Action.DECIDE_WITHDRAWAL,
        Action.CLEAR_PHOTO,
        Action.APPROVE_PLAN,
        Action.KEEP_MEETING_NOTES,
        Action.RECOGNISE_FACTORY,
        Action.JUDGE_DOCUMENT,
        Action.RECORD_INCIDENT,
        Action.UNDO_IMPORT,
        Action.PUBLISH_FACTORY,
        Action.DETERMINE_ORDER,
        Action.ACT_ON_ORDER,
        Action.RELEASE_LETTERS,
        Action.REFER_ORDER,
        Action.RECORD_DETERMINATION,
        Action.KEEP_CLOSURES,
        Action.KEEP_ROTA,
        Action.DECIDE_STAGE,
        Action.TAKE_PROTOCOL,
    ),
    Reach.EVERYWHERE,
)
_TELLING = dict.fromkeys((Action.NOTIFY, Action.KEEP_CONTACTS, Action.READ_ROTA), Reach.EVERYWHERE)
_HEARING = dict.fromkeys(
    (
        Action.READ_PROPOSALS,
        Action.HEAR_FACTORY,
        Action.ASK_FOR_FACTORY,
        Action.ANSWER_DRAFT,
        Action.CONFIRM_TERMINATION,
        Action.READ_LETTERS,
        Action.READ_OWN_LETTER,
        Action.READ_DEFENCE,
        Action.KEEP_CHECK_LIST,
    ),
    Reach.EVERYWHERE,
)
_ANSWERING = {Action.ANSWER_REQUEST: Reach.EVERYWHERE}

GRANTS: Mapping[Role, Mapping[Action, Reach]] = {
    Role.ENGINEER: _ALL_SAFETY_DATA
    | _TELLING
    | _HEARING
    | _ANSWERING
    | {
        Action.READ_JOURNAL: Reach.EVERYWHERE,
        Action.READ_VISITS: Reach.EVERYWHERE,
        Action.PLAN_VISIT: Reach.EVERYWHERE,
        Action.RECORD_INSPECTION: Reach.OWN_DISCIPLINE,
        Action.CHECK_REPORT: Reach.OWN_DISCIPLINE,
        Action.RECORD_HAZARD: Reach.OWN_DISCIPLINE,
        Action.VERIFY_CORRECTION: Reach.OWN_DISCIPLINE,
        Action.PROPOSE_WITHDRAWAL: Reach.OWN_DISCIPLINE,
        Action.ADD_EVIDENCE: Reach.OWN_DISCIPLINE,
        Action.CLEAR_PHOTO: Reach.EVERYWHERE,
        Action.KEEP_MEETING_NOTES: Reach.EVERYWHERE,
        Action.JUDGE_DOCUMENT: Reach.EVERYWHERE,
        Action.RECORD_INCIDENT: Reach.EVERYWHERE,
        Action.ACT_ON_ORDER: Reach.EVERYWHERE,
        Action.VERIFY_ORDER: Reach.OWN_DISCIPLINE,
        Action.KEEP_CLOSURES: Reach.EVERYWHERE,
    },
    Role.CHIEF_SAFETY_OFFICER: _ALL_SAFETY_DATA | _DECIDING | _TELLING | _HEARING | _ANSWERING,
    Role.DEPUTY: _ALL_SAFETY_DATA | _DECIDING | _TELLING | _HEARING | _ANSWERING,
    Role.CASE_HANDLER: _ALL_SAFETY_DATA
    | _TELLING
    | _HEARING
    | {
        Action.READ_VISITS: Reach.EVERYWHERE,
        Action.CLAIM_CORRECTION: Reach.EVERYWHERE,
        Action.ADD_EVIDENCE: Reach.EVERYWHERE,
        Action.CLEAR_PHOTO: Reach.EVERYWHERE,
        Action.WRITE_PLAN: Reach.EVERYWHERE,
        Action.AGREE_ON_FINANCE: Reach.EVERYWHERE,
        Action.KEEP_MEETING_NOTES: Reach.EVERYWHERE,
        Action.HAND_IN_DOCUMENT: Reach.EVERYWHERE,
        Action.RECORD_INCIDENT: Reach.EVERYWHERE,
        Action.ACT_ON_ORDER: Reach.EVERYWHERE,
        Action.KEEP_CLOSURES: Reach.EVERYWHERE,
        Action.IMPORT_PLAN: Reach.EVERYWHERE,
        Action.UNDO_IMPORT: Reach.EVERYWHERE,
    },
    Role.COMPLAINTS_OFFICER: {},
    Role.FACTORY_USER: dict.fromkeys(
        (*_READING, Action.READ_ORDER, Action.READ_CLOSURES, Action.READ_STAGE), Reach.OWN_FACTORIES
    )
    | {
        Action.REPORT_ON_ORDER: Reach.OWN_FACTORIES,
        Action.ASK_FOR_FACTORY: Reach.OWN_FACTORIES,
        Action.ANSWER_DRAFT: Reach.OWN_FACTORIES,
        Action.READ_OWN_LETTER: Reach.ADDRESSED,
        Action.READ_DEFENCE: Reach.OWN_FACTORIES,
        Action.CLAIM_CORRECTION: Reach.OWN_FACTORIES,
        Action.ADD_EVIDENCE: Reach.OWN_FACTORIES,
        Action.WRITE_PLAN: Reach.OWN_FACTORIES,
        Action.AGREE_ON_FINANCE: Reach.OWN_FACTORIES,
        Action.HAND_IN_DOCUMENT: Reach.OWN_FACTORIES,
    },
    Role.SIGNATORY_USER: dict.fromkeys(_READING, Reach.SOURCED_ISSUED)
    | {
        Action.AGREE_ON_FINANCE: Reach.SOURCED_ISSUED,
        Action.READ_ORDER: Reach.TOLD_FOR_EVER,
        Action.CONFIRM_STOP: Reach.TOLD_FOR_EVER,
        Action.READ_STAGE: Reach.TOLD_FOR_EVER,
        Action.CONFIRM_TERMINATION: Reach.TOLD,
        Action.READ_OWN_LETTER: Reach.ADDRESSED,
    },
    Role.LABOUR_SIGNATORY: _ALL_SAFETY_DATA | {Action.READ_OWN_LETTER: Reach.ADDRESSED},
    Role.REGULATOR: dict.fromkeys(
        (Action.READ_ORDER, Action.READ_REFERRAL, Action.RECORD_DETERMINATION), Reach.REFERRED
    ),
    Role.SAFETY_COMMITTEE: {
        Action.READ_FACTORY: Reach.OWN_FACTORIES,
        Action.READ_HAZARD: Reach.OWN_FACTORIES,
        Action.READ_PLAN: Reach.OWN_FACTORIES,
        Action.READ_ORDER: Reach.OWN_FACTORIES,
    },
    Role.ADMINISTRATOR: dict.fromkeys(
        (
            Action.MANAGE_PEOPLE,
            Action.SET_UP_PROGRAMME,
            Action.KEEP_CONTACTS,
            Action.READ_ROTA,
            Action.KEEP_ROTA,
        ),
        Reach.EVERYWHERE,
    ),
}
"""The table."""


@dataclass(frozen=True)
class Thing:
    """What is asked for, by what it belongs to."""

    factories: frozenset[int] = frozenset()
    """Ids of the factories that it belongs to; any of them is enough."""
    discipline: Discipline | None = None
    """None: of no single discipline."""
    is_issued: bool = True
    """Whether the parties were given it: a report once issued, a hazard with its report, a CAP once it was approved, an
    order once it was determined."""
    disciplines: frozenset[Discipline] = frozenset()
    """Where it is of several: those of an order's causes."""
    told: frozenset[int] = frozenset()
    """Ids of the signatories that were told of it."""
    is_referred: bool = False
    """Whether an order was referred to the Review Panel."""
    addressed: str | None = None
    """The organisation to which it was written, as the outbox names it."""


@dataclass(frozen=True)
class Holding:
    """A role that somebody holds today, with what it is about."""

    role: Role
    discipline: Discipline | None = None
    factories: frozenset[int] = field(default_factory=frozenset)
    """Ids of the factory of a factory user, or of the present suppliers of a signatory's region."""
    signatory: int | None = None
    """The signatory for which a signatory user is here."""
    ever: frozenset[int] = field(default_factory=frozenset)
    """Ids of all factories of the region from which that signatory ever bought."""

    @property
    def organisations(self) -> frozenset[str]:
        """The organisations for which somebody with this role reads letters, as the outbox names them."""
        match self.role:
            case Role.FACTORY_USER:
                return frozenset(f"factory {each}" for each in self.factories)
            case Role.SIGNATORY_USER:
                return frozenset({f"signatory {self.signatory}"} if self.signatory is not None else ())
            case Role.LABOUR_SIGNATORY:
                return frozenset({"labour_signatories"})
            case _:
                return frozenset()


def may_at_all(holdings: Iterable[Holding], action: Action) -> bool:
    """Return whether somebody with these roles may do this to anything."""
    return action in PUBLIC | EVERYBODY or any(action in GRANTS[held.role] for held in holdings)


def may(holdings: Iterable[Holding], action: Action, thing: Thing) -> bool:
    """Return whether somebody with these roles may do this to that thing."""
    if action in PUBLIC | EVERYBODY:
        return True
    return any(_reaches(held, GRANTS[held.role].get(action), thing) for held in holdings)


def _reaches(held: Holding, reach: Reach | None, thing: Thing) -> bool:
    match reach:
        case Reach.EVERYWHERE:
            return True
        case Reach.OWN_DISCIPLINE:
            return held.discipline is not None and held.discipline in thing.disciplines | {thing.discipline}
        case Reach.OWN_FACTORIES:
            return bool(held.factories & thing.factories)
        case Reach.SOURCED_ISSUED | Reach.TOLD_FOR_EVER:
            was_told = held.signatory in thing.told and bool(held.ever & thing.factories)
            is_known = reach is Reach.TOLD_FOR_EVER and was_told
            return thing.is_issued and (is_known or bool(held.factories & thing.factories))
        case Reach.TOLD:
            return held.signatory in thing.told and bool(held.ever & thing.factories)
        case Reach.REFERRED:
            return thing.is_referred
        case _:
            return reach is Reach.ADDRESSED and thing.addressed in held.organisations


@dataclass(frozen=True)
class Sight:
    """Which things of an action somebody may see in a list: all, or those of some factories."""

    everywhere: bool
    factories: frozenset[int]
    """Of which everything is seen."""
    issued_of: frozenset[int]
    """Of which only what was issued to the parties is seen."""
    is_of_referred: bool = False
    """Whether orders that were referred to the Review Panel are seen."""


def sight(holdings: Iterable[Holding], action: Action) -> Sight:
    """Return how far somebody sees with an action, for lists; a discipline does not narrow what is read."""
    held = [(each, GRANTS[each.role].get(action)) for each in holdings]
    return Sight(
        everywhere=any(reach in (Reach.EVERYWHERE, Reach.OWN_DISCIPLINE) for _, reach in held),
        factories=frozenset().union(*(each.factories for each, reach in held if reach is Reach.OWN_FACTORIES)),
        issued_of=frozenset().union(*(each.factories for each, reach in held if reach in _PARTIES)),
        is_of_referred=any(reach is Reach.REFERRED for _, reach in held),
    )
