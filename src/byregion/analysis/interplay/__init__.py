"""Interplay: does growth in a core and in its hinterland go together, and who goes first?

Words
-----
Core, hinterland
    The centre of a city region, and what is tied to it; a hinterland may be in classes.
Co-movement
    Growth of both in the same years.
Leading
    Growth of one foretelling that of the other, beyond what the other's own past foretells
    (Granger). Foretelling is not causing.
Spread, backwash
    Growth of the core followed by more, or by less, growth around it.
The motor metaphor
    The belief that cities are motors that pull their regions along. Here it is tested.

Series are short, a few years to two decades, so most single answers are uncertain; every result
carries its uncertainty, and a verdict may be that these data cannot tell.
"""
