"""One address of each kind of public page, with the real programme loaded."""

PROGRAMME = "/byregionprogrammet"
REGION = f"{PROGRAMME}/region/midt-troms/"
REGIONS = f"{PROGRAMME}/region/"
COMPARE = f"{PROGRAMME}/side-ved-side/"

PAGES = {
    "front": "/",
    "programme": f"{PROGRAMME}/",
    "analyses": f"{PROGRAMME}/analyse/",
    "about": "/om/",
    "accessibility": "/tilgjenge/",
    "privacy": "/personvern/",
    "data": "/data/",
    "search": "/sok/",
    "search-hits": "/sok/?q=salten",
    "search-none": "/sok/?q=zzzzqqqq",
    "regions": REGIONS,
    "regions-none": f"{REGIONS}?q=zzzzqqqq",
    "region": REGION,
    "region-without-map": f"{PROGRAMME}/region/fosenregionen/",
    "municipality": "/kommune/1804/",
    "municipality-reformed": "/kommune/1201/",
    "municipalities": f"{PROGRAMME}/kommune/",
    "county": "/fylke/18/",
    "compare-nothing": COMPARE,
    "compare": f"{COMPARE}?region=fjellregionen&region=hallingdal&region=midt-troms",
    "awards": f"{PROGRAMME}/tildeling/",
    "gatherings": f"{PROGRAMME}/samling/",
    "gathering": f"{PROGRAMME}/samling/oslo-2015/",
    "publications": f"{PROGRAMME}/publikasjon/",
    "publication": f"{PROGRAMME}/publikasjon/sluttevaluering-2018/",
    "search-narrowed": "/sok/?q=samarbeid&type=publication",
    "advice": f"{PROGRAMME}/rad/",
    "newsletter": "/brev/",
    "newsletter-asked": "/brev/takk/",
    "coverage": f"{PROGRAMME}/dekning/",
    "missing": "/finst-ikkje/",
}
LANGUAGES = {"nn": "", "nb": "/nb", "en": "/en"}
