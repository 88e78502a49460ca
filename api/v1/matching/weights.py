"""The versions of the weights, for the team: who set each and why, and a new one put in force."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.serializers import Strict
from api.views import View
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from matching.choices import LONGEST_REASON


class WeightsIn(Strict):
    weights = serializers.DictField(
        child=serializers.DecimalField(max_digits=8, decimal_places=4),
        help_text="Every number of the subject by its code; weights add up to 1.",
    )
    on_version = serializers.IntegerField(help_text="The version in force that was looked at; another one conflicts.")
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="Why; it stands beside the version.")


class WeightChangeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    after = serializers.DecimalField(max_digits=None, decimal_places=None)


class WeightVersionOut(serializers.Serializer[Any]):
    subject = serializers.CharField()
    subject_label = serializers.CharField()
    version = serializers.IntegerField()
    is_active = serializers.BooleanField()
    author = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField(allow_null=True, help_text="Null for starting values that none replaced.")
    weights = serializers.DictField(child=serializers.DecimalField(max_digits=None, decimal_places=None))
    changes = WeightChangeOut(many=True, help_text="What it changed of the version before.")


class OverseenWeights(View):
    """The version in force of each set of weights."""

    serializer_class = WeightVersionOut

    @extend_schema(operation_id="overseen_weights", responses=WeightVersionOut(many=True))
    def get(self, _request: Request) -> Response:
        return Response(WeightVersionOut(queries.current_weights(self.actor), many=True).data)


class OverseenWeightVersions(View):
    """Every version of one set of weights, the newest first."""

    serializer_class = WeightVersionOut

    @extend_schema(operation_id="overseen_weight_versions", responses=WeightVersionOut(many=True))
    def get(self, _request: Request, subject: str) -> Response:
        return Response(WeightVersionOut(queries.weight_versions(self.actor, subject), many=True).data)

    @extend_schema(
        operation_id="weights_change", request=WeightsIn, responses={201: WeightVersionOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, subject: str) -> Response:
        """Put a new version in force; lists are made again by the queue, the old ones are served until then."""
        queries.weight_versions(self.actor, subject)
        if not queries.may_weigh(self.actor):
            raise Refused("weigh")
        actions.change_weights(self.actor, subject=subject, **self.body(WeightsIn), now=clock.now())
        return self.answer(queries.weight_versions(self.actor, subject)[0], status=201)
