"""Scenes of the story of a factory that does not take part, each played by one person at a telephone."""

import re
from datetime import date

from tests.browser.stage import Person

SHIRTS, NUMBER = "Demo Karnaphuli Shirts Ltd.", "90102"
SHUT = "The engineer was not let in: the gate stayed shut for an hour."
AGAIN = "The training of the safety committee was called off on its morning."
OPENED = "The gate is open: two visits went well, the training was held."


def open_the_stage(person: Person) -> None:
    """Go from the first page to the page of the factory's stage."""
    person.home()
    person.follow(re.compile("^Factories$"))
    person.follow(SHIRTS)
    person.follow("Stage of escalation")


def record_a_refusal(handler: Person, day: date, words: str) -> None:
    open_the_stage(handler)
    handler.follow("Record a refusal, or that one is over")
    handler.page.locator("input[value=no_cooperation]").check()
    handler.fill(**{"refusal-happened_on": day.isoformat(), "refusal-words": words})
    handler.press("Record it")
    handler.reads(words)


def end_every_refusal(handler: Person) -> None:
    open_the_stage(handler)
    handler.follow("Record a refusal, or that one is over")
    lasting = handler.page.locator("details", has_text="Record that it is over")
    for _ in range(lasting.count()):
        lasting.first.locator("summary").click()
        lasting.first.locator("textarea").fill(OPENED)
        handler.press("Record that it is over", within=lasting.first)
        handler.reads("over since")


def decide_as_proposed(chief: Person, becomes: str, reason: str, reason_bn: str) -> None:
    """Read the proposal of the factory with its evidence, and follow it."""
    chief.follow("Stages")
    chief.follow(f"→ {becomes}", within=chief.page.locator("tr", has_text=SHIRTS))
    chief.reads("What spoke for it on that day")
    chief.fill(reason=reason, reason_bn=reason_bn)
    chief.press("Decide as proposed")
    chief.reads("decided this on")


def invite(handler: Person, day: date) -> None:
    open_the_stage(handler)
    handler.follow("Invite to a meeting")
    handler.fill(meets_on=day.isoformat(), place="10:00, office of the programme, Dhaka")
    handler.press("Invite the factory")
    handler.reads("office of the programme, Dhaka")


def say_that_nobody_came(handler: Person) -> None:
    open_the_stage(handler)
    handler.follow("Record what became of it")
    handler.press("Record that nobody came")
    handler.reads("the factory did not come")


def hold_the_meeting(handler: Person, promised_for: date) -> None:
    open_the_stage(handler)
    handler.follow("Record what became of it")
    said = {
        "held-attended": "The owner, for the factory\nThe case handler, for the programme",
        "held-minutes": "The owner opens the gate and names a person for visits.",
        "held-finance_heard": "Own means are enough.",
    }
    handler.fill(**said)
    handler.page.locator("#held fieldset textarea").first.fill("A person who lets engineers in, named in writing")
    handler.page.locator("#held fieldset input[type=date]").first.fill(promised_for.isoformat())
    handler.press("Record the meeting", within=handler.page.locator("#held"))
    handler.reads("A person who lets engineers in")


def draft_the_statement(chief: Person, holds_from: date) -> None:
    chief.follow("Stages")
    chief.follow("Write the draft", within=chief.page.locator("tr", has_text=SHIRTS))
    chief.fill(effective_on=holds_from.isoformat())
    chief.press("Write the draft, and ask the owner")
    chief.reads("What would stand in public")


def answer_the_draft(owner: Person) -> None:
    owner.follow("about to be taken")
    owner.fill(**{"answer-words": "আমরা এখন থেকে প্রকৌশলীদের ঢুকতে দেব।"})
    owner.press("Send the answer")
    owner.reads("আমরা এখন থেকে প্রকৌশলীদের ঢুকতে দেব।")


def sign_the_draft(deputy: Person) -> None:
    deputy.follow("waits for its second signature")
    deputy.reads("আমরা এখন থেকে প্রকৌশলীদের ঢুকতে দেব।")
    deputy.fill(**{"sign-number": NUMBER})
    deputy.press("Sign", within=deputy.page.locator("#sign"))
    deputy.reads("The decision stands.")


def confirm_for_the_brand(handler: Person) -> None:
    """Record what the brand says on the telephone: its only account looks after another district."""
    handler.follow("not confirmed")
    handler.follow(SHIRTS, within=handler.page.locator("main"))
    handler.fill(said_by="Anna Lind")
    handler.page.locator("#channel").select_option(label="by telephone")
    handler.press("Confirm")
    handler.reads("Anna Lind")


def withhold_the_export_papers(handler: Person) -> None:
    open_the_stage(handler)
    handler.follow("Record what happened")
    handler.page.locator("#step").select_option("withheld")
    handler.press("Record it")
    handler.reads("The export papers are withheld.")


def let_the_factory_back(deputy: Person) -> None:
    open_the_stage(deputy)
    deputy.follow("Decide on requalification")
    deputy.reads("The conditions that were stated")
    deputy.page.locator("input[name=conditions]").first.check()
    deputy.fill(reason="Engineers were let in twice.", reason_bn="প্রকৌশলীদের দুইবার ঢুকতে দেওয়া হয়েছে।")
    deputy.press("Let the factory back")
    deputy.reads("eligible again")
