"""Addresses of gatherings in the office."""

from django.urls import path

from byregion.web.office.views import (
    gathering,
    gathering_after,
    gathering_form,
    gathering_materials,
    gathering_people,
    gathering_programme,
)

ONE = "samling/<int:pk>/"
PARTY = f"{ONE}pamelding/<uuid:key>/"
FORM = f"{ONE}skjema/<slug:form>/"

urlpatterns = [
    path("samling/", gathering.listing, name="gatherings"),
    path("samling/ny/", gathering.create, name="gathering-new"),
    path("samling/opptak/<int:known>/", gathering.adopt, name="gathering-adopt"),
    path(ONE, gathering.detail, name="gathering"),
    path(f"{ONE}rediger/", gathering.edit, name="gathering-edit"),
    path(f"{ONE}kopi/", gathering.copy, name="gathering-copy"),
    path(f"{ONE}opning/", gathering.opening, name="gathering-opening"),
    path(f"{ONE}avlys/", gathering.call_off, name="gathering-call-off"),
    path(f"{ONE}status/", gathering.move, name="gathering-move"),
    path(f"{ONE}program/", gathering_programme.sessions, name="sessions"),
    path(f"{ONE}program/ny/", gathering_programme.session, name="session-new"),
    path(f"{ONE}program/<int:session>/", gathering_programme.session, name="session"),
    path(f"{ONE}program/<int:session>/slett/", gathering_programme.remove, name="session-remove"),
    path(FORM, gathering_form.questions, name="questions"),
    path(f"{FORM}ny/", gathering_form.question, name="question-new"),
    path(f"{FORM}ferdig/", gathering_form.add_ready_made, name="question-ready-made"),
    path(f"{FORM}<int:question>/", gathering_form.question, name="question"),
    path(f"{FORM}<int:question>/flytt/", gathering_form.act_on_question, name="question-act"),
    path(f"{ONE}pamelding/", gathering_people.registrations, name="registrations"),
    path(f"{ONE}pamelding/data.csv", gathering_people.export, {"kind": "csv"}, "registrations-csv"),
    path(
        f"{ONE}pamelding/data.xlsx", gathering_people.export, {"kind": "xlsx"}, "registrations-xlsx"
    ),
    path(PARTY, gathering_people.party, name="party"),
    path(f"{PARTY}status/", gathering_people.act_on_party, name="party-act"),
    path(f"{ONE}venteliste/", gathering_people.waiting, name="waiting"),
    path(f"{ONE}innsjekking/", gathering_people.door, name="door"),
    path(f"{ONE}innsjekking/<int:registration>/", gathering_people.check_in, name="check-in"),
    path(f"{ONE}skilt.pdf", gathering_people.name_badges, name="badges"),
    path(f"{ONE}liste.pdf", gathering_people.door_list, name="door-list"),
    path(f"{ONE}kvote/", gathering_after.quotas, name="quotas"),
    path(f"{ONE}brev/", gathering_after.message, name="gathering-message"),
    path(f"{ONE}etterpa/", gathering_materials.materials, name="materials"),
    path(f"{ONE}etterpa/mas/", gathering_materials.chase, name="materials-chase"),
    path(f"{ONE}etterpa/<int:material>/", gathering_materials.material, name="material"),
    path(
        f"{ONE}etterpa/<int:material>/slett/",
        gathering_materials.remove_material,
        name="material-remove",
    ),
    path(f"{ONE}resultat/", gathering_after.outcome, name="outcome"),
    path(f"{ONE}evaluering/", gathering_after.evaluation, name="gathering-evaluation"),
]
