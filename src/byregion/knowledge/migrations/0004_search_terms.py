"""The words that are searched: a virtual table on SQLite, a column with an index on PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE knowledge_searchterms USING fts5(
    title, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '3 4 5'
)
"""
POSTGRES = (
    "ALTER TABLE knowledge_searchdocument ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX knowledge_searchterms ON knowledge_searchdocument USING gin (terms)",
)
POSTGRES_BACK = (
    "DROP INDEX knowledge_searchterms",
    "ALTER TABLE knowledge_searchdocument DROP COLUMN terms",
)


def build(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES if is_postgres else (SQLITE,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_BACK if is_postgres else ("DROP TABLE knowledge_searchterms",):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_library_and_search")]

    operations = [migrations.RunPython(build, remove)]
