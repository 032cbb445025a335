"""The legal duty stands in the care relation, as the client agreed to it."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def take_from_the_practice(apps: Any, _editor: Any) -> None:
    """Those who agreed before agreed to what the practice states; what has ended is in its sealed copy already."""
    practice = apps.get_model("practices", "Practice").objects.filter(pk=OuterRef("practice"))
    agreed = Q(accepted_at__isnull=False) | Q(invited_by="client")
    apps.get_model("subjects", "CareRelation").objects.filter(agreed, ended_at__isnull=True).update(
        legal_duty=Subquery(practice.values("legal_duty")[:1]),
        legal_duty_years=Subquery(practice.values("legal_duty_years")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_initial"),
        ("subjects", "0002_care_relations"),
    ]

    operations = [
        migrations.AddField(
            model_name="carerelation",
            name="legal_duty",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="carerelation",
            name="legal_duty_years",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="carerelation",
            constraint=models.CheckConstraint(
                condition=Q(legal_duty="", legal_duty_years__isnull=True)
                | (~Q(legal_duty="") & Q(legal_duty_years__gt=0)),
                name="care_relation_duty_has_years",
            ),
        ),
        migrations.RunPython(take_from_the_practice, migrations.RunPython.noop),
    ]
