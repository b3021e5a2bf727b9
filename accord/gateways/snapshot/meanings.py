"""What every table and every field of the public snapshot means, a sentence each, for those who download it.

Each sentence is also the msgid of its translation. A test holds them to `tables`: no field goes without its sentence.
"""

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.views import VIEWS

TABLES = {
    "fact": "What holds for the whole file.",
    "factory": (
        "One factory of the register. A factory without an edition stands in the register alone: nothing of its"
        " plan is published yet."
    ),
    "hazard": "One hazard, with its texts as they were published last and its present status.",
    "hazard_factory": "Which factories a hazard counts for: those of a shared building share it.",
    "state": (
        "The days of each hazard cut into stretches on which nothing about it changed, once for each factory that"
        " it counts for. Every rate of every day is a count of these rows: those whose from_on is not after the"
        " day, and whose until_on is after it or empty."
    ),
    "status_event": "One change of the status of a hazard.",
    "deadline": "One last day that was agreed for a hazard.",
    "log_entry": "One comment that an inspection left on a hazard.",
    "photo": "One photo of a hazard that was looked at for faces and names.",
    "building": "One building that a factory occupies.",
    "inspection": "One inspection of a factory.",
    "approval": "One approved version of the plan of one discipline.",
    "recognition": "One letter of recognition: every initial hazard was verified as corrected.",
    "coverage_change": "From when on the programme covered a factory, or did no longer.",
    "stage": "One decision of the escalation protocol. Stage 3 makes the factory ineligible.",
    "termination": "That one of its signatories has to end business with an ineligible factory; none is named.",
    "export_papers": "What became of the export papers (Utilization Declarations) of an ineligible factory.",
    "unpublished": (
        "How many hazards of a factory that no edition shows yet stand in the way of its status, by days; in no rate."
    ),
    "file": "One published file of a factory.",
    "safety_order": "One order: what must happen at once where people are in danger.",
    "order_factory": "Which factories were in the building of an order.",
    "order_step": "One step of an order, from its determination on.",
    "protocol_version": (
        "One version of the escalation protocol: the limits by which the programme warns factories. The latest of"
        " those whose holds_from has come is in force."
    ),
    "standing": (
        "A view: what held of a factory besides its hazards, by days. With the hazards it decides the status."
    ),
    "counted": (
        "A view: on which days each hazard counts in which figure of the site, and how it stood. A hazard of several"
        " factories counts once in a figure."
    ),
}
"""What one row of each table is, in the order in which a reader asks after them."""

IN_EVERY_TABLE = {
    "sequence": "The order of those that belong together, from 0.",
    "factory": "Number of the factory.",
    "hazard": "Key of the hazard.",
    "safety_order": "Key of the order.",
    "discipline": "Branch of engineering: structural, fire, electrical or boiler.",
    "recorded_on": "Day on which the programme recorded it.",
    "source": "Recorded by the programme (desk), or read from a document made elsewhere (imported).",
    "reason_bn": "The reason in Bangla, where it is translated.",
    "sha256": "SHA-256 of the bytes of the file.",
    "size_bytes": "Size of the file in bytes.",
    "origin": "Found at an initial inspection (initial) or later (new); the headline rates count initial ones alone.",
    "category": "The kind of hazard in the words of the programme; empty where the documents name none.",
    "building_bn": "Its name in Bangla.",
    "name_bn": "Its name in Bangla.",
}
"""Fields that mean the same wherever they stand."""

FIELDS = {
    "fact": {
        "name": (
            "What is told: layout (number of this arrangement of tables), written_at, written_on, is_demonstration"
            " (yes: everything in the file is invented)."
        ),
        "value": "The answer, as text.",
    },
    "factory": {
        "number": "Number of the factory, the same for ever.",
        "name": "Its name.",
        "address": "Where it stands.",
        "address_bn": "The address in Bangla.",
        "district": "District, in its official English spelling.",
        "company_group": "The group of companies that it belongs to.",
        "coverage": (
            "Whether the programme covers it on the day the file was written: active and independent are covered."
        ),
        "os_id": "Its number at Open Supply Hub, by which it can be joined with other lists.",
        "workers": "How many people work there.",
        "workers_women": "How many of them are women.",
        "signatory_count": "How many signatories source from it.",
        "signatories_named": "Those signatories that agreed to be named, as a JSON list.",
        "summary": "What an engineer says of it in short.",
        "summary_bn": "The summary in Bangla.",
        "upazila": "Sub-district.",
        "latitude_degrees": "Latitude in degrees (WGS 84).",
        "longitude_degrees": "Longitude in degrees (WGS 84).",
        "production": "What it makes, and by which processes.",
        "edition": "Number of the edition of its plan that is shown.",
        "published_on": "Day on which that edition was published.",
        "edition_as_of": "Day of which the texts of that edition speak.",
        "stamp": "Random, and another one whenever anything of the factory is written: what changed has a new one.",
    },
    "hazard": {
        "key": "Random, and the same for ever; it tells nothing about the hazard.",
        "item": "Its number in the plan of its discipline.",
        "visit": "The kind of inspection that found it.",
        "visit_ordinal": "Which follow-up inspection that was.",
        "found_on": "Day on which it was found.",
        "category_as_written": "The kind of hazard as the inspector wrote it.",
        "severity": "How dangerous it is while it stands.",
        "location": "Where in the building it is.",
        "observation": "What the engineer saw.",
        "observation_bn": "The observation in Bangla.",
        "recommended_action": "What the engineer requires.",
        "recommended_action_bn": "The required action in Bangla.",
        "recommended_timeline": "The time that the report gives, as it is written there.",
        "final_action_plan": "What was agreed with the factory.",
        "final_action_plan_bn": "The final action plan in Bangla.",
        "due_on": "The agreed last day; empty: none was agreed.",
        "status": "Its status when the file was written: in_progress, pending_verification, corrected or withdrawn.",
        "status_since": "Day from which that status holds.",
        "withdrawn_reason": "Why it was withdrawn.",
        "reopened_count": "How often it was found breached again after it had been corrected.",
        "place_of_edition": (
            "Tells which edition was published last where several factories share the hazard: higher is later."
        ),
    },
    "state": {
        "from_on": "First day of the stretch.",
        "until_on": "The day on which something changed, no part of the stretch; empty: it still holds.",
        "before": "Status of the stretch before.",
        "is_first": "1: the hazard was found on its first day.",
        "status": "Status on these days; empty: not known, since an imported record begins later.",
        "due_on": "The last day that was agreed at that time; overdue is in_progress after it.",
        "reopened_count": "How often it had been reopened by then.",
        "is_shared": "1: another factory has the same hazard; a total counts it once.",
    },
    "status_event": {
        "status": "The status that began.",
        "effective_on": "Day from which it holds.",
        "reason": "Why, where a reason was given.",
    },
    "deadline": {
        "due_on": "The agreed day; empty: the plan then had none.",
        "holds_from": "First day on which this agreement held.",
    },
    "log_entry": {
        "dated_on": "Its day; empty where the document printed none.",
        "text": "What it says.",
    },
    "photo": {
        "shows": "The hazard, or its correction.",
        "sha256": "SHA-256 of the bytes of the photo, which is at /photos/SHA256.jpg.",
        "width_px": "Width in pixels.",
        "height_px": "Height in pixels.",
        "taken_on": "Day on which it was taken.",
        "caption": "What can be seen.",
        "caption_bn": "The caption in Bangla.",
    },
    "building": {
        "name": "Name of the building.",
        "storeys": "How many storeys it has.",
        "construction": "How it is built.",
        "year_built": "Year in which it was built.",
        "is_shared": "1: others occupy it too.",
    },
    "inspection": {
        "kind": "The kind of inspection.",
        "ordinal": "Which follow-up inspection it was.",
        "inspected_on": "Its day.",
        "rating": "The structural rating of the building: green, yellow, amber or red.",
    },
    "approval": {
        "version": "Number of the version.",
        "state": "How far it has come: technically_approved or finance_plan_agreed.",
        "approved_on": "Day of the approval.",
        "finance_agreed": "1: a finance plan is agreed; 0: none is; empty: not known.",
    },
    "recognition": {
        "recognised_on": "Day of the letter.",
        "withdrawn_on": "Day from which it no longer stands.",
        "number": "The number that the letter bears.",
        "why_withdrawn": "Why it was withdrawn.",
        "why_withdrawn_bn": "Why it was withdrawn, in Bangla.",
    },
    "coverage_change": {
        "coverage": "The coverage that began.",
        "from_on": "First day; empty: since before anything was recorded.",
        "reason": "Why it changed.",
    },
    "stage": {
        "stage": "0, 1, 2 or 3.",
        "decided_on": "Day of the decision.",
        "effective_on": "Day from which it holds.",
        "reason": "Why it was decided; public of stage 3 and of the decision that ends it.",
        "conditions": "What must be so before the factory is requalified.",
        "conditions_bn": "The conditions in Bangla.",
        "retracted_on": "Day on which the decision was taken back: then it never held, and stays to be read.",
        "why_retracted": "Why it was taken back.",
        "why_retracted_bn": "Why it was taken back, in Bangla.",
    },
    "termination": {
        "decided_on": "Day of the decision that it follows.",
        "confirmed_on": "Day on which the signatory confirmed that business has ended; empty: it has not.",
    },
    "export_papers": {
        "decided_on": "Day of the decision that it follows.",
        "step": "asked (the programme asked that they be withheld), withheld or restored.",
        "happened_on": "Day on which it happened.",
    },
    "unpublished": {
        "from_on": "Day from which it is so, until the next of these days.",
        "initial_open": "Initial hazards that are neither corrected nor withdrawn: the initial CAP is not completed.",
        "overdue": "Hazards in progress past their final timeline: the factory is behind schedule.",
    },
    "file": {
        "edition": "Number of the edition that it belongs to.",
        "published_on": "Day of its publication.",
        "format": "Its form: pdf, xlsx, csv or json.",
        "language": "Its language; empty: the same in every language.",
    },
    "safety_order": {
        "key": "Random, and the same for ever; it tells nothing about the order.",
        "kind": "evacuation, load_reduction or boiler_shutdown.",
        "building": "The building that it is about.",
        "places": "The floors and zones that it names, as a JSON list; none: the whole building.",
        "places_bn": "The same in Bangla, one for one, as a JSON list; null where nobody has translated it.",
        "because": "Why it was given.",
        "because_bn": "The cause in Bangla.",
        "limit_kpa": "The highest load that remains allowed, in kilopascal.",
    },
    "protocol_version": {
        "version": "Number of the version; 0 is the one delivered with the program, which holds before any other.",
        "name": "The name that the version gives itself.",
        "holds_from": "First day on which it holds.",
        "recorded_on": "Day on which the programme took it; empty for the delivered one.",
        "sha256": "SHA-256 of the text in UTF-8.",
        "text": "The whole protocol as it was taken, in TOML.",
    },
    "order_step": {
        "step": "What happened; lifted, annulled and vacated end the order.",
        "happened_on": "Day on which it happened.",
        "note": "What is said about it.",
        "note_bn": "The note in Bangla.",
    },
    "standing": {
        "is_covered": "1: the programme covered it.",
        "status": "The status, where its hazards have no say in it; empty: they decide.",
        "may_be_completed": (
            "1: a letter of recognition stood, and no hazard that no edition shows yet was open: with every initial"
            " hazard corrected its initial plan is completed."
        ),
        "is_late": "1: a hazard that no edition shows yet was overdue.",
        "from_on": "First of the days; 0001-01-01: since before anything was recorded.",
        "to_on": "Last of the days; 9999-12-31: it still holds.",
    },
    "counted": {
        "figure": "The figure, by its address under /api/v1/, to which the day is added.",
        "status": "Status on these days; unknown: an imported record begins later.",
        "due_on": "The last day that was agreed at that time; overdue is in_progress after it.",
        "reopened_count": "How often it had been reopened by then.",
        "from_on": "First of the days.",
        "to_on": "Last of the days; 9999-12-31: it still holds.",
    },
}
"""Fields of one table, or that mean something else there than elsewhere."""


def meaning(table: str, field: str) -> str:
    """Return the sentence for a field; raises KeyError for one that has none."""
    return FIELDS.get(table, {}).get(field) or IN_EVERY_TABLE[field]


def dictionary() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return every table with its sentence and with the name and sentence of each of its fields."""
    return [
        (name, says, [(field, meaning(name, field)) for field in _fields_of(name)]) for name, says in TABLES.items()
    ]


def _fields_of(name: str) -> tuple[str, ...]:
    return VIEWS[name] if name in VIEWS else tuple(column.name for column in tables.metadata.tables[name].columns)
