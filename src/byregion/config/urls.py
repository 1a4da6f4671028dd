"""All addresses: the public site in three languages; machine addresses once."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from byregion.web.access import anyone
from byregion.web.public.views import documents, pages

urlpatterns = [
    path("favicon.ico", anyone(pages.favicon)),
    path("api/", include("byregion.api.urls")),
    path("redaktor/", include("wagtail.admin.urls")),
    # Before Wagtail's own, which would hand out what waits for the virus scanner.
    path("dokument/<int:document_id>/<path:document_filename>", documents.document),
    path("dokument/", include("wagtail.documents.urls")),
    path("media/images/<path:name>", documents.picture),
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
