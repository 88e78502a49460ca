from django.db import migrations

from kernel.ids import uuid7

OPEN = ("sent", "seen", "accepted")


def open_conversations(apps, _schema_editor):
    """Each lead has the conversation that a new one is sent with."""
    lead_model, conversation_model, participant_model = (
        apps.get_model(*name.split("."))
        for name in ("marketplace.Lead", "messaging.Conversation", "messaging.Participant")
    )
    known = set(conversation_model.objects.filter(about="lead").values_list("subject_id", flat=True))
    for lead in lead_model.objects.exclude(pk__in=known).iterator(chunk_size=500):
        conversation = conversation_model.objects.create(
            id=uuid7(),
            about="lead",
            subject_id=lead.pk,
            created_at=lead.sent_at,
            last_at=lead.sent_at,
            is_masked=lead.status != "accepted",
            closed_at=None if lead.status in OPEN else lead.answered_at or lead.sent_at,
        )
        for organization_id, is_named in (
            (lead.organization_id, "name" in lead.released),
            (lead.partner_organization_id, True),
        ):
            participant_model.objects.create(
                id=uuid7(),
                conversation=conversation,
                organization_id=organization_id,
                is_named=is_named,
                joined_at=lead.sent_at,
            )


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0004_ends"), ("messaging", "0002_append_only")]

    operations = [migrations.RunPython(open_conversations, migrations.RunPython.noop)]
