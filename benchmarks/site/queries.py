"""How many queries a page asks, in the Django project that DJANGO_SETTINGS_MODULE names.

    python benchmarks/site/queries.py [--change SQL] PATH ...

Each page is asked for twice and counted the second time; with --change, after that statement.
Prints one number a page.
"""

import argparse

import django


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--change", help="a statement to run before the request that is counted")
    parser.add_argument("paths", nargs="+")
    chosen = parser.parse_args()
    django.setup()

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    for path in chosen.paths:
        client.get(path)
        if chosen.change:
            with connection.cursor() as cursor:
                cursor.execute(chosen.change)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path}: status {response.status_code}")
        print(len(queries))


if __name__ == "__main__":
    main()
