"""What is known of a source: whose it is, where it stands, what it has to gain."""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.records.grade import Reliability


class Control(StrEnum):
    """Who has the last word over a source."""

    STATE = "state"  # owned or directed by a government
    PUBLIC = "public"  # paid by the public, its newsroom independent by law
    PRIVATE = "private"
    COOPERATIVE = "cooperative"  # owned by those who print it
    NON_PROFIT = "non-profit"
    PARTY = "party"
    MEMBERS = "members"  # of states: UN, NATO
    ARMED_GROUP = "armed group"


@dataclass(frozen=True, slots=True)
class Stake:
    """What a source has to gain if it is believed on a matter.

    *favours* and *harms* are codes of countries whose good or bad picture is its gain. *own*: it favours its own country or group,
    whichever that is. *reference* is where this can be checked: an address, or the words of an article.
    """

    matter: str
    gain: str
    reference: str
    favours: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One outlet, agency, body or type of office, as the register has it; what is not known is absent.

    *family* is shared by all under the same control: they confirm one another little. *reliability* is an analyst's own judgement,
    which Tocsin's register never contains. *references* gives for each field an address where it can be checked.
    """

    id: str
    name: str
    kind: str  # "agency", "newspaper", "state body", "office"
    also: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166 alpha-3
    languages: tuple[str, ...] = ()
    owner: str | None = None
    family: str | None = None
    control: Control | None = None
    state: str | None = None  # ISO 3166 alpha-3 of the state that owns, pays or directs it
    corrections: str | None = None  # what it says it does about its own errors
    sectors: tuple[str, ...] = ()  # of an office type: PLOVER sectors it is found in
    roles: tuple[str, ...] = ()  # of an office type: words of a role that show it
    interests: tuple[Stake, ...] = ()
    reliability: Reliability | None = None
    because: str | None = None  # why an analyst gave that reliability
    references: tuple[tuple[str, str], ...] = ()
