import json
from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

SUBJECTS = [
    ('technology', 'Offers of technology'), ('advice', 'Offers of advice'), ('finance', 'Offers of finance'),
    ('certification', 'Offers of certification'), ('firm_technology', 'Firms for whoever sells technology'),
    ('firm_advice', 'Firms for whoever advises'), ('firm_finance', 'Firms for whoever finances'),
    ('firm_certification', 'Firms for whoever certifies'), ('needs', 'What needs weigh'), ('lists', 'Lists under capacity'),
]
NEARLY = Decimal('0.8')


def name_what_is_missed(apps, _schema_editor):
    """Say of each near miss that is served which rule it fails, as its result says."""
    rows = apps.get_model('matching', 'Match').objects.filter(verdict='fail', run__superseded_at=None)
    for row in rows.only('pk', 'result').iterator(chunk_size=500):
        told = json.loads(row.result)
        rule = next((one for one in told['verdicts'] if one['verdict'] == 'fail'), None)
        if not told['near_miss'] or rule is None:
            continue
        if rule['code'] != 'ticket_min' or Decimal(rule['actual']) > NEARLY * Decimal(rule['required']):
            row.misses = rule['code']
            row.save(update_fields=['misses'])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_merged'),
        ('footprint', '0008_products_and_base_year'),
        ('matching', '0003_two_sides'),
    ]

    operations = [
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('request', models.UUIDField(primary_key=True, serialize=False)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='footprint.site')),
            ],
        ),
        migrations.RemoveConstraint(model_name='parameterset', name='parameter_version_once'),
        migrations.RemoveConstraint(model_name='parameterset', name='parameter_active_once'),
        migrations.RenameField(model_name='parameterset', old_name='offer_kind', new_name='subject'),
        migrations.AlterField(
            model_name='parameterset',
            name='subject',
            field=models.CharField(choices=SUBJECTS, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='parameterset',
            constraint=models.UniqueConstraint(fields=('subject', 'version'), name='parameter_version_once'),
        ),
        migrations.AddConstraint(
            model_name='parameterset',
            constraint=models.UniqueConstraint(condition=Q(('active', True)), fields=('subject',), name='parameter_active_once'),
        ),
        migrations.AddField(
            model_name='match',
            name='misses',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.RunPython(name_what_is_missed, migrations.RunPython.noop),
    ]
