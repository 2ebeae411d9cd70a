"""Cleaning over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from studio.library import cleaning
from studio.library.serializers import SampleSerializer
from studio.library.slicing_views import SlicingAction
from studio.library.views import own_sample
from studio.throttling import JobThrottle


class TreatmentSerializer(serializers.Serializer[Any]):
    """What is to be done; what is left out is not done."""

    high_pass_hz = serializers.FloatField(min_value=20, max_value=1000, required=False, allow_null=True)
    hum_hz = serializers.ChoiceField(choices=[50, 60], required=False, allow_null=True)
    declick = serializers.FloatField(min_value=4, max_value=40, required=False, allow_null=True)
    noise_db = serializers.FloatField(min_value=1, max_value=40, required=False, allow_null=True)
    level_lufs = serializers.FloatField(min_value=-40, max_value=-9, required=False, allow_null=True)


class CleanSample(SlicingAction):
    throttle_classes = [JobThrottle]

    @extend_schema(request=TreatmentSerializer, responses={201: SampleSerializer})
    def post(self, request: Request, sample_id: UUID) -> Response:
        sample = own_sample(request, sample_id)
        made = cleaning.clean_sample(sample, self.accepted(request, TreatmentSerializer))
        return Response(SampleSerializer(made, context={"request": request}).data, status=201)
