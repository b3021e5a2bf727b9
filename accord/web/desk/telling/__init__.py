"""Seeing to it that those who must know of an order are told: the outbox, the contacts, and answers by link."""
