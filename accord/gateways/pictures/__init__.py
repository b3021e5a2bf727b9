"""The door for photos and documents that people upload: looked at, re-encoded in a process apart, blurred."""

from accord.gateways.pictures.blur import Blurred, Box, blurred
from accord.gateways.pictures.fingerprint import distance, is_likely_the_same
from accord.gateways.pictures.kinds import EVERYTHING, PHOTOS, PictureKind
from accord.gateways.pictures.look import look_at
from accord.gateways.pictures.picture import Picture
from accord.gateways.pictures.refusal import Reason, UploadRefused
from accord.gateways.pictures.work import Processor

__all__ = [
    "EVERYTHING",
    "PHOTOS",
    "Blurred",
    "Box",
    "Picture",
    "PictureKind",
    "Processor",
    "Reason",
    "UploadRefused",
    "blurred",
    "distance",
    "is_likely_the_same",
    "look_at",
]
