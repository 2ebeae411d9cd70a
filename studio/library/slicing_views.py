"""The slicer over HTTP: only the owner of a recording cuts it."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from studio.errors import invalid
from studio.jobs.serializers import JobSerializer
from studio.library import cuts, slicing_sounds, slicings
from studio.library import slicing_serializers as shapes
from studio.library.media import PEAKS_TYPE, MediaView, serve
from studio.library.models import Sample, Slicing
from studio.library.views import own_sample, user_of
from studio.throttling import JobThrottle

LONGEST_PART_SECONDS = 120.0


class SlicingAction(APIView):
    """Takes a body of one shape from the owner of a sample."""

    permission_classes = [AllowAny]  # whoever may not see the sample gets 404

    def accepted(self, request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
        body = shape(data=request.data)
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = body.validated_data
        return data


class OneSlicing(SlicingAction):
    @extend_schema(responses=shapes.SlicingSerializer)
    def get(self, request: Request, sample_id: UUID) -> Response:
        return self.answer(own_slicing(request, sample_id))

    @extend_schema(request=None, responses=shapes.SlicingSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        """Open it: the recording is listened to if it was not yet."""
        return self.answer(slicings.open_slicing(own_sample(request, sample_id)))

    @extend_schema(request=shapes.SlicingSaveSerializer, responses=shapes.SlicingVersionSerializer)
    def put(self, request: Request, sample_id: UUID) -> Response:
        sample = own_sample(request, sample_id)
        body = self.accepted(request, shapes.SlicingSaveSerializer)
        version = slicings.save_document(sample, body["version"], body["document"])
        return Response({"version": version})

    def answer(self, slicing: Slicing) -> Response:
        return Response(shapes.SlicingSerializer(slicing).data)


class FindSlices(SlicingAction):
    @extend_schema(request=shapes.WishesSerializer, responses=shapes.FoundSlicesSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        slicing = own_slicing(request, sample_id)
        wishes = self.accepted(request, shapes.WishesSerializer)
        with slicing_sounds.Heard(slicing) as heard:
            found = heard.find(wishes, slicing.sample.frames or 0)
        return Response({"slices": [{"start": start, "end": end} for start, end in found]})


class SliceLikeness(SlicingAction):
    @extend_schema(request=shapes.LikenessRequestSerializer, responses=shapes.LikenessAnswerSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        slicing = own_slicing(request, sample_id)
        body = self.accepted(request, shapes.LikenessRequestSerializer)
        unknown = [(one["start"], one["end"]) for one in body["unknown"]]
        known = [(one["start"], one["end"], one["label"]) for one in body["known"]]
        elsewhere = {} if known else slicings.known_elsewhere(slicing.sample)
        with slicing_sounds.Heard(slicing) as heard:
            found, own = slicing_sounds.alike(heard, unknown, known, elsewhere)
        if own:
            slicings.remember(slicing.sample, own)
        return Response({"suggestions": found})


class KeepSlices(SlicingAction):
    throttle_classes = [JobThrottle]

    @extend_schema(request=shapes.KeepSlicesSerializer, responses=shapes.KeptSamplesSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        sample = own_sample(request, sample_id)
        wanted = self.accepted(request, shapes.KeepSlicesSerializer)["slices"]
        slices = slicing_sounds.measured(sample, Slicing.objects.filter(sample=sample).first(), wanted)
        made = slicings.keep_slices(sample, slices)
        return Response({"samples": [row.id for row in made]}, status=201)


class CopySlices(SlicingAction):
    throttle_classes = [JobThrottle]

    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        """Give every slice of it a file of its own."""
        sample = own_sample(request, sample_id)
        return Response(JobSerializer(slicings.copy_slices(sample.owner, sample)).data, status=201)


class SampleTiles(MediaView):
    def get(self, request: Request, sample_id: UUID) -> HttpResponseBase:
        slicing = own_slicing(request, sample_id)
        return serve(request, slicing.tiles_file, PEAKS_TYPE, f"{slicing.sample.name}.tiles")


class SamplePart(MediaView):
    """Frames `start` to `end` of a sample as WAV, for hearing a recording of hours piece by piece."""

    def get(self, request: Request, sample_id: UUID) -> HttpResponseBase:
        sample = own_sample(request, sample_id)
        start, end = _frames(request, "start"), _frames(request, "end")
        if end <= start or end - start > LONGEST_PART_SECONDS * (sample.sample_rate_hz or 1):
            raise invalid("end", f"A part is at most {LONGEST_PART_SECONDS:.0f} seconds long.")
        if sample.is_cut:
            offset = sample.start_frame or 0
            whole = cuts.cut_of(sample)
            part = whole.narrowed(offset + start, min(offset + end, whole.end))
        else:
            part = cuts.Cut(sample.master_file, start, end)
        return cuts.serve_cut(request, part, sample.name)


def own_slicing(request: Request, sample_id: UUID) -> Slicing:
    """The slicing of one's own sample; 404 before it was opened."""
    sample: Sample = own_sample(request, sample_id)
    if user_of(request) is None:
        raise Http404
    return get_object_or_404(Slicing.objects.select_related("sample__owner"), sample=sample)


def _frames(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 15):
        raise invalid(name, f"Say {name} as a whole number of frames.")
    return int(text)
