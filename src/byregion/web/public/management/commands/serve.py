"""`byregion serve`: what a newcomer runs. Makes the database, loads the programme, serves it."""

from __future__ import annotations

import socket
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import byregion.programme
from byregion.common.clock import now
from byregion.knowledge.domain.editors import editors
from byregion.knowledge.domain.tree import set_up_tree
from byregion.people.domain.demo import PASSWORD, demo_people, make_demo_people
from byregion.people.models import User
from byregion.people.permissions import Place
from byregion.programme.models import CityRegion, Programme
from byregion.web.design import static_files

BUNDLE = Path(byregion.programme.__file__).parent / "data" / "byregionprogrammet"


class Command(BaseCommand):
    """Set up what is missing, then serve; quick when nothing is."""

    help = "Set up the embedded database where needed, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4, help="for each worker")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _check_free(host, port)
        if _migrations_wait():
            self.stdout.write("· preparing the database")
            call_command("migrate", verbosity=0)
        if not Programme.objects.exists():
            self.stdout.write("· loading Byregionprogrammet")
            call_command("programme", "import", str(BUNDLE))
        set_up_tree(settings.BASE_URL)
        editors()
        call_command("insight", "load", stdout=StringIO())
        if not settings.DEBUG:
            static_files.collect()
        self.stdout.write(self.style.SUCCESS(f"Byregion is at http://{host}:{port}/"))
        self._tell_who_may_sign_in(host)
        self.stdout.write("Stop with Ctrl-C.")
        _serve(host, port, workers=options["workers"], threads=options["threads"])

    def _tell_who_may_sign_in(self, host: str) -> None:
        if settings.DEMO and host in {"127.0.0.1", "localhost", "::1"}:
            region = CityRegion.objects.order_by("programme", "name").first()
            if region is not None:
                make_demo_people(Place(region.programme.slug, region.slug), at=now())
        people = demo_people() if settings.DEMO else []
        if people:
            self.stdout.write(f'Demo logins, on this machine only, password "{PASSWORD}":')
            for person in people:
                self.stdout.write(f"  {person.email}")
        elif not User.objects.exists():
            self.stdout.write("Nobody can sign in yet: byregion people add-administrator ADDRESS")


def _migrations_wait() -> bool:
    # Looking takes half as long as migrating to where the database is already.
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken ({error.strerror}). Choose another with --port."
            ) from None


def _serve(host: str, port: int, *, workers: int, threads: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - the server is needed here alone
    from granian.server import Server  # noqa: PLC0415

    Server(
        "byregion.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_access=False,
    ).serve()
