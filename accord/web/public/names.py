"""The name of a factory in the language of the page, and in the other one where it has both."""

from accord.gateways.language import Language
from accord.gateways.wording import Text, Wording
from accord.rules.public.disclosure import FactoryDisclosed


def names_of(factory: FactoryDisclosed, wording: Wording) -> tuple[Text, Text | None]:
    """Return the name to show first and, where there is one, the name in the other language."""
    shown = wording.of(factory.name, factory.name_bn) or wording.written(factory.name)
    if not factory.name_bn or factory.name_bn == factory.name:
        return shown, None
    if shown.words == factory.name_bn:
        return shown, Text(factory.name, Language.EN, is_foreign=True)
    return shown, Text(factory.name_bn, Language.BN, is_foreign=True)
