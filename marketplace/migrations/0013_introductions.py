from django.db import migrations

OPEN = ("sent", "seen", "question", "accepted", "visit", "quoted")


def tell_who_is_in_touch(apps, _schema_editor):
    """Tell matching of the requests that are open: later ones are told as they are sent."""
    rows = apps.get_model("marketplace", "Lead").objects.filter(status__in=OPEN)
    introduction = apps.get_model("matching", "Introduction")
    introduction.objects.bulk_create(
        (
            introduction(request=pk, site_id=site, partner_id=partner)
            for pk, site, partner in rows.values_list("pk", "site_id", "partner_organization_id").iterator()
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0012_saved_searches'),
        ('matching', '0004_parameters'),
    ]

    operations = [migrations.RunPython(tell_who_is_in_touch, migrations.RunPython.noop)]
