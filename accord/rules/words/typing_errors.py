"""How many slips lie between what was typed and a word: a letter wrong, missing, too many, or two of them swapped."""


def errors_at_beginning(typed: str, word: str, *, at_most: int) -> int | None:
    """Return the fewest slips that turn the typed letters into the beginning of the word; None if more than `at_most`.

    Of a word that is still being typed only the beginning can be compared; the first letter is taken to be right,
    since people rarely miss it and most words would else resemble each other.
    """
    if typed[:1] != word[:1]:
        return None
    word = word[: len(typed) + at_most]
    before, row = [0] * (len(word) + 1), list(range(len(word) + 1))
    for place, letter in enumerate(typed, start=1):
        older, before, row = before, row, [place]
        for other in range(1, len(word) + 1):
            slips = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != word[other - 1]))
            if place > 1 and other > 1 and letter == word[other - 2] and typed[place - 2] == word[other - 1]:
                slips = min(slips, older[other - 2] + 1)
            row.append(slips)
        if min(row) > at_most:
            return None
    return min(row) if min(row) <= at_most else None
