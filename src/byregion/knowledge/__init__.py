"""What is told and gathered: articles, regions' own stories, pages, and the library.

Wagtail's room, and half a face: its pages carry their own templates. Words: an *article* is news or
a lesson; a *region's story* is the editorial part of a region's presentation; a *publication* is an
entry of the library. Pages name programmes, regions and themes by slugs, as roles do, so that a
bundle imported anew leaves them standing.
"""
