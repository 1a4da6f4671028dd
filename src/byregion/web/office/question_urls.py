"""Addresses of questions to the network, in the office."""

from django.urls import path

from byregion.web.office.views import questions

ONE = "sporsmal/<int:pk>/"
ANSWER = f"{ONE}svar/<int:answer>/"

urlpatterns = [
    path("sporsmal/", questions.listing, name="network-questions"),
    path("sporsmal/nytt/", questions.ask, name="network-question-new"),
    path(ONE, questions.detail, name="network-question"),
    path(f"{ONE}status/", questions.act, name="network-question-act"),
    path(f"{ONE}tema/", questions.sort_under, name="network-question-themes"),
    path(ANSWER, questions.edit_answer, name="network-answer"),
    path(f"{ANSWER}slett/", questions.delete_answer, name="network-answer-delete"),
]
