"""The words of the document itself; what the analysis says comes from `byregion.wording`."""

from __future__ import annotations

# nn, nb, en
_WORDS = {
    "kind": ("Samfunnsanalyse", "Samfunnsanalyse", "Regional analysis"),
    "contents": ("Innhald", "Innhold", "Contents"),
    "figure": ("Figur", "Figur", "Figure"),
    "table": ("Tabell", "Tabell", "Table"),
    "page": ("Side", "Side", "Page"),
    "members": ("Kommunane", "Kommunene", "Municipalities"),
    "year": ("Tala gjeld", "Tallene gjelder", "Figures for"),
    "date": ("Data henta", "Data hentet", "Data retrieved"),
    "version": ("Laga med Byregion", "Laget med Byregion", "Made with Byregion"),
    "own": ("Regionen sine eigne ord", "Regionens egne ord", "In the region’s own words"),
    "caveats": ("Atterhald", "Forbehold", "Caveats"),
    "missing": ("Det som manglar", "Det som mangler", "What is missing"),
    "missing_lead": (
        "Desse kapitla manglar data, heilt eller delvis.",
        "Disse kapitlene mangler data, helt eller delvis.",
        "These chapters lack data, wholly or in part.",
    ),
    "sources": ("Kjelder", "Kilder", "Sources"),
    "methods": ("Metode", "Metode", "Methods"),
    "licence": ("Lisens", "Lisens", "Licence"),
    "licence_text": (
        "Tala er frå kjeldene over, under lisensen som står ved kvar av dei. Statistisk "
        "sentralbyrå sine tal er under CC BY 4.0: dei kan brukast fritt når kjelda er namngjeven.",
        "Tallene er fra kildene over, under lisensen som står ved hver av dem. Statistisk "
        "sentralbyrås tall er under CC BY 4.0: de kan brukes fritt når kilden navngis.",
        "The figures are from the sources above, under the licence stated for each. Figures from "
        "Statistics Norway are under CC BY 4.0: free to use when the source is named.",
    ),
    "borders": (
        "Kommunegrenser: Kartverket, CC BY 4.0. Karta viser grensene frå 2020.",
        "Kommunegrenser: Kartverket, CC BY 4.0. Kartene viser grensene fra 2020.",
        "Municipal boundaries: Kartverket, CC BY 4.0. The maps show the boundaries of 2020.",
    ),
    "cite": ("Slik siterer du", "Slik siterer du", "How to cite"),
    "left_out": (
        "Heile tabellen ({rows} rader) ligg i datavedlegget.",
        "Hele tabellen ({rows} rader) ligger i datavedlegget.",
        "The whole table ({rows} rows) is in the data annex.",
    ),
    "unknown": ("ukjend", "ukjent", "unknown"),
    "source": ("Kjelde", "Kilde", "Source"),
}


def words(language: str) -> dict[str, str]:
    """Give all words of the document in a language."""
    place = ("nn", "nb", "en").index(language)
    return {key: texts[place] for key, texts in _WORDS.items()}
