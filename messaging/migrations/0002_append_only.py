from django.db import migrations

from kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [append_only("messaging_revision", about="messaging_message", column="message_id")]
