"""The rules of the work that is done at the desk: people and what they may do, reports, papers, rounds."""
