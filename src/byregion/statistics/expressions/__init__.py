"""What is done to tables too big for memory, as Ibis expressions that any of its engines can run.

Whole numbers are summed exactly, and divided only afterwards, by the caller. A count that is not
given is counted beside the sum (`unknown`) and never taken for zero; a sum of nothing but unknown
counts is null. Where a table says why a figure is not there (`status`), so does the sum, and then a
sum of which a part is not given is not given either (see `states`). Every result has a total order,
so that it is the same row for row on every engine.
"""
