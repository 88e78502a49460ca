import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kernel.append_only import append_only

STEPS_STAY = append_only("marketplace_leadstep", about="marketplace_lead", column="lead_id")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_merged'),
        ('footprint', '0005_prepared_firms'),
        ('marketplace', '0006_floor'),
        ('matching', '0001_initial'),
        ('partners', '0003_offers_changed_on_a_shelf'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(STEPS_STAY.reverse_code, STEPS_STAY.code),  # SQLite makes both tables anew
        migrations.RemoveConstraint(
            model_name='lead',
            name='lead_reason_when_declined',
        ),
        migrations.AddField(
            model_name='lead',
            name='assigned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lead',
            name='delayed_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='lead',
            name='due_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='lead',
            name='enough',
            field=models.PositiveSmallIntegerField(default=6),
        ),
        migrations.AddField(
            model_name='lead',
            name='on_silence',
            field=models.CharField(choices=[('ask', 'Ask me first'), ('automatic', 'Ask the next partner of the list for me')], default='ask', max_length=9),
        ),
        migrations.AddField(
            model_name='lead',
            name='reminded',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='leadstep',
            name='day',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='lead',
            name='reason',
            field=models.CharField(blank=True, choices=[('too_far', 'Too far from our teams'), ('too_small', 'Too small a project for us'), ('no_capacity', 'No room at the moment'), ('outside_trade', 'Outside our trade'), ('incomplete', 'Not enough information to answer'), ('other', 'Another reason'), ('closed', 'The partner has left Qafila'), ('price', 'Too expensive'), ('timing', 'Not at the right time'), ('another', 'Another partner was chosen'), ('finance', 'No finance was found'), ('stopped', 'The project is given up')], max_length=13),
        ),
        migrations.AlterField(
            model_name='leadstep',
            name='reason',
            field=models.CharField(blank=True, choices=[('too_far', 'Too far from our teams'), ('too_small', 'Too small a project for us'), ('no_capacity', 'No room at the moment'), ('outside_trade', 'Outside our trade'), ('incomplete', 'Not enough information to answer'), ('other', 'Another reason'), ('closed', 'The partner has left Qafila'), ('price', 'Too expensive'), ('timing', 'Not at the right time'), ('another', 'Another partner was chosen'), ('finance', 'No finance was found'), ('stopped', 'The project is given up')], max_length=13),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['too_far', 'too_small', 'no_capacity', 'outside_trade', 'incomplete', 'other', 'closed']), ('status', 'declined')), models.Q(('reason__in', ['price', 'timing', 'another', 'finance', 'stopped', 'other']), ('status', 'lost')), models.Q(models.Q(('status__in', ('declined', 'lost')), _negated=True), ('reason', '')), _connector='OR'), name='lead_reason_when_it_ends'),
        ),
        STEPS_STAY,
    ]
