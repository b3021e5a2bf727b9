"""Orders at the desk: the page of one, and the steps that are taken there."""
