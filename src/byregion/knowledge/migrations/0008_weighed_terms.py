"""What a text is weighed by, beside its terms, on PostgreSQL."""

from django.db import migrations


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE knowledge_searchdocument ADD COLUMN weighed tsvector NOT NULL DEFAULT ''"
        )
        # Read thousands of times for each time it is written: unpacking would take most of it.
        schema_editor.execute(
            "ALTER TABLE knowledge_searchdocument ALTER COLUMN weighed SET STORAGE EXTERNAL"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE knowledge_searchdocument DROP COLUMN weighed")


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0007_read_attempts")]

    operations = [migrations.RunPython(build, remove)]
