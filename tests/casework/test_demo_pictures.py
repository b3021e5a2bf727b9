"""The drawings that stand for photos: all there, in pairs, small, bare of data, and in the colours of the house."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from accord.casework.demo.pictures import AFTER, HEIGHT_PX, VARIANTS, WIDTH_PX, album, drawn, palette

MOST_BYTES = 120_000
NAMES = [name for pair in AFTER.items() for name in pair]
TOKENS = Path(album.__file__).parents[3] / "static/css/00-tokens.css"


def picture(name: str, variant: int = 0) -> Image.Image:
    return Image.open(BytesIO(drawn(name, variant)))


def test_there_are_fourteen_pairs_of_what_was_found_and_what_became_of_it():
    assert len(AFTER) == 14
    assert len(set(NAMES)) == 28


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_a_small_jpeg_of_1200_by_800_that_says_nothing_but_itself(name):
    for variant in range(VARIANTS):
        shown = picture(name, variant)

        assert (
            (shown.format, shown.mode, shown.size)
            == ("JPEG", "RGB", (WIDTH_PX, HEIGHT_PX))
            == ("JPEG", "RGB", (1200, 800))
        )
        assert len(drawn(name, variant)) < MOST_BYTES
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_drawn_again_is_the_same_to_the_last_byte(name):
    assert drawn.__wrapped__(name, 3) == drawn(name, 3)


def test_no_two_pictures_and_no_two_variants_are_alike():
    assert len({drawn(name, variant) for name in NAMES for variant in range(VARIANTS)}) == len(NAMES) * VARIANTS


@pytest.mark.parametrize(("before", "after"), AFTER.items())
def test_the_corrected_place_is_the_same_place_and_looks_different(before, after):
    first, second = picture(before, 1), picture(after, 1)

    difference = ImageChops.difference(first, second).convert("L")

    changed = sum(difference.point(lambda level: 255 * (level > 24)).histogram()[255:]) / (WIDTH_PX * HEIGHT_PX)
    assert 0.01 < changed < 0.60
    assert ImageStat.Stat(difference).mean[0] > 1


def test_the_colours_are_those_of_the_pages_without_the_red_of_open_orders():
    told = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))

    for name in (
        "INK",
        "INK_2",
        "INK_3",
        "LINE",
        "PAPER",
        "GROUND",
        "ACTION",
        "LATE",
        "LATE_GROUND",
        "SOUND",
        "SOUND_GROUND",
        "CLAIMED",
    ):
        colour = getattr(palette, name)
        assert "#{:02x}{:02x}{:02x}".format(*colour) == told[name.lower().replace("_", "-")], name
    assert not [name for name in vars(palette) if "DANGER" in name]
