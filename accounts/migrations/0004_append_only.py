import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_apikey_expires_at")]
    operations = [
        migrations.AlterField(
            model_name="consent",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        append_only("accounts_consent", about="accounts_user", column="user_id"),
    ]
