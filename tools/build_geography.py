#!/usr/bin/env python3
"""Write the register of municipalities from Statistics Norway's tables and the lists in this file.

Usage: python tools/build_geography.py FOLDER_WITH_TABLES OUTPUT_FOLDER

What ships is the reviewed CSV files; this script says how they came about. It derives

- validity from the numbers that occur in the population of 1 January each year (table 07459),
- successors from Statistics Norway's own grouping of numbers (kommsummer, code list of Klass 131),
- everything that the grouping leaves open (splits, the municipalities around them, parallel names,
  border adjustments) from the hand-kept lists below.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

import polars as pl

KLASS = "Statistics Norway, Klass 131 (standard for municipalities)"
COUNTY_KLASS = "Statistics Norway, Klass 104 (standard for counties)"
GROUPING = "Statistics Norway, grouping of municipality numbers under those of 2024 (kommsummer)"
POPULATION = "Statistics Norway, table 07459"
KARTVERKET = "Kartverket, administrative units (official names)"
GOVERNMENT = "The Government (regjeringen.no), decision in the Council of State"

FIRST_YEAR = 2005
# The grouping lists these under "Rest", or leaves open who took which part.
BY_HAND = {
    (2018, "1612"): "5011", (2018, "1613"): "5012", (2018, "1617"): "5013",
    (2018, "1622"): "5016", (2018, "1636"): "5023", (2018, "1638"): "5024",
    (2020, "1571"): "5055", (2020, "5011"): "5055", (2020, "5013"): "5056",
    (2020, "5016"): "5059", (2020, "5023"): "5059", (2020, "5024"): "5059",
    (2020, "1805"): "1806", (2020, "1854"): "1806", (2020, "1849"): "1875",
    (2020, "1534"): "1507",
}  # fmt: skip
# Splits: (year, old, new, pieces that go, note). A piece is a whole municipality of 2005, or a part
# of one that was later divided (number/part).
SPLITS = [
    (2020, "5012", "5055", "1613/heim", "the part that went to Heim"),
    (2020, "5012", "5056", "1613/hitra", "the part that went to Hitra"),
    (2020, "5012", "5059", "1613/orkland", "the part that went to Orkland"),
    (2020, "1850", "1806", "1850/narvik", "the part that went to Narvik"),
    (2020, "1850", "1875", "1850/hamaroy", "the part that went to Hamarøy"),
    (2024, "1507", "1508", "1504 1523 1529 1546", "Ålesund without Haram"),
    (2024, "1507", "1580", "1534", "Haram, as it was until 2019"),
]
MOVED = [
    (2020, "1133", "1103", "the rest of the island Ombo, with Finnøy into Stavanger"),
    (2020, "1418", "4638", "the basic unit Nesse, to Høyanger"),
    (2020, "5039", "5054", "the basic unit Verrabotn, to Indre Fosen"),
    (2020, "1129", "1130", "the north side of Lysefjorden, to Strand"),
    (2021, "1539", "1535", "Vågstranda, from Rauma to Vestnes"),
    (2026, "3118", "3207", "border adjustment, from Indre Østfold to Nordre Follo"),
    (2026, "3118", "3216", "border adjustment, from Indre Østfold to Vestby"),
]
MOVED_SOURCE = {
    2020: "Ministry of Local Government and Modernisation, decisions of 10 December 2018",
    2021: f"{KLASS}; visible as 442 fewer and 426 more persons in table 07459",
    2026: KLASS,
}
RENAMED = [
    (2023, "5001", "Trondheim", "Trondheim - Tråante"),
    (2023, "5025", "Røros", "Røros - Rosse"),
    (2024, "1833", "Rana", "Rana - Raane"),
    (2026, "0301", "Oslo", "Oslo - Oslove"),
    (2026, "5006", "Steinkjer", "Steinkjer - Stïentje"),
    (2026, "5536", "Lyngen", "Lyngen - Ivgu - Yykeä"),
]
# Moved to a county that did not take over the county it came from.
COUNTY_CHANGED = {(2019, "1567"), (2020, "0532"), (2020, "0533")}

# Official parallel names in official order: number -> [(language, name)], "" for the Norwegian one.
NAMES: dict[str, list[tuple[str, str]]] = {
    "0301": [("no", ""), ("sma", "Oslove")],
    "1826": [("sma", "Aarborte"), ("no", "")],
    "1833": [("no", ""), ("sma", "Raane")],
    "1841": [("no", ""), ("smj", "Fuossko")],
    "1845": [("no", ""), ("smj", "Fuolldá")],
    "1849": [("no", ""), ("smj", "Hábmer")],
    "1850": [("smj", "Divtasvuodna"), ("no", "")],
    "1853": [("no", ""), ("se", "Evenášši")],
    "1870": [("no", ""), ("se", "Suortá")],
    "1875": [("smj", "Hábmer"), ("no", "")],
    "1736": [("sma", "Snåase"), ("no", "")],
    "1739": [("sma", "Raarvihke"), ("no", "")],
    "1903": [("no", ""), ("se", "Hárstták")],
    "1920": [("se", "Loabák"), ("no", "")],
    "1939": [("no", ""), ("se", "Omasvuotna"), ("fkv", "Omasvuono")],
    "1940": [("se", "Gáivuotna"), ("no", ""), ("fkv", "Kaivuono")],
    "1942": [("no", ""), ("se", "Ráisa"), ("fkv", "Raisi")],
    "2011": [("se", "Guovdageaidnu"), ("no", "")],
    "2020": [("no", ""), ("se", "Porsáŋgu"), ("fkv", "Porsanki")],
    "2021": [("se", "Kárášjohka"), ("no", "")],
    "2025": [("se", "Deatnu"), ("no", "")],
    "2027": [("se", "Unjárga"), ("no", "")],
    "5001": [("no", ""), ("sma", "Tråante")],
    "5006": [("no", ""), ("sma", "Stïentje")],
    "5007": [("no", ""), ("sma", "Nåavmesjenjaelmie")],
    "5025": [("no", ""), ("sma", "Rosse")],
    "5037": [("no", ""), ("sma", "Levangke")],
    "5041": [("sma", "Snåase"), ("no", "")],
    "5043": [("sma", "Raarvihke"), ("no", "")],
    "5503": [("no", ""), ("se", "Hárstták")],
    "5512": [("se", "Dielddanuorri"), ("no", "")],
    "5516": [("no", ""), ("se", "Rivtták")],
    "5518": [("se", "Loabák"), ("no", "")],
    "5536": [("no", ""), ("se", "Ivgu"), ("fkv", "Yykeä")],
    "5538": [("no", ""), ("se", "Omasvuotna"), ("fkv", "Omasvuono")],
    "5540": [("se", "Gáivuotna"), ("no", ""), ("fkv", "Kaivuono")],
    "5544": [("no", ""), ("se", "Ráisa"), ("fkv", "Raisi")],
    "5603": [("no", ""), ("se", "Hámmerfeasta")],
    "5610": [("se", "Kárášjohka"), ("no", "")],
    "5612": [("se", "Guovdageaidnu"), ("no", "")],
    "5622": [("no", ""), ("se", "Porsáŋgu"), ("fkv", "Porsanki")],
    "5628": [("se", "Deatnu"), ("no", "")],
    "5636": [("se", "Unjárga"), ("no", "")],
    "5415": [("se", "Loabák"), ("no", "")],
    "5425": [("no", ""), ("se", "Omasvuotna"), ("fkv", "Omasvuono")],
    "5426": [("se", "Gáivuotna"), ("no", ""), ("fkv", "Kaivuono")],
    "5430": [("se", "Guovdageaidnu"), ("no", "")],
    "5436": [("no", ""), ("se", "Porsáŋgu"), ("fkv", "Porsanki")],
    "5437": [("se", "Kárášjohka"), ("no", "")],
    "5441": [("se", "Deatnu"), ("no", "")],
    "5442": [("se", "Unjárga"), ("no", "")],
    "18": [("no", ""), ("smj", "Nordlánnda")],
    "19": [("no", ""), ("se", "Romsa")],
    "20": [("no", ""), ("se", "Finnmárku")],
    "50": [("no", ""), ("sma", "Trööndelage")],
    "54": [("no", ""), ("se", "Romsa ja Finnmárku"), ("fkv", "Tromssa ja Finmarkku")],
    "55": [("no", ""), ("se", "Romsa"), ("fkv", "Tromssa")],
    "56": [("no", ""), ("se", "Finnmárku"), ("fkv", "Finmarkku")],
    "03": [("no", ""), ("sma", "Oslove")],
}
# Where we know from which day (Klass lists changes on 1 January); empty elsewhere.
NAMED_SINCE = {
    "0301": "2026-01-01", "03": "2026-01-01", "5006": "2026-01-01", "5536": "2026-01-01",
    "1833": "2024-01-01", "5001": "2023-01-01", "5025": "2023-01-01", "1826": "2019-06-14",
}  # fmt: skip
COUNTIES = [
    ("01", "Østfold", "", "2020-01-01"), ("02", "Akershus", "", "2020-01-01"),
    ("03", "Oslo", "", ""), ("04", "Hedmark", "", "2020-01-01"),
    ("05", "Oppland", "", "2020-01-01"), ("06", "Buskerud", "", "2020-01-01"),
    ("07", "Vestfold", "", "2020-01-01"), ("08", "Telemark", "", "2020-01-01"),
    ("09", "Aust-Agder", "", "2020-01-01"), ("10", "Vest-Agder", "", "2020-01-01"),
    ("11", "Rogaland", "", ""), ("12", "Hordaland", "", "2020-01-01"),
    ("14", "Sogn og Fjordane", "", "2020-01-01"), ("15", "Møre og Romsdal", "", ""),
    ("16", "Sør-Trøndelag", "", "2018-01-01"), ("17", "Nord-Trøndelag", "", "2018-01-01"),
    ("18", "Nordland", "", ""), ("19", "Troms", "", "2020-01-01"),
    ("20", "Finnmark", "", "2020-01-01"), ("30", "Viken", "2020-01-01", "2024-01-01"),
    ("31", "Østfold", "2024-01-01", ""), ("32", "Akershus", "2024-01-01", ""),
    ("33", "Buskerud", "2024-01-01", ""), ("34", "Innlandet", "2020-01-01", ""),
    ("38", "Vestfold og Telemark", "2020-01-01", "2024-01-01"),
    ("39", "Vestfold", "2024-01-01", ""), ("40", "Telemark", "2024-01-01", ""),
    ("42", "Agder", "2020-01-01", ""), ("46", "Vestland", "2020-01-01", ""),
    ("50", "Trøndelag", "2018-01-01", ""),
    ("54", "Troms og Finnmark", "2020-01-01", "2024-01-01"),
    ("55", "Troms", "2024-01-01", ""), ("56", "Finnmark", "2024-01-01", ""),
]  # fmt: skip

Codes = dict[int, dict[str, int]]


def read_population(folder: Path) -> Codes:
    """Give persons by year and number."""
    frame = pl.read_parquet(folder / "population.parquet")
    sums = frame.group_by("year", "municipality").agg(pl.col("persons").sum())
    found: Codes = defaultdict(dict)
    for year, code, persons in sums.rows():
        found[int(year)][code] = int(persons)
    return found


def read_grouping(folder: Path) -> dict[str, tuple[str, str]]:
    """Give number -> (number of 2024, Norwegian name without years, county and parallel names)."""
    found = {}
    with (folder / "kommsummer_2024.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            plain = re.sub(r"\s*\([^)]*\)", "", row["name_and_years"]).strip()
            parts = plain.split(" - ")
            place = [language for language, _ in NAMES.get(row["code"], [("no", "")])]
            at = place.index("no") if len(place) == len(parts) else 0
            found[row["code"]] = (row["code_2024"], parts[at].strip())
    found["5512"] = (found["5512"][0], "Tjeldsund")
    return found


def successor(
    year: int, old: str, started: list[str], grouping: dict[str, tuple[str, str]], now: set[str]
) -> str:
    """Find the number that took over a whole municipality on 1 January."""
    if (year, old) in BY_HAND:
        return BY_HAND[year, old]
    group, name = grouping[old]
    candidates = [code for code in started if grouping[code][0] == group]
    if not candidates:  # taken in by a number that lived on
        candidates = [code for code in now if grouping[code][0] == group]
    if len(candidates) > 1:
        candidates = [code for code in candidates if grouping[code][1] == name]
    if len(candidates) != 1:
        raise SystemExit(f"{year}: {old} {name} goes to {candidates}; decide by hand")
    return candidates[0]


def derive_changes(population: Codes, grouping: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Give one row per link between the divisions of consecutive years."""
    rows: list[dict[str, str]] = []
    divided = {(year, old) for year, old, *_ in SPLITS}
    for year in range(FIRST_YEAR + 1, max(population) + 1):
        before, now = set(population[year - 1]), set(population[year])
        started = sorted(now - before)
        links = {
            old: successor(year, old, started, grouping, now)
            for old in sorted(before - now)
            if (year, old) not in divided
        }
        took_part = {new for at, _, new, *_ in SPLITS if at == year}
        for new in sorted(set(links.values()) & before):
            links[new] = new  # lives on, larger
        for old, new in sorted(links.items()):
            several = sum(target == new for target in links.values()) > 1
            joined = several or new in took_part
            rows.append(whole(year, old, new, joined=joined, grouping=grouping))
    return rows


def whole(
    year: int, old: str, new: str, *, joined: bool, grouping: dict[str, tuple[str, str]]
) -> dict[str, str]:
    """Describe a municipality that went whole to one number."""
    kind = "merged" if joined else "renumbered"
    if (year, old) in COUNTY_CHANGED:
        kind = "county_changed"
    before, after = grouping[old][1], grouping[new][1]
    note = f"{before} became {after}" if before != after and not joined else ""
    return change(year, old, new, kind, note=note, source=GROUPING)


def change(
    year: int, old: str, new: str, kind: str, *, part: str = "", note: str = "", source: str
) -> dict[str, str]:
    """One row of changes.csv."""
    is_whole = "yes" if kind not in {"split", "part_moved"} else "no"
    return {
        "date": f"{year}-01-01", "old": old, "new": new, "kind": kind, "whole": is_whole,
        "part": part, "note": note, "source": source,
    }  # fmt: skip


def hand_changes() -> list[dict[str, str]]:
    """Give the splits, border adjustments and new names that no grouping lists."""
    splits = [
        change(year, old, new, "split", part=part, note=note, source=KLASS)
        for year, old, new, part, note in SPLITS
    ]
    moved = [
        change(year, old, new, "part_moved", note=note, source=MOVED_SOURCE[year])
        for year, old, new, note in MOVED
    ]
    renamed = [
        change(y, code, code, "renamed", note=f"{old} became {new}", source=KLASS)
        for y, code, old, new in RENAMED
    ]
    return splits + moved + renamed


def municipalities(population: Codes, grouping: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Give every number with its name and half-open validity."""
    years = sorted(population)
    rows = []
    for code in sorted({code for year in years for code in population[year]}):
        lived = [year for year in years if code in population[year]]
        if lived != list(range(lived[0], lived[-1] + 1)):
            raise SystemExit(f"{code} comes and goes: {lived}")
        rows.append(
            {
                "code": code,
                "name": grouping[code][1],
                "valid_from": "" if lived[0] == years[0] else f"{lived[0]}-01-01",
                "valid_to": "" if lived[-1] == years[-1] else f"{lived[-1] + 1}-01-01",
                "source": f"{GROUPING}; years from {POPULATION}",
            }
        )
    return rows


def parallel_names(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give the official parallel names in official order."""
    norwegian = {row["code"]: row["name"] for row in rows}
    norwegian |= {code: name for code, name, *_ in COUNTIES}
    found = []
    for code, names in sorted(NAMES.items()):
        for position, (language, name) in enumerate(names, start=1):
            found.append(
                {
                    "code": code,
                    "position": str(position),
                    "language": language,
                    "name": name or norwegian[code],
                    "since": NAMED_SINCE.get(code, "") if name else "",
                    "source": name_source(code),
                }
            )
    return found


def name_source(code: str) -> str:
    """Say where the official names of a number are from."""
    if code == "1826":
        return f"{GOVERNMENT}, 14 June 2019"
    return f"{KLASS if len(code) == 4 else COUNTY_KLASS}; spelling by {KARTVERKET}"


def derive_weights(population: Codes) -> list[dict[str, str]]:
    """Derive the shares of people by which divided municipalities went to each side.

    2024: the first count after the split. 2020: what each receiving municipality had on
    1 January 2020 beyond what its whole parts had a year before, over the sum of such residuals.
    """
    rows = []
    for old, earlier, year in (("1507", "", 2024), ("5012", "1613", 2020), ("1850", "", 2020)):
        targets = sorted(new for at, code, new, *_ in SPLITS if (at, code) == (year, old))
        if year == 2024:
            parts = {new: population[2024][new] for new in targets}
            method = "estimate: persons on 1 January 2024, the first count after the split"
        else:
            parts = {new: residual(population, new) for new in targets}
            method = (
                "estimate: persons on 1 January 2020 in the receiving municipality less those of "
                "its whole parts on 1 January 2019, as a share of the sum of such residuals"
            )
        for code in filter(None, (old, earlier)):
            for new in targets:
                rows.append(
                    {
                        "weights": "population",
                        "code": code,
                        "target": new,
                        "weight": str(parts[new]),
                        "share": f"{parts[new] / sum(parts.values()):.6f}",
                        "method": method,
                        "source": POPULATION,
                    }
                )
    return rows


def residual(population: Codes, new: str) -> int:
    """Persons in a municipality of 2020 that do not come from its whole parts."""
    wholes = [old for (year, old), target in BY_HAND.items() if (year, target) == (2020, new)]
    return population[2020][new] - sum(population[2019][old] for old in wholes)


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV with the columns of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def main(arguments: list[str]) -> None:
    """Read the tables, write the register."""
    tables, out = (Path(argument) for argument in arguments)
    population, grouping = read_population(tables), read_grouping(tables)
    listed = municipalities(population, grouping)
    changes = derive_changes(population, grouping) + hand_changes()
    order = sorted(changes, key=lambda row: (row["date"], row["old"], row["new"], row["kind"]))
    counties = [
        {"code": code, "name": name, "valid_from": start, "valid_to": end,
         "source": COUNTY_KLASS}
        for code, name, start, end in COUNTIES
    ]  # fmt: skip
    write(out / "municipalities.csv", listed)
    write(out / "counties.csv", counties)
    write(out / "names.csv", parallel_names(listed))
    write(out / "changes.csv", order)
    write(out / "weights.csv", derive_weights(population))


if __name__ == "__main__":
    main(sys.argv[1:])
