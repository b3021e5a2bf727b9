"""A photo is made anew from its pixels: right way up, in sRGB, of a bounded size, and silent about itself."""

import random
import zlib
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pillow_heif
import pytest
from picture_builders import (
    BLUE,
    FORMATS,
    GREEN,
    RED,
    YELLOW,
    a_bomb,
    a_photo,
    a_scene,
    an_exif,
    claiming,
    encoded,
    segments,
    with_png_chunk,
)
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageEnhance, ImageFile, ImageStat

from accord.casework.demo.pictures import AFTER, drawn
from accord.gateways.pictures import Picture, Reason, UploadRefused, distance, is_likely_the_same
from accord.gateways.pictures.encode import THUMBNAIL_LONGEST_PX
from accord.gateways.pictures.picture import LONGEST_PX
from accord.gateways.pictures.reencode import reencoded

DHAKA = ZoneInfo("Asia/Dhaka")
SECRET = "Rahima Begum of line 7"
BARE = [0xE0, 0xDB, 0xDB, 0xC0, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA, 0xD9]
"""JFIF, two tables of steps, the frame, four tables of codes, the scan, the end: no comment, no APP1, no profile."""


def taken(raw: bytes) -> Picture:
    return reencoded(raw, zone=DHAKA)


def pixels(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def corners(image: Image.Image) -> list[tuple[int, int, int]]:
    """Clockwise from the top left."""
    right, bottom = image.width - 9, image.height - 9
    return [image.getpixel(place) for place in ((8, 8), (right, 8), (right, bottom), (8, bottom))]


def are_close(one, other, most: int = 12) -> bool:
    levels = ((a, b) for first, second in zip(one, other, strict=True) for a, b in zip(first, second, strict=True))
    return all(abs(a - b) <= most for a, b in levels)


def refusal(raw: bytes) -> Reason:
    with pytest.raises(UploadRefused) as refused:
        taken(raw)
    return refused.value.reason


@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind_of_photo_becomes_a_jpeg_and_a_thumbnail_that_look_like_it(kind):
    picture = taken(encoded(a_scene(1200, 900), kind))

    assert (picture.width_px, picture.height_px) == pixels(picture.jpeg).size == (1200, 900)
    assert pixels(picture.thumbnail).size == (THUMBNAIL_LONGEST_PX, 360)
    for jpeg in (picture.jpeg, picture.thumbnail):
        assert Image.open(BytesIO(jpeg)).format == "JPEG"
        assert are_close(corners(pixels(jpeg)), [RED, GREEN, YELLOW, BLUE])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_bytes_give_the_same_picture_to_the_last_byte(kind):
    raw = a_photo(kind)

    assert taken(raw) == taken(raw)


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_that_a_photo_says_of_itself_is_left(kind):
    options = {"exif": an_exif(datetime(2024, 7, 1, 12), secret=SECRET), "xmp": f"<x>{SECRET}</x>".encode()}  # noqa: DTZ001
    if kind == "PNG":
        raw = with_png_chunk(a_photo(kind, exif=options["exif"]), b"tEXt", b"Author\0" + SECRET.encode())
    elif kind == "JPEG":
        raw = a_photo(kind, comment=SECRET, **options)
    else:
        raw = a_photo(kind, **options)
    assert SECRET.encode() in raw
    assert Image.open(BytesIO(raw)).getexif().get_ifd(0x8825)

    picture = taken(raw)

    for jpeg in (picture.jpeg, picture.thumbnail):
        assert SECRET.encode() not in jpeg
        assert segments(jpeg) == BARE
        assert not Image.open(BytesIO(jpeg)).getexif()


def test_a_preview_hidden_in_a_photo_is_gone():
    preview = encoded(Image.new("RGB", (160, 120), RED))
    photo = encoded(Image.new("RGB", (400, 300), BLUE))
    raw = photo[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview + photo[2:]

    picture = taken(raw)

    assert picture.jpeg.count(b"\xff\xd8") == 1
    assert segments(picture.jpeg) == BARE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_with_a_turned_or_mirrored_camera_stands_upright(orientation):
    # What undoes each orientation, as the standard names them: the camera did the opposite.
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    scene = a_scene() if stored is None else a_scene().transpose(stored)

    picture = taken(encoded(scene, exif=an_exif(orientation=orientation)))

    assert (picture.width_px, picture.height_px) == (400, 300)
    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])
    assert are_close(corners(pixels(picture.thumbnail)), [RED, GREEN, YELLOW, BLUE])


def test_a_heic_is_turned_once_and_not_twice():
    raw = encoded(a_scene().transpose(Image.Transpose.ROTATE_90), "HEIF", exif=an_exif(orientation=6))

    picture = taken(raw)

    assert (picture.width_px, picture.height_px) == (400, 300)
    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation):
    picture = taken(a_photo(exif=an_exif(orientation=orientation)))

    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((4000, 3000), (2000, 1500)),
        ((3024, 4032), (1500, 2000)),
        ((2000, 2000), (2000, 2000)),
        ((2001, 60), (2000, 60)),
        ((60_000, 60), (2000, 2)),
        ((300, 200), (300, 200)),
    ],
)
def test_a_photo_is_kept_in_a_bounded_size_and_a_small_one_is_not_enlarged(size, kept):
    for kind in ("JPEG", "PNG"):
        picture = taken(encoded(Image.new("RGB", size, GREEN), kind))

        assert (picture.width_px, picture.height_px) == pixels(picture.jpeg).size == kept
        assert max(kept) <= LONGEST_PX


@pytest.mark.parametrize("kind", FORMATS)
def test_when_a_photo_was_taken_is_read_in_the_zone_of_the_programme(kind):
    raw = a_photo(kind, exif=an_exif("2024:07:01 12:00:00"))

    assert taken(raw).captured_at == datetime(2024, 7, 1, 6, tzinfo=UTC)


def test_an_offset_that_the_camera_gives_goes_before_the_zone():
    raw = a_photo(exif=an_exif("2024:07:01 12:00:00", offset="+02:00"))

    assert taken(raw).captured_at == datetime(2024, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        (None, None),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("yesterday", None),
        ("0001:01:01 00:00:00", "+14:00"),
        ("9999:12:31 23:59:59", "-14:00"),
        ("1970:01:01 00:00:00", None),
    ],
)
def test_a_time_that_a_camera_cannot_mean_is_none(written, offset):
    assert taken(a_photo(exif=an_exif(written, offset=offset))).captured_at is None


def test_an_offset_that_cannot_be_read_leaves_the_zone():
    raw = a_photo(exif=an_exif("2024:07:01 12:00:00", offset="Dhaka"))

    assert taken(raw).captured_at == datetime(2024, 7, 1, 6, tzinfo=UTC)


def test_the_day_a_photo_was_edited_is_not_the_day_it_was_taken():
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "2024:07:01 12:00:00"

    assert taken(a_photo(exif=exif)).captured_at is None


@pytest.mark.parametrize("damage", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"])
def test_damaged_words_do_not_lose_the_photo(damage):
    photo = a_photo()
    raw = photo[:2] + b"\xff\xe1" + (len(damage) + 2).to_bytes(2, "big") + damage + photo[2:]

    picture = taken(raw)

    assert picture.captured_at is None
    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])


def test_a_photo_in_other_colours_is_brought_to_srgb():
    # A profile in which red and green have changed places: what is written as red means green.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"

    for kind in ("JPEG", "PNG", "WEBP"):
        raw = encoded(Image.new("RGB", (80, 80), (255, 0, 0)), kind, icc_profile=bytes(profile))

        assert are_close([pixels(taken(raw).jpeg).getpixel((40, 40))], [(0, 255, 0)])


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_fit_does_not_lose_the_photo(profile):
    picture = taken(a_photo(icc_profile=profile))

    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])


def test_a_photo_for_print_in_four_inks_keeps_its_colours():
    picture = taken(encoded(a_scene().convert("CMYK")))

    assert are_close(corners(pixels(picture.jpeg)), [RED, GREEN, YELLOW, BLUE])


def test_sixteen_bits_of_grey_become_eight_and_not_white():
    ramp = Image.new("I;16", (256, 60))
    for level in range(256):
        for row in range(60):
            ramp.putpixel((level, row), level * 257)

    kept = pixels(taken(encoded(ramp, "PNG")).jpeg)

    for level in (0, 64, 128, 192, 255):
        assert are_close([kept.getpixel((level, 30))], [(level, level, level)])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white_paper(mode):
    image = Image.new("RGBA", (120, 60), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (60, 0, 120, 60))

    kept = pixels(taken(encoded(image.convert(mode), "PNG")).jpeg)

    assert are_close([kept.getpixel((20, 30)), kept.getpixel((100, 30))], [(255, 255, 255), (0, 0, 0)])


def test_one_colour_that_stands_for_nothing_becomes_white_paper():
    image = Image.new("RGB", (120, 60), RED)
    image.paste(BLUE, (60, 0, 120, 60))

    kept = pixels(taken(encoded(image, "PNG", transparency=RED)).jpeg)

    assert are_close([kept.getpixel((20, 30)), kept.getpixel((100, 30))], [(255, 255, 255), BLUE])


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "MPO"])
def test_of_several_pictures_the_first_is_taken(kind):
    others = [Image.new("RGB", (400, 300), GREEN), Image.new("RGB", (400, 300), BLUE)]
    raw = encoded(Image.new("RGB", (400, 300), RED), kind, save_all=True, append_images=others)
    assert Image.open(BytesIO(raw)).n_frames == 3

    assert are_close([pixels(taken(raw).jpeg).getpixel((200, 150))], [RED])


def test_of_several_pictures_in_a_heic_the_main_one_is_taken():
    file = BytesIO()
    burst = pillow_heif.HeifFile()
    for colour in (RED, GREEN, BLUE):
        burst.add_from_pillow(Image.new("RGB", (400, 300), colour))
    burst.save(file, primary_index=1)

    assert are_close([pixels(taken(file.getvalue()).jpeg).getpixel((200, 150))], [GREEN])


def test_a_preview_in_a_heic_is_never_decoded_instead_of_the_photo():
    file = BytesIO()
    photo = pillow_heif.from_pillow(Image.new("RGB", (1200, 900), BLUE))
    photo.info["thumbnails"] = [640]
    photo.save(file)

    with Image.open(BytesIO(file.getvalue())) as opened:
        assert opened.draft("RGB", (600, 450)) is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (a_bomb(), Reason.TOO_MANY_PIXELS),
        (claiming(a_photo(), 60_000, 60_000), Reason.TOO_MANY_PIXELS),
        (a_photo("PNG").replace(b"IDAT", b"IDOT"), Reason.UNREADABLE),
        (with_png_chunk(a_photo("PNG"), b"iCCP", b"x\0\0" + zlib.compress(bytes(50_000_000))), Reason.UNREADABLE),
        (with_png_chunk(a_photo("PNG"), b"zTXt", b"x\0\0" + zlib.compress(bytes(50_000_000))), Reason.UNREADABLE),
        (encoded(Image.new("RGB", (1, 1)), "HEIF"), Reason.TOO_FEW_PIXELS),
        (b"<svg/>", Reason.DRAWING),
        (b"", Reason.EMPTY),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else repr(value[:12]),
)
def test_what_could_do_harm_is_refused_before_it_unpacks(raw, reason):
    assert refusal(raw) is reason


def test_a_bomb_is_refused_even_where_the_process_tells_pillow_to_pass_over_damage(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does when it is imported
    bomb = with_png_chunk(a_photo("PNG"), b"iCCP", b"x\0\0" + zlib.compress(bytes(50_000_000)))

    assert refusal(bomb) is Reason.UNREADABLE
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_heic_that_claims_a_huge_size_is_refused():
    raw = a_photo("HEIF")
    at = raw.index(b"ispe") + 8
    while at > 8:
        raw = raw[:at] + (60_000).to_bytes(4, "big") * 2 + raw[at + 8 :]
        at = raw.find(b"ispe", at) + 8

    assert refusal(raw) in {Reason.TOO_MANY_PIXELS, Reason.UNREADABLE}


@pytest.mark.parametrize("kind", FORMATS)
def test_damage_anywhere_is_refused_or_shows_and_never_anything_else(kind):
    whole = encoded(a_scene(160, 120), kind)
    chance = random.Random(f"{kind} 7")  # noqa: S311  not a secret

    for _ in range(60):
        raw = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            picture = taken(bytes(raw))
        except UploadRefused:
            continue
        assert segments(picture.jpeg) == BARE


@pytest.mark.parametrize("name", list(AFTER))
def test_a_photo_sent_again_in_another_size_or_quality_is_pointed_out(name):
    first = taken(drawn(name, 0)).fingerprint
    image = pixels(drawn(name, 0))

    for again in (
        encoded(image, "JPEG", quality=40),
        encoded(image.resize((600, 400)), "JPEG", quality=70),
        encoded(image, "WEBP", quality=60),
        encoded(image, "JPEG", exif=an_exif("2024:07:01 12:00:00", secret=SECRET)),
    ):
        assert is_likely_the_same(first, taken(again).fingerprint)


def test_photos_of_different_places_are_not_pointed_out():
    prints = [taken(drawn(name, 0)).fingerprint for name in AFTER]

    alike = [(a, b) for at, a in enumerate(prints) for b in prints[:at] if is_likely_the_same(a, b)]

    assert alike == []


def test_a_fingerprint_fits_the_number_of_a_database_and_its_distance_counts_bits():
    prints = [taken(drawn(name, 0)).fingerprint for name in AFTER]

    assert all(-(2**63) <= one < 2**63 for one in prints)
    assert min(prints) < 0 < max(prints)
    assert distance(prints[0], prints[0]) == 0
    assert distance(0, -1) == 64
    assert distance(-(2**63), 0) == 1
    assert distance(3, 5) == distance(5, 3) == 2


def test_a_brighter_copy_stays_near_and_a_mirrored_one_does_not():
    image = pixels(drawn("tangled_cables", 0))
    first = taken(drawn("tangled_cables", 0)).fingerprint

    brighter = taken(encoded(ImageEnhance.Brightness(image).enhance(1.1))).fingerprint
    mirrored = taken(encoded(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))).fingerprint

    assert distance(first, brighter) < 10 < distance(first, mirrored)


def test_what_is_kept_looks_like_what_was_sent():
    sent = pixels(drawn("tangled_cables", 1))

    kept = pixels(taken(encoded(sent, "PNG")).jpeg)

    assert max(ImageStat.Stat(ImageChops.difference(sent, kept)).mean) < 2
