"""Every field of the snapshot has its sentence, in both languages, and no sentence is without its field."""

from accord.gateways.language import Language, merged_catalog
from accord.gateways.snapshot import tables
from accord.gateways.snapshot.meanings import FIELDS, IN_EVERY_TABLE, TABLES, dictionary
from accord.gateways.snapshot.views import VIEWS

COLUMNS = {name: {column.name for column in table.columns} for name, table in tables.metadata.tables.items()}
COLUMNS |= {name: set(columns) for name, columns in VIEWS.items()}


def test_every_table_and_every_field_has_its_sentence():
    told = {name: {field for field, _ in fields} for name, _, fields in dictionary()}

    assert told == COLUMNS
    for _, says, fields in dictionary():
        for sentence in (says, *(what for _, what in fields)):
            assert sentence.endswith(".")


def test_no_sentence_is_left_of_a_field_that_is_gone():
    assert set(TABLES) == set(COLUMNS)
    for table, fields in FIELDS.items():
        assert set(fields) <= COLUMNS[table]
    used = {field for table, fields in COLUMNS.items() for field in fields - set(FIELDS.get(table, {}))}
    assert set(IN_EVERY_TABLE) == used


def test_every_sentence_has_its_bangla():
    catalog = merged_catalog(Language.BN)

    sentences = {sentence for _, says, fields in dictionary() for sentence in (says, *(what for _, what in fields))}

    assert [sentence for sentence in sentences if not (known := catalog.get(sentence)) or not known.string] == []
