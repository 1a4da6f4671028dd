"""The engine: pure functions on frames. No Django, no network, no files written, no clock.

Words
-----
Flows
    Commuters from home municipality to work municipality, one period.
Vintage
    The municipal division valid on a date; statistics are harmonised to one.
Result
    A frozen object: frames, the parameters used, and the provenance of what went in.

May import numpy, scipy, polars and, inside kernels, numba. Imports no other room.
"""
