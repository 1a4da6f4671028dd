"""Addresses of gatherings, included among the public site's."""

from django.urls import path

from byregion.web.access import open_to_all
from byregion.web.public.views import gathering, gathering_presentation, gathering_registration

ONE = "<slug:programme>/samling/<slug:slug>/"
OWN = f"{ONE}pamelding/<str:token>/"

urlpatterns = open_to_all(
    [
        path("<slug:programme>/samling/", gathering.listing, name="gatherings"),
        path(ONE, gathering.detail, name="gathering"),
        path(f"{ONE}kalender.ics", gathering.whole_calendar, name="gathering-calendar"),
        path(f"{ONE}pamelding/", gathering_registration.registering, name="gathering-register"),
        path(OWN, gathering_registration.own, name="gathering-own"),
        path(f"{OWN}endre/<int:key>/", gathering_registration.changing, name="gathering-change"),
        path(f"{OWN}avmelding/", gathering_registration.cancelling, name="gathering-cancel"),
        path(
            f"{OWN}kalender.ics", gathering_registration.own_calendar, name="gathering-own-calendar"
        ),
        path(
            f"{ONE}presentasjon/<str:token>/",
            gathering_presentation.presentation,
            name="gathering-presentation",
        ),
        path(f"{ONE}evaluering/", gathering.results, name="gathering-results"),
        path(f"{ONE}evaluering/takk/", gathering.evaluated, name="gathering-evaluated"),
        path(f"{ONE}evaluering/<str:token>/", gathering.evaluation, name="gathering-evaluation"),
    ]
)
