"""Addresses of groups of regions, and of contact between regions, in the office."""

from django.urls import path

from byregion.web.office.views import contacts, discussion, group_content, groups

ONE = "gruppe/<int:pk>/"
THREAD = f"{ONE}trad/<int:thread>/"
FILE = f"{ONE}fil/<uuid:file>/"

urlpatterns = [
    path("gruppe/", groups.listing, name="groups"),
    path("gruppe/melding/", discussion.digest, name="group-digest"),
    path("gruppe/<slug:programme>/ny/", groups.create, name="group-new"),
    path("gruppe/<slug:programme>/forslag/", groups.proposal, name="group-proposal"),
    path(ONE, groups.detail, name="group"),
    path(f"{ONE}rediger/", groups.edit, name="group-edit"),
    path(f"{ONE}status/", groups.move, name="group-move"),
    path(f"{ONE}mote/", group_content.meeting, name="meeting-new"),
    path(f"{ONE}mote/<int:meeting>/", group_content.meeting, name="meeting"),
    path(f"{ONE}mote/<int:meeting>/slett/", group_content.remove_meeting, name="meeting-remove"),
    path(f"{ONE}fil/", group_content.share, name="group-share"),
    path(FILE, group_content.download, name="group-file"),
    path(f"{FILE}slett/", group_content.remove_file, name="group-file-remove"),
    path(f"{ONE}trad/", discussion.start, name="thread-new"),
    path(THREAD, discussion.thread, name="thread"),
    path(f"{THREAD}svar/", discussion.answer, name="thread-answer"),
    path(f"{THREAD}innlegg/<int:post>/", discussion.edit, name="post"),
    path(f"{THREAD}innlegg/<int:post>/slett/", discussion.delete, name="post-delete"),
    path("kontakt/", contacts.listing, name="contacts"),
    path("kontakt/<int:pk>/", contacts.detail, name="contact"),
    path("kontakt/<int:pk>/status/", contacts.move, name="contact-move"),
    path("kontakt/<int:pk>/notat/", contacts.note, name="contact-note"),
    path("kontakt/<int:pk>/lerdom/", contacts.learning, name="contact-learning"),
    path("kontakt/<slug:programme>/<slug:region>/", contacts.peers, name="peers"),
    path("kontakt/<slug:programme>/<slug:region>/<slug:other>/", contacts.ask, name="contact-ask"),
]
