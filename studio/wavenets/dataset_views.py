"""Datasets over HTTP. They are their owner's alone."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.jobs.serializers import JobSerializer
from studio.library import names
from studio.library.models import Sample
from studio.library.views import user_of
from studio.pagination import Pages
from studio.throttling import JobThrottle
from studio.wavenets import datasets
from studio.wavenets.dataset_models import Dataset, DatasetVersion
from studio.wavenets.dataset_serializers import (
    DatasetChangeSerializer,
    DatasetNameSerializer,
    DatasetSerializer,
    DatasetVersionSerializer,
    NewDatasetSerializer,
)
from studio.wavenets.views import signed_in, validated


class Datasets(GenericAPIView[Dataset]):
    """One's own datasets, the newest first."""

    serializer_class = DatasetSerializer
    pagination_class = Pages

    @extend_schema(
        operation_id="datasets_list",
        parameters=[OpenApiParameter("search")],
        responses=DatasetSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = _own(request)
        for word in names.clean(request.query_params.get("search", ""), 400).split():
            found = found.filter(name__icontains=word)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=NewDatasetSerializer, responses={201: DatasetSerializer})
    def post(self, request: Request) -> Response:
        asked = validated(NewDatasetSerializer, request)
        made = datasets.create_dataset(
            signed_in(request), asked["name"], asked.get("samples", []), asked.get("rule")
        )  # fmt: skip
        return Response(described(request, made.id), status=status.HTTP_201_CREATED)


class OneDataset(APIView):
    @extend_schema(responses=DatasetSerializer, operation_id="datasets_retrieve")
    def get(self, request: Request, dataset_id: UUID) -> Response:
        return Response(described(request, dataset_id))

    @extend_schema(request=DatasetNameSerializer, responses=DatasetSerializer)
    def patch(self, request: Request, dataset_id: UUID) -> Response:
        dataset = own_dataset(request, dataset_id)
        datasets.rename_dataset(dataset, validated(DatasetNameSerializer, request)["name"])
        return Response(described(request, dataset_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, dataset_id: UUID) -> Response:
        """The sounds and the models that learned from them stay."""
        datasets.delete_dataset(own_dataset(request, dataset_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ChangeDataset(APIView):
    """Adds, removes and labels sounds, sets the split and the silence threshold."""

    @extend_schema(request=DatasetChangeSerializer, responses=DatasetVersionSerializer)
    def post(self, request: Request, dataset_id: UUID) -> Response:
        dataset = own_dataset(request, dataset_id)
        version = datasets.change_dataset(dataset, validated(DatasetChangeSerializer, request))
        return Response(whole(request, dataset_id, version.number))


class UpdateDataset(APIView):
    """Takes what its search has found since."""

    @extend_schema(request=None, responses=DatasetVersionSerializer)
    def post(self, request: Request, dataset_id: UUID) -> Response:
        version = datasets.take_new_matches(own_dataset(request, dataset_id))
        return Response(whole(request, dataset_id, version.number))


class OneVersion(APIView):
    @extend_schema(responses=DatasetVersionSerializer, operation_id="dataset_versions_retrieve")
    def get(self, request: Request, dataset_id: UUID, number: int) -> Response:
        return Response(whole(request, dataset_id, number))


class ExamineVersion(APIView):
    """Asks the doctor; the answer is the job to follow."""

    throttle_classes = [JobThrottle]

    @extend_schema(request=None, responses={201: JobSerializer})
    def post(self, request: Request, dataset_id: UUID, number: int) -> Response:
        job = datasets.ask_doctor(own_version(request, dataset_id, number))
        return Response(JobSerializer(job).data, status=status.HTTP_201_CREATED)


def own_dataset(request: Request, dataset_id: UUID) -> Dataset:
    """The dataset, or 404 for everybody whose it is not."""
    return get_object_or_404(Dataset.objects.visible_to(user_of(request)), id=dataset_id)


def own_version(request: Request, dataset_id: UUID, number: int) -> DatasetVersion:
    found = DatasetVersion.objects.filter(dataset=own_dataset(request, dataset_id))
    related = found.select_related("dataset__owner", "job").prefetch_related(
        "members__sample__owner", "members__sample__tag_rows", "members__sample__prompt"
    )
    return get_object_or_404(related, number=number)


def described(request: Request, dataset_id: UUID) -> Any:
    return DatasetSerializer(get_object_or_404(_own(request), id=dataset_id)).data


def whole(request: Request, dataset_id: UUID, number: int) -> Any:
    version = own_version(request, dataset_id, number)
    ids = [member.sample_id for member in version.members.all() if member.sample_id is not None]
    visible = set(Sample.objects.visible_to(user_of(request)).filter(id__in=ids).values_list("id", flat=True))
    return DatasetVersionSerializer(version, context={"request": request, "visible": visible}).data


def _own(request: Request) -> QuerySet[Dataset]:
    own = Dataset.objects.visible_to(user_of(request)).select_related("owner")
    return own.prefetch_related("versions__members__sample", "versions__wavenets")
