"""The rooms around a visit: its plan, the inspection that was made, its report, and what the factory owes after it."""
