"""The samfunnsanalyse of a city region: chapters of findings, tables, figures, caveats and sources.

`analyse_region` composes it from frames; `RegionAnalysis` is what comes out and can be written and
read again without loss. No sentence stands here: `byregion.wording` says findings in a language,
`byregion.charts` draws figures, `byregion.report` prints.
"""
