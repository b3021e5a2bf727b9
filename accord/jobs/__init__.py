"""What is done by the clock and by nobody's hand: a floor of its own beside the web, above the casework."""
