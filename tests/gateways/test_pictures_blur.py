"""What is hidden in a photo cannot be brought back, and nothing else changes."""

import random
from io import BytesIO
from itertools import pairwise, product

import pytest
from picture_builders import a_scene, encoded, segments
from PIL import Image, ImageChops, ImageStat

from accord.gateways.pictures import Box, blurred
from accord.gateways.pictures.blur import place_of
from accord.gateways.pictures.encode import as_jpeg

BADGE = (192, 144, 304, 256)
"""Its edges are those of blocks of a JPEG, where it shines farthest."""
BOX = Box(192 / 800, 144 / 600, 304 / 800, 256 / 600)
REACH = 36
"""How far around the box a pixel may change: the blocks that it grows to, and those in which its new edge lies."""


def a_photo_with(badge: Image.Image) -> bytes:
    scene = Image.new("RGB", (800, 600), (136, 136, 136))
    scene.paste(a_scene(), (400, 300))
    scene.paste(badge, BADGE)
    return as_jpeg(scene)


def a_badge(sign: int) -> Image.Image:
    """A fine pattern in strong colours, the opposite for the other sign, that is the same grey in the mean."""
    badge = Image.new("RGB", (112, 112))
    for x, y in product(range(112), range(112)):
        strength = 40 * sign * (-1) ** (x // 4 + y // 4)
        badge.putpixel((x, y), (136 + strength, 136 - strength, 136 + strength))
    return badge


def a_noisy_badge(seed: int) -> Image.Image:
    """Fine noise in all colours, different for each seed, that is nearly the same grey in the mean."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    return Image.frombytes("RGB", (112, 112), bytes(136 + chance.choice((40, -40)) for _ in range(3 * 112 * 112)))


def pixels(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def detail(image: Image.Image) -> float:
    """How much neighbours differ, in the mean."""
    moved = ImageChops.difference(image, ImageChops.offset(image, 1, 0)).crop((1, 0, image.width, image.height))
    return max(ImageStat.Stat(moved).mean)


@pytest.mark.parametrize(("first", "second"), [(a_badge(1), a_badge(-1)), (a_noisy_badge(1), a_noisy_badge(2))])
def test_two_different_badges_are_the_same_once_they_are_hidden(first, second):
    assert max(ImageStat.Stat(ImageChops.difference(first, second)).mean) > 30

    one, other = blurred(a_photo_with(first), [BOX]), blurred(a_photo_with(second), [BOX])

    assert one == other
    assert detail(pixels(one.jpeg).crop(BADGE)) < 1 < 15 < detail(first)


@pytest.mark.parametrize(("first", "second"), [(a_badge(1), a_badge(-1)), (a_noisy_badge(1), a_noisy_badge(2))])
def test_whatever_shines_out_of_a_box_in_a_jpeg_is_hidden_with_it(first, second):
    left, top, right, bottom = place_of(BOX, (800, 600))

    shines = ImageChops.difference(pixels(a_photo_with(first)), pixels(a_photo_with(second))).getbbox()

    assert shines != BADGE
    assert left <= shines[0] < shines[2] <= right
    assert top <= shines[1] < shines[3] <= bottom


def test_the_thumbnail_shows_no_more_than_the_photo():
    sharp, hidden = a_photo_with(a_badge(1)), blurred(a_photo_with(a_badge(1)), [BOX])

    inside = tuple(round(edge * 480 / 800) for edge in (BADGE[0] + 3, BADGE[1] + 3, BADGE[2] - 3, BADGE[3] - 3))

    assert pixels(hidden.thumbnail).size == (480, 360)
    assert detail(pixels(hidden.thumbnail).crop(inside)) < 1
    assert detail(pixels(sharp).resize((480, 360)).crop(inside)) > 5


@pytest.mark.parametrize("size", [(64, 64), (400, 304), (800, 600)])
def test_of_a_box_of_any_size_hardly_anything_is_left(size):
    noise = Image.merge("RGB", [Image.effect_noise(size, 120) for _ in range(3)])
    scene = Image.new("RGB", (800, 600), "white")
    scene.paste(noise, (0, 0))

    hidden = pixels(blurred(encoded(scene, quality=95), [Box(0, 0, size[0] / 800, size[1] / 600)]).jpeg)

    # Four cells in a row can turn from brighter to darker and back three times; a face or a word does so more often.
    row = hidden.convert("L").crop((0, size[1] // 2, size[0], size[1] // 2 + 1)).resize((64, 1), Image.Resampling.BOX)
    steps = [after - before for before, after in pairwise(row.tobytes()) if abs(after - before) > 2]
    assert sum(before * after < 0 for before, after in pairwise(steps)) <= 3


def test_all_outside_the_boxes_stays_as_it_was():
    photo = a_photo_with(a_badge(1))

    untouched, hidden = pixels(blurred(photo, []).jpeg), pixels(blurred(photo, [BOX]).jpeg)

    changed = ImageChops.difference(untouched, hidden).getbbox()
    assert changed is not None
    assert changed[0] >= BADGE[0] - REACH
    assert changed[1] >= BADGE[1] - REACH
    assert changed[2] <= BADGE[2] + REACH
    assert changed[3] <= BADGE[3] + REACH
    assert max(ImageStat.Stat(ImageChops.difference(pixels(photo), untouched)).mean) < 2


@pytest.mark.parametrize(
    "box",
    [
        Box(0, 0, 1, 1),
        Box(0, 0, 0.01, 0.01),
        Box(0.99, 0.99, 1, 1),
        Box(0.5, 0.5, 0.5001, 0.5001),
        Box(0, 0.4, 1, 0.401),
    ],
)
def test_a_box_may_be_the_whole_photo_or_a_part_of_a_pixel_at_its_edge(box):
    hidden = blurred(a_photo_with(a_badge(1)), [box])

    assert pixels(hidden.jpeg).size == (800, 600)


def test_a_pixel_that_is_half_inside_is_hidden():
    photo = Image.new("RGB", (100, 100), "white")
    photo.paste("black", (50, 0, 51, 100))

    hidden = pixels(blurred(encoded(photo, quality=95, subsampling=0), [Box(0.1, 0, 0.501, 1)]).jpeg)

    assert hidden.getpixel((50, 50))[0] > 150


def test_boxes_may_overlap():
    hidden = blurred(a_photo_with(a_badge(1)), [BOX, Box(0.3, 0.3, 0.5, 0.5)])

    assert detail(pixels(hidden.jpeg).crop((202, 152, 298, 248))) < 1.5


def test_a_blurred_photo_says_nothing_of_itself_and_is_the_same_every_time():
    photo = encoded(a_scene(800, 600), comment="Rahima Begum")

    hidden = blurred(photo, [BOX])

    assert hidden == blurred(photo, [BOX])
    for jpeg in (hidden.jpeg, hidden.thumbnail):
        assert b"Rahima" not in jpeg
        assert not {0xFE, 0xE1, 0xE2} & set(segments(jpeg))


@pytest.mark.parametrize(
    "edges",
    [(0.5, 0, 0.5, 1), (0.6, 0, 0.5, 1), (-0.1, 0, 1, 1), (0, 0, 1.1, 1), (0, 0.5, 1, 0.4), (float("nan"), 0, 1, 1)],
)
def test_a_box_outside_the_photo_or_without_room_is_no_box(edges):
    with pytest.raises(ValueError, match="no part of a photo"):
        Box(*edges)
