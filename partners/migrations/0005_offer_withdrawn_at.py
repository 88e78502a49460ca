from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_absence")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
