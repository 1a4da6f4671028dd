from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_search_terms")]

    operations = [
        migrations.AddField(
            model_name="searchdocument", name="lead", field=models.JSONField(default=dict)
        ),
    ]
