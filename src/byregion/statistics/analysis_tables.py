"""Names of the tables that an analysis of a city region reads, apart from what reads them."""

# Without these there is no analysis.
NEEDED = ("commuting", "population")
# Each year in its own division; a city region is followed in them as a whole.
OWN_YEARS = (
    "employment_by_industry", "population_change", "unemployment", "income", "education",
)  # fmt: skip
# Given in one division, of the year of the analysis or not at all.
OF_ONE_YEAR = ("travel_times",)
OPTIONAL = ("labour_market", "centrality", "population_sex", *OWN_YEARS, *OF_ONE_YEAR)
