"""Addresses of people, the trail and the outbox in the office."""

from django.urls import path

from byregion.web.office.views import audit, organisations, outbox, people

urlpatterns = [
    path("folk/", people.listing, name="people"),
    path("folk/data.csv", people.export, name="people-file"),
    path("folk/inviter/", people.invite, name="people-invite"),
    path("folk/organisasjon/", organisations.listing, name="organisations"),
    path("folk/organisasjon/ny/", organisations.add, name="organisation-add"),
    path("folk/organisasjon/<slug:slug>/", organisations.change, name="organisation"),
    path("folk/rolle/<int:pk>/slutt/", people.end_role, name="role-end"),
    path("folk/invitasjon/<int:pk>/igjen/", people.send_again, name="invitation-again"),
    path("folk/invitasjon/<int:pk>/trekk/", people.withdraw, name="invitation-withdraw"),
    path("folk/<uuid:key>/", people.detail, name="person"),
    path("folk/<uuid:key>/slett/", people.erase, name="person-erase"),
    path("revisjon/", audit.trail, name="audit"),
    path("revisjon/data.csv", audit.export, name="audit-file"),
    path("post/", outbox.listing, name="outbox"),
    path("post/<int:pk>/", outbox.letter, name="letter"),
    path("post/<int:pk>/brev.html", outbox.preview, name="letter-preview"),
    path("post/<int:pk>/igjen/", outbox.send_again, name="letter-again"),
]
