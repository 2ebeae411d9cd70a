"""The catalogues over HTTP, for everybody."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.catalogue import kinds
from studio.catalogue.serializers import EffectKindSerializer, LicenceKindSerializer


class Effects(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=EffectKindSerializer(many=True), operation_id="catalogue_effects")
    def get(self, request: Request) -> Response:
        return Response(EffectKindSerializer(kinds.effects(), many=True).data)


class Licences(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=LicenceKindSerializer(many=True), operation_id="catalogue_licences")
    def get(self, request: Request) -> Response:
        return Response(LicenceKindSerializer(kinds.licences(), many=True).data)
