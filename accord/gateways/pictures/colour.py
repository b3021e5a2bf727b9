"""Any picture as plain RGB in the colours of the web (sRGB), in the size that is asked for."""

from io import BytesIO

from PIL import Image, ImageCms

PAPER = "white"
"""What shows through where a picture is transparent: our pages and prints are white."""

_WITH_PALETTE = frozenset({"P", "PA", "1"})
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_TRANSFORMABLE = frozenset({"RGB", "L", "CMYK"})
"""The modes for which a profile says what their numbers mean."""


def in_srgb(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture in that size and in sRGB, without transparency."""
    profile = image.info.get("icc_profile")
    shown = _resizable(image)
    if shown.size != size:
        # The gap lets it be halved cheaply first, while it is still far too large; nobody sees a difference.
        shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    shown = _on_paper(shown)
    if profile and shown.mode in _TRANSFORMABLE:
        shown = _transformed(shown, profile)
    return shown if shown.mode == "RGB" else shown.convert("RGB")


def _resizable(image: Image.Image) -> Image.Image:
    """Return the picture in a mode in which neighbours can be mixed: no palette, and eight bits."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in _WITH_PALETTE or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    # Pillow's own way to "L" cuts off at 255 and makes everything white.
    return image.convert("I").point(lambda level: level / 256).convert("L")


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "RGBa", "La"):
        return image
    visible = image.convert("RGBA")
    sheet = Image.new("RGBA", visible.size, PAPER)
    sheet.alpha_composite(visible)
    return sheet.convert("RGB")


def _transformed(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, found, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that is damaged or for another kind of picture: its colours are a little off, the photo is not lost.
        return image
    return image if converted is None else converted
