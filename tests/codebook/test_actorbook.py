"""The actors codebook: what names stand for, who held which office, and what bad data is told."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.codebook.actorbook import ActorBook, Entry, EntryKind, Office
from tocsin.codebook.actorfiles import NONSTATE, SECTORS
from tocsin.errors import CodebookError

COUNTRIES = """
[AVN]
names = ["Averna", "Republic of Averna"]
demonyms = ["Avernan", "Avernans"]
capital = ["Veligrad"]
seats = ["Marble House"]
cities = ["Bor Averna", "=Malo"]
regions = ["Teral"]
former = ["Old Averna; Old Avernan 1920..1951-03"]

[LRK]
names = ["Lorusk"]
family_name_first = true
"""
ORGANISATIONS = """
[AVN.REB]
"Teral Liberation Front" = ["TLF", "al-Teral", "Lord's Army"]

[AVN.MIL]
"Averna Guard" = ["=AG"]

[IGO]
"Northern Pact" = ["NORPAC"]
"""
PEOPLE = """
[AVN]
"Ada Odell" = [
  { role = "director of the State Watch", sector = "SPY", from = "2028", to = "2029-06" },
  { role = "prime minister", sector = "GOV", from = "2031-01-15", forms = ["Ada Maria Odell"] },
]
"Bruno Odell" = { role = "senator", sector = "LEG", from = "2020", to = "2024" }
"Rosa Velm" = { role = "president", sector = "GOV", from = "2030", to = "2034" }
"Karl Velm" = { role = "governor", sector = "GOV", from = "2028", to = "2037" }
"Peter Velm" = { role = "senator", sector = "LEG", from = "2035" }
"Ivo al-Maro" = { role = "foreign minister", sector = "GOV", from = "2030", to = "2032" }

[LRK]
"Gallun Zhen-ho" = { role = "president", sector = "GOV", from = "2027-02" }
"""
SECTOR_WORDS = """
former = ["bygone"]
[roles]
SPY = ["watchkeeper of the realm"]
[nonstate]
NGO = ["lantern society"]
[offices]
foreign = ["minister beyond the hills", "foreign minister"]
"""


def lay(tmp_path: Path) -> Path:
    """A codebook folder of Averna and Lorusk."""
    (tmp_path / "actors" / "people").mkdir(parents=True)
    (tmp_path / "actors" / "countries.toml").write_text(COUNTRIES, encoding="utf-8")
    (tmp_path / "actors" / "organisations.toml").write_text(ORGANISATIONS, encoding="utf-8")
    (tmp_path / "actors" / "sectors.toml").write_text(SECTOR_WORDS, encoding="utf-8")
    (tmp_path / "actors" / "people" / "averna.toml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> ActorBook:
    return ActorBook.load([lay(tmp_path_factory.mktemp("codebook"))])


@pytest.fixture(scope="module")
def ours() -> ActorBook:
    return ActorBook.load()


def names(book: ActorBook, sentence: str) -> list[tuple[str, str | None]]:
    """Each name found in *sentence*, whose words stand apart, with its country."""
    words = sentence.split()
    return [(" ".join(words[found.first : found.last]), found.entry.country) for found in book.find(words)]


def kinds(book: ActorBook, sentence: str) -> list[EntryKind]:
    return [found.entry.kind for found in book.find(sentence.split())]


def test_each_key_of_a_country_gives_its_kind(book: ActorBook) -> None:
    assert kinds(book, "Averna , Avernans , Veligrad , the Marble House , Bor Averna , Teral") == [
        EntryKind.COUNTRY,
        EntryKind.DEMONYM,
        EntryKind.CAPITAL,
        EntryKind.SEAT,
        EntryKind.CITY,
        EntryKind.REGION,
    ]


def test_a_country_that_no_standard_lists_is_named_by_its_first_name(book: ActorBook) -> None:
    assert book.find(["Avernan"])[0].entry == Entry("Averna", EntryKind.DEMONYM, "AVN", None)


def test_a_state_that_is_gone_counts_for_the_one_that_followed(book: ActorBook) -> None:
    found = book.find(["Old", "Avernan", "troops", "in", "Old", "Averna"])
    assert [(each.entry.name, each.entry.kind.value, each.entry.country) for each in found] == [
        ("Old Averna", "demonym", "AVN"),
        ("Old Averna", "country", "AVN"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Teral Liberation Front fired", [("Teral Liberation Front", "AVN")]),
        ("al - Teral 's men fired", [("al - Teral", "AVN")]),
        ("Lord 's Army fired", [("Lord 's Army", "AVN")]),
        ("Lord ’s Army fired", [("Lord ’s Army", "AVN")]),
        ("The T.L.F. fired", [("T.L.F.", "AVN")]),
        ("The TLF-backed council met", [("TLF-backed", "AVN")]),
        ("a tlf fired", []),
        ("Norpac met", [("Norpac", "IGO")]),
        ("norpac met", []),
        ("averna won", []),
        ("AVERNA WON", [("AVERNA", "AVN")]),
        ("Ávernà won", [("Ávernà", "AVN")]),
        ("the AG and the Ag", [("AG", "AVN")]),
        ("Malo and MALO", [("Malo", "AVN")]),
    ],
)
def test_names_are_found_however_they_are_written(
    book: ActorBook, sentence: str, expected: list[tuple[str, str | None]]
) -> None:
    assert names(book, sentence) == expected


def test_the_first_word_of_a_sentence_needs_a_second_capital(book: ActorBook) -> None:
    assert names(book, "Northern pact members met") == []
    assert names(book, "the Northern pact met") == [("Northern pact", "IGO")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The actor Denzel Washington left Jordan on Monday", ["Jordan"]),
        ("Talks in Eastern Georgia with Washington ended", ["Georgia", "Washington"]),
        ("the singer Paris Hilton visited Paris late", ["Paris"]),
        ("ships in the South China Sea worry China now", ["China"]),
        ("the French - speaking rebels left", []),
        ("a preacher called Abu Jandal al - Kuwaiti spoke", []),
        ("Russian - made missiles hit Kyiv again", ["Kyiv"]),
        ("many Japanese Americans protested again", ["Americans"]),
    ],
)
def test_namesakes_of_places_are_no_actors(ours: ActorBook, sentence: str, expected: list[str]) -> None:
    assert [name for name, _ in names(ours, sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("The U.S. and the UK , not us", ["USA", "GBR"]),
        ("Côte d’Ivoire and Cote d'Ivoire and Ivory Coast", ["CIV", "CIV", "CIV"]),
        ("Burma , Turkey , Türkiye and Congo - Kinshasa", ["MMR", "TUR", "TUR", "COD"]),
        ("al - Qaeda , Al Qaida and Daesh", ["IMG", "IMG", "IMG"]),
        ("the Guardian Council and The Guardian", ["IRN", "GBR"]),
        ("Male voters in Malé met G7 ministers", ["MDV", "IGO"]),
        ("Saint Petersburg and St. Petersburg", ["RUS", "RUS"]),
    ],
)
def test_our_data_knows_the_world(ours: ActorBook, sentence: str, codes: list[str]) -> None:
    assert [code for _, code in names(ours, sentence)] == codes


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("the Avernan foreign minister Ivo Maro", ("GOV", 2, 4)),
        ("head of the army", ("MIL", 3, 4)),
        ("protesters outside the ministry", ("CVL", 0, 1)),
        ("the deputy prime ministers", ("GOV", 1, 4)),
        ("a group of rebels", ("REB", 3, 4)),
        ("Watchkeepers of the realm", ("SPY", 0, 4)),
        ("the World Bank", None),
        ("the blue lamp", None),
    ],
)
def test_the_role_is_that_of_the_head(book: ActorBook, words: str, role: tuple[str, int, int] | None) -> None:
    assert book.role(words.split()) == role


def test_former_offices_and_nameless_bodies_are_told_by_words(book: ActorBook) -> None:
    assert book.former(["the", "bygone", "premier"])
    assert book.former(["ex", "-", "president", "Maro"])
    assert not book.former(["the", "premier"])
    assert book.nonstate(["two", "lantern", "societies"]) == "NGO"
    assert book.nonstate(["two", "ministers"]) is None


def test_an_office_is_that_of_the_day(book: ActorBook) -> None:
    odell = book.person("Ada Odell")
    assert odell is not None
    director, premier = odell.offices
    assert director == Office("director of the State Watch", "SPY", date(2028, 1, 1), date(2029, 6, 30))
    assert odell.office(date(2029, 6, 30)) == director
    assert odell.office(date(2030, 1, 1)) == director  # ended, and the latest by then
    assert odell.office(date(2031, 1, 15)) == premier == odell.office(None)
    assert odell.office(date(2027, 12, 31)) is None
    assert odell.sector == "GOV"


def test_full_names_are_found_and_surnames_only_asked_for(book: ActorBook) -> None:
    assert names(book, "Ada Maria Odell and Ivo al - Maro met Odell") == [
        ("Ada Maria Odell", "AVN"),
        ("Ivo al - Maro", "AVN"),
    ]
    assert [book.person(name) for name in ("Ada J. Odell", "Maro", "al-Maro", "Gallun")] == [
        book.person("Ada Odell"),
        book.person("Ivo al-Maro"),
        book.person("Ivo al-Maro"),
        book.person("Gallun Zhen-ho"),
    ]
    assert book.person("Zhen-ho") is None
    assert book.person("Peter Maro") is None
    assert book.person("maro") is None


def test_a_surname_of_two_is_his_who_held_office_that_day(book: ActorBook) -> None:
    assert book.person("Odell") is None
    assert book.person("Odell", date(2031, 5, 1)) == book.person("Ada Odell")
    assert book.person("Odell", date(2022, 5, 1)) == book.person("Bruno Odell")
    assert book.person("Odell", date(2028, 5, 1)) == book.person("Ada Odell")
    assert book.person("Odell", date(2026, 5, 1)) is None


def test_a_surname_of_two_in_office_is_the_leaders(book: ActorBook) -> None:
    assert book.person("Velm", date(2031, 5, 1)) == book.person("Rosa Velm")
    assert book.person("Velm", date(2036, 5, 1)) is None


def test_an_office_and_a_day_name_its_holder(book: ActorBook) -> None:
    assert book.holder("AVN", "minister beyond the hills", date(2031, 5, 1)) == book.person("Ivo al-Maro")
    assert book.holder("AVN", "foreign minister", date(2035, 5, 1)) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [("Teral", "AVN"), ("the Marble House", "AVN"), ("Aleppo, Syria", "SYR"), ("the TLF", None)],
)
def test_the_country_of_a_place(book: ActorBook, text: str, country: str | None) -> None:
    assert book.country(text) == country


def test_a_folder_replaces_a_body_of_the_same_name_and_adds_to_a_country(tmp_path: Path, folder: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "organisations.toml").write_text('[LRK.PTY]\n"Teral Liberation Front" = ["Free Teral"]\n', encoding="utf-8")
    (more / "countries.toml").write_text('[AVN]\ncities = ["Karsa"]\n', encoding="utf-8")
    book = ActorBook.load([folder, more])
    assert names(book, "the Teral Liberation Front , Free Teral , the TLF") == [
        ("Teral Liberation Front", "LRK"),
        ("Free Teral", "LRK"),
    ]
    assert names(book, "Karsa , Veligrad") == [("Karsa", "AVN"), ("Veligrad", "AVN")]
    assert book.version != ActorBook.load([folder]).version != ActorBook.load().version


def test_a_codebook_without_actors_changes_nothing(tmp_path: Path, ours: ActorBook) -> None:
    assert ActorBook.load([tmp_path]).version == ours.version


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("organisations.toml", '[AVN.XYZ]\n"Guard" = []', r"organisations\.toml: \[AVN\.XYZ\]: unknown sector 'XYZ'"),
        ("organisations.toml", '[QQQ]\n"Guard" = []', r"organisations\.toml: \[QQQ\] is no country"),
        ("organisations.toml", '[AVN]\n"Guard" = "G"', r"'Guard' is 'G', not a list"),
        ("organisations.toml", '[AVN\n"Guard" = []', r"organisations\.toml: not readable as TOML"),
        ("countries.toml", "[AVN]\nmayors = []", r"countries\.toml: \[AVN\]: unknown key 'mayors'"),
        ("countries.toml", "[QQQ]\ncities = ['Q']", r"\[QQQ\] needs names"),
        ("countries.toml", "[Averna]\nnames = ['Q']", r"'Averna' is not a table named by a code"),
        ("countries.toml", "[AVN]\nnames = ['A']\nformer = ['Old']", r"former 'Old' is not 'name"),
        ("countries.toml", "[AVN]\nnames = ['...']\n[LRK]\nnames = ['L']", r"the form '\.\.\.' holds no letter"),
        ("people/a.toml", "[AVN]\n'A B' = { sector = 'XYZ' }", r"people/a\.toml: 'A B': unknown sector 'XYZ'"),
        ("people/a.toml", "[AVN]\n'A B' = { from = '2018-13' }", r"'A B': '2018-13' is not a date"),
        ("people/a.toml", "[AVN]\n'A B' = { from = 'May' }", r"'A B': 'May' is not a date"),
        ("people/a.toml", "[AVN]\n'A B' = { from = '2019', to = '2018-05' }", r"'A B': from 2019 is after to 2018-05"),
        ("people/a.toml", "[AVN]\n'A B' = [{ born = '2019' }]", r"'A B': unknown key 'born'"),
        ("people/a.toml", "[AVN]\n'A B' = 'premier'", r"'A B': 'premier' is not a table"),
        ("sectors.toml", "[roles]\nXYZ = ['x']", r"sectors\.toml: \[roles\]: unknown sector 'XYZ'"),
        ("sectors.toml", "[nonstate]\nAVN = ['x']", r"sectors\.toml: \[nonstate\]: 'AVN' is none of"),
        ("sectors.toml", "[role]\nGOV = ['x']", r"sectors\.toml: unknown key 'role'"),
        ("matching.toml", "[guards]\nfamly = ['x']", r"matching\.toml: \[guards\]: unknown key 'famly'"),
    ],
)
def test_bad_data_is_named_with_its_file_and_entry(folder: Path, file: str, text: str, says: str) -> None:
    (folder / "actors" / file).write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=says):
        ActorBook.load([folder])


def test_a_codebook_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="is not a folder"):
        ActorBook.load([tmp_path / "nowhere"])


def test_each_entry_of_ours_has_a_known_code_and_sector_and_offices_in_order(ours: ActorBook) -> None:
    countries = {entry.country for entry in ours.entries if entry.kind is EntryKind.COUNTRY}
    assert len(countries) > 200
    for entry in ours.entries:
        assert entry.country in countries or entry.country in NONSTATE, entry
        assert entry.sector is None or entry.sector in SECTORS, entry
        for office in entry.offices:
            assert office.sector is None or office.sector in SECTORS, entry
            assert office.start is None or office.end is None or office.start <= office.end, entry


def test_each_country_of_ours_is_found_by_its_own_name(ours: ActorBook) -> None:
    for entry in ours.entries:
        if entry.kind is EntryKind.COUNTRY:
            assert ours.country(f"in {entry.name}") == entry.country, entry
