from django.db import migrations

TABLE, LEADS = "marketplace_leadstep", "marketplace_lead"

GUARD = {
    "sqlite": [
        f"""CREATE TRIGGER leadstep_never_changes BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'a step of a lead is never changed'); END""",
        f"""CREATE TRIGGER leadstep_stays_with_its_lead BEFORE DELETE ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {LEADS} WHERE id = OLD.lead_id)
        BEGIN SELECT RAISE(ABORT, 'a step goes only after its lead'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION leadstep_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM {LEADS} WHERE id = OLD.lead_id) THEN
            RAISE EXCEPTION 'a step of a lead is never changed' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN OLD;
        END $$""",
        f"""CREATE TRIGGER leadstep_append_only BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION leadstep_append_only()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER leadstep_never_changes", "DROP TRIGGER leadstep_stays_with_its_lead"],
    "postgresql": [f"DROP TRIGGER leadstep_append_only ON {TABLE}", "DROP FUNCTION leadstep_append_only()"],
}


def guard(apps, schema_editor):
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
