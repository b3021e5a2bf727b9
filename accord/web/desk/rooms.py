"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import account, desk_files, kept, links, now, photo_deeds, photos, sign_in

DESK = (
    sign_in,
    now,
    account,
    links,
    kept,
    photos,
    photo_deeds,
    desk_files,
)
"""Each module has its views in a blueprint `bp`."""
