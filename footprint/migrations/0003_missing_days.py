from django.db import migrations, models


def per_year(apps, schema_editor):
    """What was one answer for every year of a site becomes the answer of each of its years."""
    for site in apps.get_model("footprint", "Site").objects.filter(facts__has_key="fill_missing_days"):
        if site.facts.pop("fill_missing_days"):
            site.footprints.update(missing_days="filled")
        site.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [
        ("footprint", "0002_wider_totals"),
    ]

    operations = [
        migrations.AddField(
            model_name="footprint",
            name="missing_days",
            field=models.CharField(
                choices=[
                    ("unknown", "Not known: figures are of the days billed"),
                    ("filled", "Filled in at the mean of the other days"),
                    ("unused", "Nothing was used: this is all the energy of the year"),
                ],
                default="unknown",
                max_length=10,
            ),
        ),
        migrations.RunPython(per_year, migrations.RunPython.noop),
    ]
