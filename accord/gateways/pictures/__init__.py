"""The door for photos and documents that people upload: looked at by their content."""

from accord.gateways.pictures.kinds import EVERYTHING, PHOTOS, PictureKind
from accord.gateways.pictures.look import look_at
from accord.gateways.pictures.refusal import Reason, UploadRefused

__all__ = ["EVERYTHING", "PHOTOS", "PictureKind", "Reason", "UploadRefused", "look_at"]
