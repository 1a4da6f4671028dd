"""What a production server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byregion.config.settings")
application = get_wsgi_application()

from byregion.insight import background  # noqa: E402 - its models need the settings

background.start()
