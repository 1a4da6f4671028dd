"""What the production server loads for the peer."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
