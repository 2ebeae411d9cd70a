"""Publishing, taking back, deleting, and what was made from a thing, for samples, models and renders alike."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts.models import User
from studio.library.serializers import SampleSerializer, ShareableSerializer
from studio.library.views import OneSample, own_sample
from studio.projects.render_views import OneRender, own_render
from studio.projects.serializers import RenderSerializer
from studio.sharing import actions
from studio.sharing.lineage import Thing
from studio.sharing.serializers import DescendantsSerializer, PublicationSerializer, descendants_shown
from studio.wavenets.serializers import WavenetSerializer
from studio.wavenets.views import OneWavenet, own_wavenet


class ThingView(APIView):
    """A view of one thing, which only its owner may use. Subclasses say which kind of thing."""

    permission_classes = [AllowAny]  # whoever may not see it gets 404
    shown_by: type[ShareableSerializer[Any]]

    def own(self, request: Request, thing_id: UUID) -> Thing:
        """The thing if it is one's own; 404 when one may not see it, 403 when one may only see it."""
        raise NotImplementedError

    def answer(self, thing: Thing) -> Response:
        return Response(self.shown_by(thing, context={"request": self.request}).data)


class SampleView(ThingView):
    shown_by = SampleSerializer

    def own(self, request: Request, thing_id: UUID) -> Thing:
        return own_sample(request, thing_id)


class WavenetView(ThingView):
    shown_by = WavenetSerializer

    def own(self, request: Request, thing_id: UUID) -> Thing:
        return own_wavenet(request, thing_id)


class RenderView(ThingView):
    shown_by = RenderSerializer

    def own(self, request: Request, thing_id: UUID) -> Thing:
        return own_render(request, thing_id)


class Publish(ThingView):
    def post(self, request: Request, thing_id: UUID) -> Response:
        thing = self.own(request, thing_id)
        asked = PublicationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        return self.answer(actions.publish(thing, data["licence"], data["despite_copies"]))


class Unpublish(ThingView):
    def post(self, request: Request, thing_id: UUID) -> Response:
        return self.answer(actions.unpublish(self.own(request, thing_id)))


class Descendants(ThingView):
    @extend_schema(responses=DescendantsSerializer)
    def get(self, request: Request, thing_id: UUID) -> Response:
        thing = self.own(request, thing_id)
        assert isinstance(request.user, User)  # nobody else owns anything
        return Response(DescendantsSerializer(descendants_shown(thing, request.user)).data)


@extend_schema_view(post=extend_schema(request=PublicationSerializer, responses=SampleSerializer))
class PublishSample(SampleView, Publish):
    pass


@extend_schema_view(post=extend_schema(request=None, responses=SampleSerializer))
class UnpublishSample(SampleView, Unpublish):
    pass


class SampleDescendants(SampleView, Descendants):
    pass


@extend_schema_view(post=extend_schema(request=PublicationSerializer, responses=WavenetSerializer))
class PublishWavenet(WavenetView, Publish):
    pass


@extend_schema_view(post=extend_schema(request=None, responses=WavenetSerializer))
class UnpublishWavenet(WavenetView, Unpublish):
    pass


class WavenetDescendants(WavenetView, Descendants):
    pass


@extend_schema_view(post=extend_schema(request=PublicationSerializer, responses=RenderSerializer))
class PublishRender(RenderView, Publish):
    pass


@extend_schema_view(post=extend_schema(request=None, responses=RenderSerializer))
class UnpublishRender(RenderView, Unpublish):
    pass


class WholeSample(OneSample):
    """One sample, which its owner may delete too."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, sample_id: UUID) -> Response:
        actions.delete_sample(own_sample(request, sample_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class WholeWavenet(OneWavenet):
    """One model, which its owner may delete too."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, wavenet_id: UUID) -> Response:
        actions.delete_wavenet(own_wavenet(request, wavenet_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class WholeRender(OneRender):
    """One render, which its owner may delete too."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, render_id: UUID) -> Response:
        actions.delete_render(own_render(request, render_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
