"""What the Accord demands, as pure functions of words, numbers and dates."""
