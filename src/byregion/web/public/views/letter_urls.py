"""Addresses of the newsletter and the feeds."""

from django.urls import path

from byregion.web.public.views import feeds, newsletter

urlpatterns = [
    path("brev/", newsletter.newsletter, name="newsletter"),
    path("brev/takk/", newsletter.asked, name="newsletter-asked"),
    path("brev/<int:pk>/", newsletter.issue, name="newsletter-issue"),
    path("brev/ja/<str:token>/", newsletter.confirm, name="newsletter-confirm"),
    path("brev/nei/<str:token>/", newsletter.end, name="newsletter-end"),
    path("feed/artikkel.<feed:feed>", feeds.articles, name="feed"),
    path("<slug:programme>/region/<slug:slug>/feed.<feed:feed>", feeds.region, name="feed-region"),
    path("<slug:programme>/tema/<slug:slug>/feed.<feed:feed>", feeds.theme, name="feed-theme"),
    path("<slug:programme>/samling/feed.<feed:feed>", feeds.gatherings, name="feed-gatherings"),
]
