"""The first look at an upload: by its content, without decoding it, and a refusal says what to do."""

import io
import time
import zipfile
from contextlib import suppress

import pikepdf
import pytest
from babel.messages.pofile import read_po
from picture_builders import FORMATS, a_bomb, a_pdf, a_photo, a_scene, claiming, encoded
from PIL import Image

from accord import paths
from accord.gateways.language import Language
from accord.gateways.pictures import EVERYTHING, PHOTOS, PictureKind, Reason, UploadRefused, look_at
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.gateways.pictures.look import MAX_IMAGE_PIXELS, MAX_PHOTO_BYTES
from accord.gateways.pictures.refusal import Expected

KINDS = {
    "JPEG": PictureKind.JPEG,
    "PNG": PictureKind.PNG,
    "WEBP": PictureKind.WEBP,
    "HEIF": PictureKind.HEIF,
}
PAGE = b"<html><script>alert(1)</script></html>"


def a_zip(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            # Without the time of now: every process of the tests must find the same ones.
            archive.writestr(zipfile.ZipInfo(name), "x")
    return file.getvalue()


def refusal(raw: bytes, **options: object) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        look_at(raw, **options)
    return refused.value


@pytest.mark.parametrize("kind", FORMATS)
def test_a_photo_is_known_by_its_content_whatever_its_name_says(kind):
    assert look_at(a_photo(kind), file_name="invoice.pdf", accepts=PHOTOS) is KINDS[kind]


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "I;16"])
def test_a_png_of_any_mode_is_a_photo(mode):
    assert look_at(encoded(Image.new(mode, (60, 60)), "PNG")) is PictureKind.PNG


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}])
def test_all_forms_of_webp_are_photos(options):
    assert look_at(a_photo("WEBP", **options)) is PictureKind.WEBP
    assert look_at(encoded(a_scene().convert("RGBA"), "WEBP", **options)) is PictureKind.WEBP


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    ],
)
def test_a_pdf_is_a_document_in_each_way_in_which_its_objects_may_be_listed(options):
    assert look_at(a_pdf(**options)) is PictureKind.PDF


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n"])
def test_a_pdf_after_an_empty_line_is_still_one(before):
    raw = before + a_pdf()

    assert look_at(raw) is PictureKind.PDF


@pytest.mark.parametrize("modes", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
@pytest.mark.parametrize("linearize", [True, False])
@pytest.mark.parametrize("user", ["", "secret"])
def test_a_protected_pdf_is_refused_also_where_it_opens_without_a_password(user, linearize, modes):
    raw = a_pdf(encryption=pikepdf.Encryption(owner="owner", user=user), linearize=linearize, object_stream_mode=modes)

    assert refusal(raw).reason is Reason.PDF_ENCRYPTED


def test_a_pdf_that_only_speaks_of_encryption_is_taken():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"BT (/Encrypt 5 0 R) Tj ET % " + b" " * 8000)
    file = io.BytesIO()
    pdf.save(file, compress_streams=False)

    assert look_at(file.getvalue()) is PictureKind.PDF


def test_a_pdf_where_a_photo_is_needed_is_sent_to_where_documents_go():
    refused = refusal(a_pdf(), accepts=PHOTOS)

    assert refused.reason is Reason.PDF_NOT_WANTED
    assert "a document as PDF" not in str(refused)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Reason.DRAWING),
        (b"\xef\xbb\xbf  <!DOCTYPE html><title>x</title><svg></svg>", Reason.WEB_PAGE),
        (b"<SCRIPT>x</SCRIPT>", Reason.WEB_PAGE),
        (b"MZ\x90\0" + b"\0" * 300, Reason.PROGRAM),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 300, Reason.PROGRAM),
        (b"\xcf\xfa\xed\xfe" + b"\0" * 300, Reason.PROGRAM),
        (b"\xca\xfe\xba\xbe" + b"\0" * 300, Reason.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
        (b"@ECHO OFF\r\n", Reason.PROGRAM),
        (b"<?php system($_GET[0]);", Reason.PROGRAM),
        (a_zip("photo.jpg"), Reason.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, Reason.ARCHIVE),
        (b"Rar!\x1a\x07\x01\0", Reason.ARCHIVE),
        (b"\x1f\x8b\x08" + b"\0" * 30, Reason.ARCHIVE),
        (b"a.txt" + b"\0" * 252 + b"ustar\x0000", Reason.ARCHIVE),
        (a_zip("[Content_Types].xml", "word/document.xml"), Reason.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Reason.OFFICE),
        (b"{\\rtf1 x}", Reason.OFFICE),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Reason.RECORDING),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Reason.RECORDING),
        (b"RIFF\x24\0\0\0AVI LIST", Reason.RECORDING),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", Reason.OTHER_PICTURE),
        (encoded(a_scene(), "TIFF"), Reason.OTHER_PICTURE),
        (encoded(a_scene(), "BMP"), Reason.OTHER_PICTURE),
        (encoded(a_scene(), "GIF"), Reason.OTHER_PICTURE),
        (encoded(a_scene(), "GIF", save_all=True, append_images=[Image.new("RGB", (9, 9))]), Reason.OTHER_PICTURE),
        (b"The gate on the third floor is locked.", Reason.UNKNOWN),
        (bytes(range(256)), Reason.UNKNOWN),
        (PAGE + a_pdf(), Reason.TWO_IN_ONE),
        (b"\0" * 100 + a_pdf(), Reason.TWO_IN_ONE),
        (a_pdf() + a_zip("evil.class"), Reason.TWO_IN_ONE),
        (a_photo("JPEG", comment=PAGE), Reason.TWO_IN_ONE),
        (a_photo("JPEG", comment=b"%PDF-1.4"), Reason.TWO_IN_ONE),
        (a_photo("JPEG") + a_zip("evil.class"), Reason.TWO_IN_ONE),
        (a_photo("PNG") + a_zip("evil.class"), Reason.TWO_IN_ONE),
        (a_photo("WEBP") + b"<?php system($_GET[0]);", Reason.TWO_IN_ONE),
        (a_bomb(), Reason.TOO_MANY_PIXELS),
        (claiming(a_photo("JPEG"), 65_535, 65_535), Reason.TOO_MANY_PIXELS),
        (encoded(Image.new("RGB", (1, 1)), "PNG"), Reason.TOO_FEW_PIXELS),
        (encoded(Image.new("RGB", (1, 1)), "JPEG"), Reason.TOO_FEW_PIXELS),
        (encoded(Image.new("RGB", (1, 1)), "WEBP"), Reason.TOO_FEW_PIXELS),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else repr(value[:12]),
)
def test_what_is_no_usable_photo_or_document_is_refused_for_what_it_is(raw, reason):
    refused = refusal(raw, file_name="photo.jpg")

    assert refused.reason is reason
    assert str(refused).startswith("“photo.jpg”: ")


def test_what_is_not_known_says_what_is_needed():
    assert str(refusal(b"GIF89a")).endswith(Expected.PHOTO_OR_PDF)
    assert str(refusal(b"GIF89a", accepts=PHOTOS)).endswith(Expected.PHOTO)


@pytest.mark.parametrize(
    ("raw", "most", "reason"),
    [(a_photo(), MAX_PHOTO_BYTES, Reason.PHOTO_TOO_HEAVY), (a_pdf(), MAX_PDF_BYTES, Reason.PDF_TOO_HEAVY)],
)
def test_a_file_may_have_so_many_bytes_and_no_more(raw, most, reason):
    heaviest = raw[:9] + b"%" * (most - len(raw)) + raw[9:] if raw[:4] == b"%PDF" else raw.ljust(most, b"%")
    look_at(heaviest)

    refused = refusal(heaviest[:9] + b"%" + heaviest[9:])

    assert refused.reason is reason
    assert f"at most {most // 1_000_000} MB" in str(refused)
    assert f"has {most // 1_000_000 + 1} MB" in str(refused)


def test_the_largest_photo_of_a_telephone_is_taken_and_one_line_more_is_not():
    photo = a_photo()

    assert look_at(claiming(photo, 8192, 6144)) is PictureKind.JPEG
    refused = refusal(claiming(photo, 8192, 6145))

    assert refused.reason is Reason.TOO_MANY_PIXELS
    assert "51 million pixels, and at most 50 million" in str(refused)
    assert MAX_IMAGE_PIXELS == 8192 * 6144


@pytest.mark.parametrize("kind", [*FORMATS, "PDF"])
def test_a_file_cut_off_anywhere_is_refused(kind):
    raw = a_pdf() if kind == "PDF" else a_photo(kind, **({"exif": b""} if kind != "HEIF" else {}))

    for length in range(0, len(raw) - 8, 1 + len(raw) // 500):
        assert isinstance(refusal(raw[:length]), UploadRefused)


def test_a_preview_inside_a_photo_that_is_cut_off_does_not_pass_for_its_end():
    preview = a_photo()
    photo = encoded(a_scene(1600, 1200), quality=95)
    whole = photo[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview + photo[2:]
    assert look_at(whole) is PictureKind.JPEG

    assert refusal(whole[:-500]).reason is Reason.CUT_OFF


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xd8" + b"\xff" * 20_000_000,
        b"\xff\xd8\xff\xfe\0\2" + b"\xff\xfe\0\2" * 5_000_000,
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0\0\0\x08free" * 2_000_000,
        b"%PDF-1.7\n" + b"trailer startxref 9 " * 1_000_000 + b"startxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"\n" * 20_000_000,
        b"<" * 20_000_000,
        b" " * 20_000_000,
        b"<!doctype" + b" " * 20_000_000,
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_a_file_made_to_be_slow_is_looked_at_in_a_moment(raw):
    start = time.process_time()

    with suppress(UploadRefused):
        look_at(raw)

    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\photos\\gate.jpg", "gate.jpg"),
        ("../../etc/passwd", "passwd"),
        ("gate\u202egpj.exe\n", "gategpj.exe"),
        ("সিঁড়ি র‌্যাম্প.jpg", "সিঁড়ি র‌্যাম্প.jpg"),
        ("a" * 100 + "b" * 100, "a" * 30 + "…" + "b" * 30),
    ],
)
def test_the_name_of_a_file_is_shown_so_that_it_cannot_deceive(name, shown):
    assert str(refusal(b"", file_name=name)) == f"“{shown}”: {Reason.EMPTY}"


def test_every_refusal_exists_in_bangla_and_no_other_is_translated():
    file = paths.templates_folder().parent / "accord/translations/bn/LC_MESSAGES/uploads.po"
    with file.open("rb") as opened:
        translated = {message.id for message in read_po(opened, locale="bn") if message.id and message.string}

    assert translated == {*map(str, Reason), *map(str, Expected)}


def test_a_refusal_in_bangla_has_bangla_figures():
    said = refusal(a_bomb()).in_language(Language.BN)

    assert "৬৪" in said
    assert "৫০" in said


def test_all_that_is_a_photo_or_a_document_is_everything():
    assert set(PictureKind) == EVERYTHING
    assert EVERYTHING - {PictureKind.PDF} == PHOTOS
