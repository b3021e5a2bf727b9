"""A category is read from the words of a document only where they are plain."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.casework.simulation.words import templates
from accord.gateways.cap_sheets.model import CapRow
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.rules.sheets.category_words import category_from_words
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline

STRUCTURAL, FIRE, ELECTRICAL, BOILER = Discipline
DEMO = Path(__file__).resolve().parents[3] / "accord" / "casework" / "demo"


@pytest.mark.parametrize(
    ("discipline", "observation", "category"),
    [
        (STRUCTURAL, "Highly stressed columns at ground floor level. The working stress is high.", "column_overstress"),
        (STRUCTURAL, "Column C4: the factor of safety is 1.3, less than required.", "column_overstress"),
        (STRUCTURAL, "Structural Drawings were not made available for Shed 1.", "drawings"),
        (STRUCTURAL, "Base plate sizes doesn’t match with structural drawings", "drawings"),
        (STRUCTURAL, "Loading plans were not made available for any floor.", "load_plan"),
        (STRUCTURAL, "Uncontrolled heavy storage loading (fabric rolls stacked above 2 m).", "overloaded_storage"),
        (STRUCTURAL, "Cantilever slab, approx. 1.6 m, used for cartons.", "cantilever_or_roof_load"),
        (STRUCTURAL, "No apparent lateral stability system; bracing members are missing.", "lateral_stability"),
        (STRUCTURAL, "Brick aggregate concrete of apparently low strength in columns.", "low_concrete_strength"),
        (STRUCTURAL, "Flexural cracks in the beams of the 3rd floor", "cracks"),
        (STRUCTURAL, "An additional storey is under construction without an approved design.", "unapproved_extension"),
        (FIRE, "COLLAPSIBLE GATES WERE FOUND IN THE EXIT PATH", "lockable_or_collapsible_gates"),
        (FIRE, "Lockable shutter found at the final exit", "lockable_or_collapsible_gates"),
        (FIRE, "The exit door of the 3rd floor was found locked during work.", "lockable_or_collapsible_gates"),
        (FIRE, "Fire-rated doors are missing at stair enclosures.", "fire_doors"),
        (FIRE, "Proper certification was not available for fire rated doors", "fire_doors"),
        (FIRE, "Stair openings are non-compliant: the floor opens into stair 1.", "stair_enclosure"),
        (FIRE, "Exit capacity is not adequate for the occupant load", "exit_width_or_number"),
        (FIRE, "Rooms used for storage are not separated by 1-hr construction", "storage_separation"),
        (FIRE, "Diesel of 400 litres was located along the egress path", "fuel_near_egress"),
        (FIRE, "Manual call points are not provided near the exits", "alarm_and_detection"),
        (FIRE, "Sprinkler heads are obstructed within 18 inch.", "sprinkler"),
        (FIRE, "Hydrant outlets are blocked by trolleys", "standpipe_or_hydrant"),
        (FIRE, "Exit signs are missing or not illuminated", "exit_lighting_and_signs"),
        (ELECTRICAL, "Wiring is not firmly fixed on the 3rd floor.", "cable_support"),
        (ELECTRICAL, "Cable trays are overloaded and cables are not dressed", "cable_support"),
        (ELECTRICAL, "The circuits of the ironing section are overloaded", "overloaded_circuits"),
        (ELECTRICAL, "Phase barrier/ separators between phases are not installed", "phase_barriers"),
        (ELECTRICAL, "Accumulation of dust and lint inside distribution boards", "dust_and_lint"),
        (ELECTRICAL, "Thermo-graphic scanning has not been performed", "hotspots"),
        (ELECTRICAL, "Insulation Resistance test is not performed", "insulation_resistance"),
        (ELECTRICAL, "Earth resistance of earth pit no. 3 is 4.8 ohm", "earthing"),
        (ELECTRICAL, "Lightning Protections system(LPS) is inadequate", "lightning_protection"),
        (ELECTRICAL, "Electrical single line diagram (SLD) is unavailable.", "single_line_diagram"),
        (ELECTRICAL, "Open knockouts and missing blank plates in SDB-7", "unsealed_boards"),
        (BOILER, "Calcium build-up of about 4 mm found on the fire tubes", "scale"),
        (BOILER, "One of two safety valves is missing; the other is tied.", "safety_valve"),
        (BOILER, "Pressure gauge of boiler no. 1 is not calibrated", "pressure_monitoring"),
        (BOILER, "Faulty electrical wiring at the burner", "boiler_wiring"),
        (BOILER, "Certificate of the Chief Inspector for boiler no. 1 is not available.", "no_certificate"),
        (BOILER, "In the hydrostatic test two tubes were leaking.", "hydrostatic_test_failed"),
        (FIRE, "৩য় তলায় কলাপসিবল গেট আছে।", "lockable_or_collapsible_gates"),
        (FIRE, "সিঁড়ি ২-এর দরজায় তালা দেওয়া।", "lockable_or_collapsible_gates"),
        (STRUCTURAL, "২য় তলার বিমে ফাটল।", "cracks"),
    ],
)
def test_what_is_plainly_said_is_read(discipline, observation, category):
    assert category_from_words(discipline, None, observation=observation) is Category(category)


@pytest.mark.parametrize(
    ("discipline", "observation"),
    [
        # Two things at once, or several findings in one cell.
        (STRUCTURAL, "Columns C4 show cracks. Calculated factor of safety 1.05."),
        (ELECTRICAL, "1. As built SLD is not prepared 2. Thermographic scanning has not been performed 3. […]"),
        (FIRE, "1. Exit signs are missing. 2. Handrails are missing."),
        (FIRE, "The store is not separated; its sprinklers are obstructed."),
        # Mended, or only beside what is wrong.
        (FIRE, "Collapsible gates have been removed; handrails are missing."),
        (FIRE, "Handrails are missing on stair 2; the exit signs were seen."),
        (STRUCTURAL, "The joint is filled with rubble; the wall beside it is cracked."),
        # What reads alike and is another thing.
        (FIRE, "Roof door is locked; roof is used as dining area with a single exit."),
        (FIRE, "The gate valve of the pump is closed."),
        (FIRE, "Storage of 3.66 m in a non-sprinklered area."),
        (FIRE, "Foam rolls fill 85 sq m, without wall or sprinkler."),
        (FIRE, "The elevator does not have the proper fire rating for the elevator door."),
        (FIRE, "Fire extinguishers are expired."),
        (FIRE, "A shop and a bank are not separated from the factory."),
        (FIRE, "Unprotected windows within 3 m of the exterior exit stair."),
        (STRUCTURAL, "Foundation depth on the structural drawings does not meet the soils report."),
        (STRUCTURAL, "Grade beams shown on the drawings were not found in the trial pit."),
        (STRUCTURAL, "Prepared load plans and design reports required to be verified"),
        (STRUCTURAL, "Column FoS calculations were performed for two concrete strength cases."),
        (ELECTRICAL, "No earth leakage protection for the washing section."),
        (ELECTRICAL, "Neutral and earth conductors are mixed on one bar."),
        (ELECTRICAL, "Overload relay of the motor is set too high."),
        (BOILER, "Boiler attendants do not hold a competency certificate."),
        (BOILER, "Hydrostatic test could not be performed because the stop valve leaks."),
        (BOILER, "Full scale of the dial is not readable."),
        (BOILER, ""),
    ],
)
def test_what_leaves_any_doubt_is_not_read(discipline, observation):
    assert category_from_words(discipline, None, observation=observation) is None


@pytest.mark.parametrize(
    ("discipline", "written", "observation", "category"),
    [
        (FIRE, "Gates", "The gate at stair 2.", "lockable_or_collapsible_gates"),
        (FIRE, " HYDRANT ", "Jockey pump missing.", "standpipe_or_hydrant"),
        (ELECTRICAL, "IR test", "Not performed.", "insulation_resistance"),
        (STRUCTURAL, "Highly stressed columns", "See report.", "column_overstress"),
        (ELECTRICAL, "Dust / lint", "Board SDB-7.", None),
        (FIRE, "Drawings", "As-built fire protection drawings are not available.", None),
        (FIRE, "Stair 2", "Exit signs are missing.", "exit_lighting_and_signs"),
    ],
)
def test_the_documents_own_word_counts_first_within_its_discipline(discipline, written, observation, category):
    assert category_from_words(discipline, written, observation=observation) == category


@pytest.mark.parametrize("category", Category)
def test_the_programmes_own_word_is_known_in_its_discipline_alone(category):
    for discipline in Discipline:
        read = category_from_words(discipline, category.value, observation="Seen.")
        assert read is (category if discipline is DISCIPLINE_OF_CATEGORY[category] else None)


@given(st.sampled_from(Discipline), st.text(max_size=400))
def test_whatever_is_written_the_category_is_of_the_discipline_or_none(discipline, text):
    read = category_from_words(discipline, text, observation=text)

    assert read is None or DISCIPLINE_OF_CATEGORY[read] is discipline


def labelled():
    """Every observation in the project whose category a person stated, in both languages."""
    for template in templates().values():
        for said in template.observations:
            for text in said:
                yield template.category, text.format(on="on the 3rd floor", grid="C4", n=5)
    for file in sorted(DEMO.glob("9*.toml")):
        waiting = [tomllib.loads(file.read_text("utf-8"))]
        while waiting:
            table = waiting.pop()
            if isinstance(table, dict) and {"category", "observation"} <= table.keys():
                yield Category(table["category"]), table["observation"]
                if "observation_bn" in table:
                    yield Category(table["category"]), table["observation_bn"]
            waiting += table.values() if isinstance(table, dict) else table if isinstance(table, list) else []


def test_no_more_than_two_in_a_hundred_of_the_observations_of_known_category_are_read_wrong():
    read = [
        (category, category_from_words(DISCIPLINE_OF_CATEGORY[category], None, observation=text))
        for category, text in labelled()
    ]
    given_one = [(meant, said) for meant, said in read if said]

    wrong = [pair for pair in given_one if pair[0] is not pair[1]]

    assert len(given_one) > 250
    assert len(wrong) <= len(given_one) * 0.02, wrong


def shared_rows(folder: Path) -> list[CapRow]:
    files = sorted((folder / "cap" / "full").glob("*.xlsx"))
    return [row for file in files for sheet in read_cap_workbook(file).sheets for row in sheet.rows]


def test_of_the_shared_workbooks_more_than_a_third_of_the_hazards_get_a_category(shared_data):
    rows = shared_rows(shared_data)

    read = [row for row in rows if row.category]

    assert len(rows) > 300
    assert len(rows) / 3 < len(read) < len(rows) * 0.6
    assert all(DISCIPLINE_OF_CATEGORY[row.category] is row.discipline for row in read)
