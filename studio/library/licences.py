"""What each licence lets others do, and which licences may follow from which."""

from dataclasses import dataclass

from studio.library.models import Licence


@dataclass(frozen=True)
class LicenceKind:
    id: Licence
    title: str
    sentence: str
    permits: frozenset[Licence]  # under these may something be published that was made from it


def _kind(licence: Licence, sentence: str, *permits: Licence) -> LicenceKind:
    return LicenceKind(licence, str(licence.label), sentence, frozenset(permits))


NAMES_YOU = "names you"
ALIKE = "shares what they make under this same licence"

# Source: Creative Commons' chart of which licences a remix may have,
# https://wiki.creativecommons.org/wiki/Wiki/cc_license_compatibility
KINDS: dict[Licence, LicenceKind] = {
    kind.id: kind
    for kind in (
        _kind(Licence.CC0, "Anybody may use it for anything, without naming you.", *Licence),
        _kind(
            Licence.CC_BY,
            f"Anybody may use it for anything, and {NAMES_YOU}.",
            *(Licence.CC_BY, Licence.CC_BY_SA, Licence.CC_BY_NC, Licence.CC_BY_NC_SA),
        ),
        _kind(
            Licence.CC_BY_SA,
            f"Anybody may use it for anything, {NAMES_YOU}, and {ALIKE}.",
            Licence.CC_BY_SA,
        ),
        _kind(
            Licence.CC_BY_NC,
            f"Anybody may use it for what is not commercial, and {NAMES_YOU}.",
            *(Licence.CC_BY_NC, Licence.CC_BY_NC_SA),
        ),
        _kind(
            Licence.CC_BY_NC_SA,
            f"Anybody may use it for what is not commercial, {NAMES_YOU}, and {ALIKE}.",
            Licence.CC_BY_NC_SA,
        ),
    )
}


def permits(of_input: str, wanted: str) -> bool:
    """Whether something made from an input under the first licence may be published under the second."""
    return of_input in KINDS and wanted in KINDS[Licence(of_input)].permits


def title_of(licence: str) -> str:
    """“CC BY 4.0”; empty while private."""
    return KINDS[Licence(licence)].title if licence else ""


def credit(name: str, owner_name: str, licence: str) -> str:
    """How to name a sound and its maker: “Kitchen” by ada, CC BY 4.0."""
    return f"“{name}” by {owner_name}" + (f", {title_of(licence)}" if licence else "")
