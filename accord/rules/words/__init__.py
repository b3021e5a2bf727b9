"""Words and scripts: their sounds, slips of the finger, words of a complaint, standard wordings of hazards."""
