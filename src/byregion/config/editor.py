"""Settings of the editor: Wagtail, its apps and its searches. Part of `settings`."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from byregion.knowledge.files.kinds import DOCUMENTS, INLINE, KINDS, PICTURES

APPS = [
    "byregion.knowledge",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
]
MIDDLEWARE = [
    "byregion.web.editor.guard",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
LANGUAGES = [("nn", "Nynorsk"), ("nb", "Bokmål"), ("en", "English")]
LARGEST_UPLOAD = 100 * 1024 * 1024


def settings(base_url: str, data: Path) -> dict[str, object]:
    """Give Wagtail's settings by name, for an installation at `base_url` with files in `data`."""
    return {
        "WAGTAIL_SITE_NAME": "Byregion",
        "WAGTAIL_PAGE_MODEL": "wagtailcore.Page",
        "WAGTAILADMIN_BASE_URL": base_url,
        "WAGTAIL_I18N_ENABLED": True,
        "WAGTAIL_CONTENT_LANGUAGES": LANGUAGES,
        # Wagtail's Norwegian is bokmål, and not whole; nynorsk is not there at all.
        "WAGTAILADMIN_PERMITTED_LANGUAGES": [("nb", _("Norwegian Bokmål")), ("en", _("English"))],
        "WAGTAILIMAGES_IMAGE_MODEL": "knowledge.Picture",
        "WAGTAILDOCS_DOCUMENT_MODEL": "knowledge.File",
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": 20 * 1024 * 1024,
        "WAGTAILIMAGES_EXTENSIONS": sorted(PICTURES),
        "WAGTAILDOCS_EXTENSIONS": sorted(DOCUMENTS),
        "WAGTAILDOCS_DOCUMENT_FORM_BASE": "byregion.knowledge.upload_forms.SafeDocumentForm",
        "WAGTAILIMAGES_IMAGE_FORM_BASE": "byregion.knowledge.upload_forms.SafePictureForm",
        "WAGTAILDOCS_CONTENT_TYPES": {kind.extension: kind.content_type for kind in KINDS.values()},
        # Never straight from the disk: our own view sets the headers that make a file harmless.
        "WAGTAILDOCS_SERVE_METHOD": "serve_view",
        "WAGTAILDOCS_INLINE_CONTENT_TYPES": sorted(INLINE),
        # Nothing is fetched from elsewhere to look after pages or people.
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
        "WAGTAILEMBEDS_FINDERS": [],
        "WAGTAIL_MODERATION_ENABLED": True,
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "modelsearch.backends.database"}},
        "TAGGIT_CASE_INSENSITIVE": True,
        "MEDIA_ROOT": data / "media",
        "MEDIA_URL": "/media/",
    }
