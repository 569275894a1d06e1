"""Who tells: byline, outlet, agency credit and speaker made into the chain of sources behind a record."""

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.records import Article, Claim, Control, Profile, Source, Teller
from tocsin.sources.registry import Register, key

# Sectors whose people speak for their state. Source: PLOVER manual, draft 2.0, on sectors.
OF_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Finds the chain of tellers behind what an article says."""

    register: Register

    def profile(self, teller: Teller) -> Profile | None:
        """What the register knows of *teller*."""
        return None if teller.profile is None else self.register.profiles[teller.profile]

    def printer(self, article: Article) -> Teller:
        """Who printed it: the outlet by its host or its name; an article without either speaks for itself."""
        profile = (article.url and self.register.at(article.url)) or (
            article.outlet and self.register.named(article.outlet)
        )
        if profile:
            return _known(profile)
        if article.outlet:
            return Teller(f"outlet:{key(article.outlet)}", article.outlet, f"outlet:{key(article.outlet)}")
        name = article.title or article.id
        return Teller(f"article:{article.id}", f"“{name}”", f"article:{article.id}")

    def author(self, article: Article) -> Teller:
        """Who wrote it: the agency it credits, else who printed it."""
        agency = article.agency or (article.dateline.agency if article.dateline else None)
        if not agency:
            return self.printer(article)
        profile = self.register.named(agency)
        return _known(profile) if profile else Teller(f"outlet:{key(agency)}", agency, f"outlet:{key(agency)}")

    def speaker(self, source: Source, voice: Teller) -> Teller:
        """Who speaks in a text by *voice*. Somebody without a name is known only to the voice, and is its own source."""
        actor = source.actor
        name = ((actor.name if actor else None) or "").strip()
        country = actor.country if actor else None
        sector = actor.sector if actor else None
        role = actor.role if actor else None
        body = self.register.named(name) if name else self.register.named(source.text)
        if body is not None:
            return _known(body)
        office = self.register.office(role or source.text, sector)
        family = None
        if country is not None and (sector in OF_STATE or (name and sector is None and not role)):
            # "Averna said" is its government.
            family = self.register.family_of_state(country)
        if name:
            return Teller(
                f"speaker:{key(name)}",
                name,
                family or f"speaker:{key(name)}",
                office.id if office else None,
                country,
                role or (office.name if office else None),
                country if family else None,
            )
        words = key(source.text) or key(role or "")
        return Teller(
            f"{voice.id}/{words}" if words else f"{voice.id}/somebody",
            f"{source.text or role or 'somebody'} (unnamed, to {voice.name})",
            family or voice.family,
            office.id if office else None,
            country,
            role or "unnamed source",
            country if family else None,
        )

    def chain(self, claim: Claim | None, claims: Mapping[str, Claim], voice: Teller) -> tuple[Teller, ...]:
        """From the voice of the article to whoever is quoted last: hearsay has more links than a report."""
        speakers: list[Teller] = []
        seen: set[str] = set()
        while claim is not None and claim.id not in seen:
            seen.add(claim.id)
            speakers.append(self.speaker(claim.source, voice))
            claim = claims.get(claim.parent or "")
        return (voice, *reversed(speakers))


def _known(profile: Profile) -> Teller:
    return Teller(
        profile.id,
        profile.name,
        profile.family or profile.id,
        profile.id,
        profile.state or profile.country,
        profile.kind,
        profile.state if profile.control is Control.STATE else None,
    )
