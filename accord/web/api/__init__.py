"""The figures for programs, under `/api`: one table of endpoints says what may be asked and what is answered."""
