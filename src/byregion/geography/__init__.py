"""Places on a map: municipal boundaries, and the areas that partnerships of municipalities cover.

Words: Boundaries (the shipped file of 2020's municipalities), Area (what is drawn for a set of
municipality numbers of any division, and whether it is exact). May import common and the engine.
"""
