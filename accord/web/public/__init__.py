"""The public pages: nothing here reads anything but the public snapshot and the published files."""
