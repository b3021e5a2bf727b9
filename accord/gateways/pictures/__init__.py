"""The door for photos and documents that people upload: looked at by their content; photos made anew, and blurred."""

from accord.gateways.pictures.blur import Blurred, Box, blurred
from accord.gateways.pictures.fingerprint import distance, is_likely_the_same
from accord.gateways.pictures.kinds import EVERYTHING, PHOTOS, PictureKind
from accord.gateways.pictures.look import look_at
from accord.gateways.pictures.picture import Picture
from accord.gateways.pictures.refusal import Reason, UploadRefused

__all__ = [
    "EVERYTHING",
    "PHOTOS",
    "Blurred",
    "Box",
    "Picture",
    "PictureKind",
    "Reason",
    "UploadRefused",
    "blurred",
    "distance",
    "is_likely_the_same",
    "look_at",
]
