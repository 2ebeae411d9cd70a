"""Collections over HTTP. Their samples are found with `/api/samples?collection=`."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library import collections
from studio.library.models import Collection
from studio.library.views import user_of


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    """A named set of one's samples."""

    sample_count = serializers.SerializerMethodField()
    seconds = serializers.SerializerMethodField()

    class Meta:
        model = Collection
        fields = ("id", "name", "created_at", "sample_count", "seconds")
        read_only_fields = fields

    def get_sample_count(self, collection: Collection) -> int:
        return getattr(collection, "sample_count", None) or 0

    def get_seconds(self, collection: Collection) -> float:
        return getattr(collection, "seconds", None) or 0.0


class NewCollectionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=collections.LONGEST_NAME)
    samples = serializers.ListField(
        child=serializers.UUIDField(), max_length=collections.MOST_SAMPLES, required=False, default=list
    )


class CollectionNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=collections.LONGEST_NAME)


class CollectionSamplesSerializer(serializers.Serializer[Any]):
    samples = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=collections.MOST_SAMPLES)


class Collections(APIView):
    """One's own collections, the newest first."""

    @extend_schema(responses=CollectionSerializer(many=True), operation_id="collections_list")
    def get(self, request: Request) -> Response:
        return Response(CollectionSerializer(_own(request), many=True).data)

    @extend_schema(request=NewCollectionSerializer, responses={201: CollectionSerializer})
    def post(self, request: Request) -> Response:
        asked = _validated(NewCollectionSerializer, request)
        user: Any = request.user  # nobody else comes in
        made = collections.create_collection(user, asked["name"], asked["samples"])
        return Response(_described(request, made.id), status=status.HTTP_201_CREATED)


class OneCollection(APIView):
    @extend_schema(responses=CollectionSerializer, operation_id="collections_retrieve")
    def get(self, request: Request, collection_id: UUID) -> Response:
        return Response(_described(request, collection_id))

    @extend_schema(request=CollectionNameSerializer, responses=CollectionSerializer)
    def patch(self, request: Request, collection_id: UUID) -> Response:
        collection = own_collection(request, collection_id)
        collections.rename_collection(collection, _validated(CollectionNameSerializer, request)["name"])
        return Response(_described(request, collection_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, collection_id: UUID) -> Response:
        """Its samples stay in the library."""
        collections.delete_collection(own_collection(request, collection_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class AddToCollection(APIView):
    @extend_schema(request=CollectionSamplesSerializer, responses=CollectionSerializer)
    def post(self, request: Request, collection_id: UUID) -> Response:
        collection = own_collection(request, collection_id)
        collections.add_to_collection(collection, _validated(CollectionSamplesSerializer, request)["samples"])
        return Response(_described(request, collection_id))


class RemoveFromCollection(APIView):
    @extend_schema(request=CollectionSamplesSerializer, responses=CollectionSerializer)
    def post(self, request: Request, collection_id: UUID) -> Response:
        collection = own_collection(request, collection_id)
        collections.remove_from_collection(collection, _validated(CollectionSamplesSerializer, request)["samples"])
        return Response(_described(request, collection_id))


def own_collection(request: Request, collection_id: UUID) -> Collection:
    """The collection, or 404 for everybody whose it is not."""
    return get_object_or_404(_own(request), id=collection_id)


def _own(request: Request) -> QuerySet[Collection]:
    user = user_of(request)
    return collections.with_figures(Collection.objects.visible_to(user), user)


def _described(request: Request, collection_id: UUID) -> Any:
    return CollectionSerializer(own_collection(request, collection_id)).data


def _validated(serializer: Any, request: Request) -> dict[str, Any]:
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
