"""The library over HTTP. Deleting and publishing are in studio.sharing, which knows what was made from what."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts.models import User
from studio.errors import NOT_HERE
from studio.library import actions, alike, cuts, queries
from studio.library.media import PEAKS_TYPE, MediaView, audio_type, serve
from studio.library.models import Sample
from studio.library.serializers import AlikeSerializer, SampleChangeSerializer, SampleSerializer, TagSerializer
from studio.pagination import Pages
from studio.throttling import SearchThrottle

LIST_PARAMETERS = [
    OpenApiParameter("scope", str, enum=["mine", "public", "project"]),
    OpenApiParameter("project", UUID),
    OpenApiParameter("search", str),
    OpenApiParameter("category", str, enum=Sample.Category.values),
    OpenApiParameter("origin", str, enum=Sample.Origin.values),
    OpenApiParameter("tag", str),
    OpenApiParameter("collection", UUID),
    OpenApiParameter("state", str, enum=Sample.State.values),
    OpenApiParameter("sort", str, enum=list(queries.SORTS)),
]
ALIKE_PARAMETERS = [each for each in LIST_PARAMETERS if each.name not in {"state", "sort"}]


def user_of(request: Request) -> User | None:
    """Who is signed in, or None."""
    return request.user if isinstance(request.user, User) else None


def visible_sample(request: Request, sample_id: UUID) -> Sample:
    """The sample, or 404 for whoever may not see it."""
    visible = queries.with_relations(Sample.objects.visible_to(user_of(request)))
    return get_object_or_404(visible, id=sample_id)


def own_sample(request: Request, sample_id: UUID) -> Sample:
    """The sample if it is one's own; 404 when one may not see it, 403 when one may only hear it."""
    sample = visible_sample(request, sample_id)
    require_owner(request, sample)
    return sample


def require_owner(request: Request, thing: Any) -> None:
    if thing.owner_id != request.user.pk:
        raise PermissionDenied(f"Only {thing.owner.username} can do that: it is theirs.")


class Samples(ListAPIView[Sample]):
    """Samples that one may hear, found by scope, words and kind. Signed out, those that were published."""

    permission_classes = [AllowAny]
    throttle_classes = [SearchThrottle]
    serializer_class = SampleSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Sample]:
        return queries.listed(user_of(self.request), self.request.query_params)

    @extend_schema(parameters=LIST_PARAMETERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if user_of(request) is None and request.query_params.get("scope") != "public":
            self.permission_denied(request, NOT_HERE)
        return super().get(request, *args, **kwargs)


class OneSample(APIView):
    """One sample: read it, change what its owner may change."""

    permission_classes = [AllowAny]

    @extend_schema(responses=SampleSerializer)
    def get(self, request: Request, sample_id: UUID) -> Response:
        return self.answer(visible_sample(request, sample_id))

    @extend_schema(request=SampleChangeSerializer, responses=SampleSerializer)
    def patch(self, request: Request, sample_id: UUID) -> Response:
        sample = own_sample(request, sample_id)
        change = SampleChangeSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        return self.answer(actions.edit_sample(sample, **change.validated_data))

    def answer(self, sample: Sample) -> Response:
        return Response(SampleSerializer(sample, context={"request": self.request}).data)


class AlikeSamples(APIView):
    """The samples that sound most like one, among those that one may hear; narrowed like a list of samples."""

    permission_classes = [AllowAny]
    throttle_classes = [SearchThrottle]

    @extend_schema(parameters=ALIKE_PARAMETERS, responses=AlikeSerializer(many=True))
    def get(self, request: Request, sample_id: UUID) -> Response:
        sample = visible_sample(request, sample_id)
        among = queries.narrowed(user_of(request), request.query_params)
        found = alike.most_alike(sample, among)
        context = {"request": request, "likeness": {one.id: figure for one, figure in found}}
        return Response(AlikeSerializer([one for one, _ in found], many=True, context=context).data)


class Tags(APIView):
    """The words on one's own samples."""

    @extend_schema(responses=TagSerializer(many=True), operation_id="tags_list")
    def get(self, request: Request) -> Response:
        user = user_of(request)
        return Response(TagSerializer(queries.tags_of(user), many=True).data if user else [])


class SampleAudio(MediaView):
    def get(self, request: Request, sample_id: UUID) -> HttpResponseBase:
        sample = visible_sample(request, sample_id)
        if sample.is_cut:
            return cuts.serve_cut(request, cuts.cut_of(sample), sample.name)
        name = sample.master_file.name or ""
        return serve(request, sample.master_file, audio_type(name), f"{sample.name}.{name.rpartition('.')[2]}")


class SamplePeaks(MediaView):
    def get(self, request: Request, sample_id: UUID) -> HttpResponseBase:
        sample = visible_sample(request, sample_id)
        if sample.is_cut:
            return cuts.serve_cut_peaks(request, sample)
        return serve(request, sample.peaks_file, PEAKS_TYPE, f"{sample.name}.peaks")
