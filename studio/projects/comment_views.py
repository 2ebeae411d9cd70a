"""Comments over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts.serializers import PersonSerializer
from studio.projects import comments
from studio.projects.models import Comment, Membership, Project
from studio.projects.permissions import person, project_for_commenting, project_for_reading, role_of

LONGEST_SECONDS = 86_400


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A comment; `thread` is the first of its thread, null for that one itself. The context holds the request."""

    author = PersonSerializer(allow_null=True, read_only=True)
    thread = serializers.UUIDField(source="parent_id", allow_null=True, read_only=True)
    mine = serializers.SerializerMethodField()
    resolved_by = serializers.CharField(source="resolved_by.username", default=None, allow_null=True, read_only=True)
    is_deleted = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = (
            "id", "thread", "author", "mine", "text", "seconds", "track", "clip", "resolved_at", "resolved_by",
            "created_at", "edited_at", "is_deleted",
        )  # fmt: skip
        read_only_fields = fields

    def get_mine(self, comment: Comment) -> bool:
        return bool(comment.author_id == self.context["request"].user.id)

    @extend_schema_field(bool)
    def get_is_deleted(self, comment: Comment) -> bool:
        return comment.deleted_at is not None


class CommentsSerializer(serializers.Serializer[Any]):
    seen_at = serializers.DateTimeField(allow_null=True)
    comments = CommentSerializer(many=True)


class NewCommentSerializer(serializers.Serializer[Any]):
    """An answer where `thread` is given; its place is then the thread's."""

    text = serializers.CharField(max_length=4000)
    thread = serializers.UUIDField(required=False)
    seconds = serializers.FloatField(min_value=0, max_value=LONGEST_SECONDS, required=False, allow_null=True)
    track = serializers.CharField(max_length=200, required=False, allow_blank=True)
    clip = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CommentChangeSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000, required=False)
    resolved = serializers.BooleanField(required=False)


class Comments(APIView):
    @extend_schema(responses=CommentsSerializer, operation_id="project_comments_list")
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        found = project.comments.select_related("author", "resolved_by")
        content = {"seen_at": _membership(request, project).comments_seen_at, "comments": found}
        return Response(CommentsSerializer(content, context={"request": request}).data)

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = NewCommentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project, said = project_for_commenting(request, project_id), dict(asked.validated_data)
        if thread := said.pop("thread", None):
            first = get_object_or_404(project.comments, id=thread)
            made = comments.answer(first, person(request), said["text"])
        else:
            made = comments.add(project, person(request), **said)
        return Response(_described(made, request), status=status.HTTP_201_CREATED)


class CommentsSeen(APIView):
    """Everything until now has been read."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, project_id: UUID) -> Response:
        comments.see(_membership(request, project_for_reading(request, project_id)))
        return Response(status=status.HTTP_204_NO_CONTENT)


class OneComment(APIView):
    """One's own words are one's own to change; threads are resolved by who began them and by editors."""

    @extend_schema(request=CommentChangeSerializer, responses=CommentSerializer)
    def patch(self, request: Request, project_id: UUID, comment_id: UUID) -> Response:
        asked = CommentChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_commenting(request, project_id)
        comment, change = get_object_or_404(project.comments, id=comment_id), asked.validated_data
        own = comment.author_id == person(request).id
        if "text" in change:
            if not own:
                raise PermissionDenied("Only who wrote a comment can change its words.")
            comment = comments.rewrite(comment, change["text"])
        if "resolved" in change:
            if not own and role_of(request, project) not in Membership.EDITING:
                raise PermissionDenied("Only who began it and editors can resolve this thread.")
            comment = comments.resolve(comment, person(request), change["resolved"])
        return Response(_described(comment, request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, comment_id: UUID) -> Response:
        project = project_for_commenting(request, project_id)
        comment = get_object_or_404(project.comments, id=comment_id)
        if person(request).id not in {comment.author_id, project.owner_id}:
            raise PermissionDenied("Only who wrote a comment, and the project’s owner, can delete it.")
        comments.remove(comment)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _membership(request: Request, project: Project) -> Membership:
    return project.memberships.get(user=person(request))


def _described(comment: Comment, request: Request) -> Any:
    return CommentSerializer(comment, context={"request": request}).data
