"""The register of hazards at the desk: what is asked for, its figures, its rows, and the files made of it."""
