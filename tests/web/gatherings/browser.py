"""What the tests of gatherings' pages share."""

from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.factories.people import make_person


def nynorsk(name, args=()):
    """Give the address in nynorsk, whatever language the request before was in."""
    with override("nn"):
        return reverse(name, args=args)


def signed_in(role, place=None):
    """Give a browser in which somebody with the role is signed in."""
    client = Client()
    client.force_login(make_person(role, place))
    return client
