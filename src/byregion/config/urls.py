"""All addresses: the public site in three languages; machine addresses once."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/", include("byregion.api.urls")),
    path("redaktor/", include("wagtail.admin.urls")),
    path("dokument/", include("wagtail.documents.urls")),
    path("konto/innlogging/", include("byregion.web.account.oidc_urls")),
    *i18n_patterns(
        path("konto/", include("byregion.web.account.urls")),
        path("kontor/", include("byregion.web.office.urls")),
        path("artikkel/", include("wagtail.urls")),
        path("", include("byregion.web.public.urls")),
        prefix_default_language=False,
    ),
]
handler403 = "byregion.web.public.views.errors.forbidden"
handler404 = "byregion.web.public.views.errors.not_found"
handler500 = "byregion.web.public.views.errors.server_error"
