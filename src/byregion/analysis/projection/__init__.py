"""Population projection by cohorts, for any number of municipalities at once.

Words
-----
Cohort
    People born in the same period, followed from age group to age group.
Step
    The width of an age group and of the time that one round of the projection takes, in years.
Rate
    Events per person and year: children born by women of an age, net migrants per resident.
Back-test
    A projection from a year in the past to a later one that is known, and how far off it was.

A projection is an estimate: it says what follows if the rates hold, not what will happen.
"""
