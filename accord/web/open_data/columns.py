"""The columns of the files: their names, what each means, and where its value comes from.

The same columns stand in the CSV, the JSON and the GeoJSON. Names are English in every language, since programs read
them. Name, address, parent company, product type and band of workers are what brands publish of their suppliers
(Transparency Pledge); `os_id` joins them with other lists.
"""

from collections.abc import Callable
from typing import Any

from accord.rules.factories.workers import worker_band
from accord.rules.figures.progress import Tally
from accord.rules.figures.rate_picture import picture_of
from accord.rules.public.disclosed_order import is_open_on, last_step_on
from accord.rules.public.public_lists import ineligibility, leave
from accord.rules.vocabulary import NoRate
from accord.web.language import gettext_noop as _
from accord.web.open_data.column import Column, Row


def _of_factory(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.line.factory, name)


def _counts(which: str, tally: Callable[[Row], Tally]) -> tuple[Column, ...]:
    names = {
        "applicable": _("Hazards that are not withdrawn: the denominator of both rates."),
        "corrected": _("Verified as corrected: the numerator of the verified rate."),
        "reported": _("Verified, or reported as corrected: the numerator of the reported rate."),
        "withdrawn": _("Withdrawn, and left out of both rates."),
        "unknown": _("Their status on the day is not known; then there is no rate."),
    }
    rates = {
        "verified_percent": _("Verified rate in percent, rounded down; empty where there is none."),
        "reported_percent": _("Reported rate in percent, rounded down; empty where there is none."),
    }
    return tuple(Column(f"{which}_{name}", says, _figure(tally, name)) for name, says in (names | rates).items())


def _figure(tally: Callable[[Row], Tally], name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(tally(row), name) if is_told(row) else None


def is_told(row: Row) -> bool:
    """Return whether anything is published of the factory: where nothing is, no count of it is 0."""
    return row.line.edition is not None


def _late(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.line.progress, name) if is_told(row) else None


def _no_rate(row: Row) -> Any:
    why = picture_of(row.line.progress.initial, row.line.status).why_none
    return why if is_told(row) or why is NoRate.NOT_INSPECTED else "not_published"


IDENTITY = (
    Column("number", _("Number of the factory."), _of_factory("number")),
    Column(
        "os_id", _("Its number at Open Supply Hub, by which it can be joined with other lists."), _of_factory("os_id")
    ),
    Column("name", _("Its name."), _of_factory("name")),
    Column("name_bn", _("Its name in Bangla."), _of_factory("name_bn")),
    Column("address", _("Where it stands."), _of_factory("address")),
    Column("address_bn", _("The address in Bangla."), _of_factory("address_bn")),
    Column("district", _("District, in its official English spelling."), _of_factory("district")),
    Column("upazila", _("Sub-district."), _of_factory("upazila")),
    Column("latitude", _("Latitude in degrees (WGS 84)."), _of_factory("latitude_degrees")),
    Column("longitude", _("Longitude in degrees (WGS 84)."), _of_factory("longitude_degrees")),
    Column(
        "parent_company",
        _("The group of companies that it belongs to."),
        _of_factory("company_group"),
        is_of_today=True,
    ),
    Column("product_type", _("What it makes, and by which processes."), _of_factory("production")),
    Column(
        "worker_band",
        _("How many people work there, as brands publish it: <1000, 1001-5000, 5001-10000 or >10000."),
        lambda row: worker_band(row.line.factory.workers),
        is_of_today=True,
    ),
    Column("workers", _("How many people work there."), _of_factory("workers"), is_of_today=True),
    Column("workers_women", _("How many of them are women."), _of_factory("workers_women"), is_of_today=True),
    Column(
        "storeys",
        _("Storeys of its highest building."),
        lambda row: max(
            (building.storeys for building in row.line.factory.buildings if building.storeys), default=None
        ),
        is_of_today=True,
    ),
    Column(
        "is_building_shared",
        _("Whether others occupy one of its buildings too."),
        lambda row: (
            any(building.is_shared for building in row.line.factory.buildings) if row.line.factory.buildings else None
        ),
        is_of_today=True,
    ),
    Column(
        "signatory_count",
        _("How many signatories source from it."),
        _of_factory("signatory_count"),
        is_of_today=True,
    ),
    Column(
        "signatories_named",
        _("Those signatories that agreed to be named."),
        _of_factory("signatories_named"),
        is_of_today=True,
    ),
)
STANDING = (
    Column("coverage", _("Whether the programme covered it on the day."), lambda row: row.line.coverage),
    Column("status", _("Remediation status on the day."), lambda row: row.line.status),
    Column(
        "structural_rating",
        _("Structural rating that the last inspection by the day gave: green, yellow, amber or red; empty: none did."),
        lambda row: row.line.rating,
    ),
    Column("stage", _("Stage of the escalation protocol on the day; 3: ineligible."), lambda row: row.line.stage),
    Column(
        "recognised_on",
        _("Day of the letter of recognition that stood on the day."),
        lambda row: row.line.recognised_on,
    ),
    Column(
        "open_orders",
        _("Orders in force in its buildings on the day."),
        lambda row: tuple(sorted({order.kind for order in row.line.open_orders})),
    ),
)
FIGURES = (
    *_counts("initial", lambda row: row.line.progress.initial),
    Column("initial_no_rate", _("Why there is no rate of initial hazards; none of the reasons is 0 %."), _no_rate),
    *_counts("new", lambda row: row.line.progress.new),
    Column("overdue", _("In progress after the agreed day, initial and new."), _late("overdue")),
    Column("no_date", _("Not corrected, and no day was agreed."), _late("no_date")),
    Column("reopened", _("Corrected once and found breached again."), _late("reopened")),
)
DAYS = (
    Column(
        "edition",
        _("Number of the published edition; empty: nothing is published yet."),
        lambda row: row.line.edition if _was_published(row) else None,
    ),
    Column(
        "published_on",
        _("Day on which that edition was published."),
        lambda row: row.line.published_on if _was_published(row) else None,
    ),
    Column("as_of", _("The day that the row speaks of."), lambda row: row.as_of),
    Column(
        "register_as_of",
        _("The day of which its name, address, place and products are, whatever day the row speaks of."),
        lambda row: row.register_as_of,
    ),
    Column("is_demonstration", _("true: everything in the file is invented."), lambda row: row.is_demonstration),
)
REGISTER = (*IDENTITY, *STANDING, *FIGURES, *DAYS)
"""Of `/factories.csv`, `.json` and `.geojson`."""


def _was_published(row: Row) -> bool:
    return row.line.published_on is not None and row.line.published_on <= row.as_of


def _ineligible(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(ineligibility(row.line.past.stages, as_of=row.as_of), name, None)


def _counted(name: str) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        since = ineligibility(row.line.past.stages, as_of=row.as_of)
        return getattr(row.line.past.counted(since, as_of=row.as_of), name) if since else None

    return value


def _left(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(leave(row.line.past.coverage_changes, as_of=row.as_of), name, None)


COMPLETED = REGISTER
"""Of `/completed.csv`: open orders and overdue new hazards stand beside the green word."""
INELIGIBLE = (
    *IDENTITY,
    *STANDING,
    Column("decided_on", _("Day on which it was decided."), _ineligible("decided_on")),
    Column("ineligible_since", _("Day from which it is ineligible."), _ineligible("effective_on")),
    Column("reason", _("Why it was decided."), _ineligible("reason")),
    Column("reason_bn", _("The reason in Bangla, where it is translated."), _ineligible("reason_bn")),
    Column("conditions", _("What must be so before the factory is requalified."), _ineligible("conditions")),
    Column("conditions_bn", _("The conditions in Bangla."), _ineligible("conditions_bn")),
    Column(
        "days_export_papers_not_withheld",
        _("Days since the decision on which the export papers were not withheld; empty: they are."),
        _counted("days_without_withdrawal"),
    ),
    Column(
        "signatories_to_confirm",
        _("Signatories that bought there when it was decided, and have to end their business."),
        _counted("signatories"),
    ),
    Column(
        "signatories_not_confirmed",
        _("How many of them have not confirmed that they did."),
        _counted("not_confirmed"),
    ),
    *FIGURES,
    *DAYS,
)
"""Of `/ineligible.csv`."""
HANDED_OVER = (
    *IDENTITY,
    *STANDING,
    Column("left_on", _("Day from which it is handed over or closed; its coverage says which."), _left("from_on")),
    Column("reason", _("Why it was handed over or closed."), _left("reason")),
    Column("reason_bn", _("The reason in Bangla, where it is translated."), _left("reason_bn")),
    *FIGURES,
    *DAYS,
)
"""Of `/handed-over.csv`."""
ORDERS = (
    Column("key", _("Random, and the same for ever; it tells nothing about the order."), lambda row: row.order.key),
    Column("kind", _("evacuation, load_reduction or boiler_shutdown."), lambda row: row.order.kind),
    Column("building", _("The building that it is about."), lambda row: row.order.building),
    Column("building_bn", _("Its name in Bangla."), lambda row: row.order.building_bn),
    Column("places", _("The floors and zones that it names; none: the whole building."), lambda row: row.order.places),
    Column(
        "places_bn",
        _("The same in Bangla, one for one; nothing between the semicolons where nobody has translated it."),
        lambda row: row.order.places_bn,
    ),
    Column("factories", _("Numbers of the factories in the building."), lambda row: row.order.factories),
    Column("because", _("Why it was given."), lambda row: row.order.because),
    Column("because_bn", _("The cause in Bangla."), lambda row: row.order.because_bn),
    Column(
        "limit_kpa",
        _("The highest load that remains allowed, in kilopascal."),
        lambda row: row.order.limit_kpa,
    ),
    Column("determined_on", _("The day from which the order is public."), lambda row: row.order.determined_on),
    Column(
        "last_step",
        _("What had happened last by the day; lifted, annulled and vacated end the order."),
        lambda row: last_step_on(row.order.steps, as_of=row.as_of),
    ),
    Column(
        "last_step_on",
        _("Day of that step."),
        lambda row: max(step.happened_on for step in row.order.steps if step.happened_on <= row.as_of),
    ),
    Column("is_open", _("Whether it was in force on the day."), lambda row: is_open_on(row.order, as_of=row.as_of)),
    Column("as_of", _("The day that the row speaks of."), lambda row: row.as_of),
    Column("is_demonstration", _("true: everything in the file is invented."), lambda row: row.is_demonstration),
)
"""Of `/orders.csv`."""
