"""Programmes: phases, city regions, who takes part, themes, awards, gatherings, publications.

Words: Programme, Phase, CityRegion (byregion), Participation (a region in a phase), Membership (a
municipality in a participation, with a role), Theme, Award (the public fact), Gathering,
Publication, Source, PublishedFigure (a total that somebody else states), Gap (what is known to
be unknown).

Verbs (domain): import_bundle, export_bundle. Reads (queries): named, one file per subject.
May import geography, common and the engine. Knows no page and no request.
"""
