from datetime import timedelta

from django.db import migrations, models


def a_year_from_today(apps, _schema_editor):
    """Keys made before keys ended get a year from now, so that no program stops without notice."""
    from django.utils import timezone

    apps.get_model("accounts", "ApiKey").objects.update(expires_at=timezone.now() + timedelta(days=365))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitations")]

    operations = [
        migrations.AddField("apikey", "expires_at", models.DateTimeField(null=True)),
        migrations.RunPython(a_year_from_today, migrations.RunPython.noop),
        migrations.AlterField("apikey", "expires_at", models.DateTimeField()),
    ]
