"""The wire forms of datasets and of their versions."""

from dataclasses import asdict
from functools import cached_property
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.jobs.serializers import JobSerializer
from studio.library.models import Sample
from studio.library.serializers import SampleSerializer
from studio.wavenets import dataset_facts, datasets
from studio.wavenets.dataset_models import Dataset, DatasetMember, DatasetVersion
from studio.wavenets.material import MOST_SAMPLES

MOST_NAMED = 5


class RuleSerializer(serializers.Serializer[Any]):
    """A saved search: what the library is asked for, in its own words."""

    scope = serializers.ChoiceField(choices=["mine", "public"], required=False)
    search = serializers.CharField(max_length=400, allow_blank=True, required=False)
    tag = serializers.CharField(max_length=60, allow_blank=True, required=False)
    category = serializers.ChoiceField(choices=Sample.Category.choices, required=False)
    origin = serializers.ChoiceField(choices=Sample.Origin.choices, required=False)
    collection = serializers.UUIDField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        """Only words that say something, as they are kept."""
        found = super().to_internal_value(data)
        return {name: str(value) for name, value in found.items() if str(value).strip()}


class NewDatasetSerializer(serializers.Serializer[Any]):
    """Of these sounds, of what the rule finds, or of both."""

    name = serializers.CharField(max_length=200)
    samples = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_SAMPLES, required=False)
    rule = RuleSerializer(required=False)


class DatasetNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class DatasetChangeSerializer(serializers.Serializer[Any]):
    """What is to be otherwise; `classes` are by the id of their sample."""

    add = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_SAMPLES, required=False)
    remove = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_SAMPLES, required=False)
    remove_gone = serializers.BooleanField(required=False)
    classes = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True), required=False)
    split_seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    silence_threshold_dbfs = serializers.FloatField(min_value=-120.0, max_value=0.0, required=False)

    def validate_classes(self, classes: dict[str, str]) -> dict[Any, str]:
        if len(classes) > MOST_SAMPLES:
            raise serializers.ValidationError("These are more classes than a dataset has sounds.")
        key = serializers.UUIDField()
        return {key.to_internal_value(sample_id): name for sample_id, name in classes.items()}


class ChangesSerializer(serializers.Serializer[Any]):
    """What differs from the version before; the names are those of the first few."""

    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    relabelled = serializers.IntegerField()
    added_names = serializers.ListField(child=serializers.CharField())
    removed_names = serializers.ListField(child=serializers.CharField())
    settings = serializers.ListField(child=serializers.CharField())


class VersionSummarySerializer(serializers.ModelSerializer[DatasetVersion]):
    """A version in a list. Needs `members__sample` fetched."""

    sounds = serializers.SerializerMethodField()
    seconds = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField()
    models = serializers.SerializerMethodField()

    class Meta:
        model = DatasetVersion
        fields = ("id", "number", "created_at", "sounds", "seconds", "level", "models")
        read_only_fields = fields

    def get_sounds(self, version: DatasetVersion) -> int:
        return len(version.members.all())

    def get_seconds(self, version: DatasetVersion) -> float:
        return dataset_facts.seconds_of(list(version.members.all()))

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_level(self, version: DatasetVersion) -> str | None:
        """The doctor's word; null while nobody has asked."""
        return None if version.report is None else str(version.report["verdict"]["level"])

    @extend_schema_field(serializers.ListField(child=serializers.DictField(child=serializers.CharField())))
    def get_models(self, version: DatasetVersion) -> list[dict[str, str]]:
        """What learned from it."""
        return [{"id": str(wavenet.id), "name": wavenet.name} for wavenet in version.wavenets.all()]


class DatasetSerializer(serializers.ModelSerializer[Dataset]):
    """A dataset with its versions, the newest first."""

    rule = serializers.DictField(child=serializers.CharField(), read_only=True)
    versions = serializers.SerializerMethodField()
    new_matches = serializers.SerializerMethodField()
    new_names = serializers.SerializerMethodField()

    class Meta:
        model = Dataset
        fields = ("id", "name", "rule", "created_at", "versions", "new_matches", "new_names")
        read_only_fields = fields

    @extend_schema_field(VersionSummarySerializer(many=True))
    def get_versions(self, dataset: Dataset) -> Any:
        newest = sorted(dataset.versions.all(), key=lambda version: -version.number)
        return VersionSummarySerializer(newest, many=True).data

    def get_new_matches(self, dataset: Dataset) -> int:
        """How many sounds its search has found since the latest version."""
        return len(self._new(dataset))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_new_names(self, dataset: Dataset) -> list[str]:
        return [sample.name for sample in self._new(dataset)[:MOST_NAMED]]

    @cached_property
    def _found(self) -> dict[UUID, list[Sample]]:
        """By dataset: two fields ask."""
        return {}

    def _new(self, dataset: Dataset) -> list[Sample]:
        if dataset.id not in self._found:
            self._found[dataset.id] = datasets.new_matches(dataset)
        return self._found[dataset.id]


class DatasetMemberSerializer(serializers.ModelSerializer[DatasetMember]):
    """A sound in a version; `problem` says why it cannot be learned from now."""

    sample = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()

    class Meta:
        model = DatasetMember
        fields = ("sample", "sample_name", "class_name", "held_out", "problem")
        read_only_fields = fields

    @extend_schema_field(SampleSerializer(allow_null=True))
    def get_sample(self, member: DatasetMember) -> Any:
        """Null when it is gone, or not to be heard any more."""
        if member.sample is None or member.sample.id not in self.context["visible"]:
            return None
        return SampleSerializer(member.sample, context=self.context).data

    def get_problem(self, member: DatasetMember) -> str:
        return dataset_facts.problem_of(member, self.context["request"].user)


class DatasetClassSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    sounds = serializers.IntegerField()
    seconds = serializers.FloatField()


class LicenceCountSerializer(serializers.Serializer[Any]):
    licence = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    sounds = serializers.IntegerField()


class PermissionsSerializer(serializers.Serializer[Any]):
    """What a model of it may be published under: its strictest sound decides."""

    licences = LicenceCountSerializer(many=True)
    publishable_under = serializers.ListField(child=serializers.CharField())
    sentence = serializers.CharField()
    other_people = serializers.IntegerField()


class DatasetVersionSerializer(serializers.ModelSerializer[DatasetVersion]):
    """A version whole: its sounds, its classes, its split, what changed, and the doctor's report."""

    members = DatasetMemberSerializer(many=True, read_only=True)
    is_used = serializers.BooleanField(read_only=True)
    is_latest = serializers.SerializerMethodField()
    seconds = serializers.SerializerMethodField()
    held_out_seconds = serializers.SerializerMethodField()
    classes = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    report = serializers.JSONField(read_only=True)
    job = JobSerializer(allow_null=True, read_only=True)

    class Meta:
        model = DatasetVersion
        fields = (
            "id", "number", "created_at", "is_used", "is_latest", "split_seed", "silence_threshold_dbfs", "seconds",
            "held_out_seconds", "classes", "permissions", "changes", "members", "report", "job",
        )  # fmt: skip
        read_only_fields = fields

    def get_is_latest(self, version: DatasetVersion) -> bool:
        return not version.dataset.versions.filter(number__gt=version.number).exists()

    def get_seconds(self, version: DatasetVersion) -> float:
        return dataset_facts.seconds_of(list(version.members.all()))

    def get_held_out_seconds(self, version: DatasetVersion) -> float:
        return dataset_facts.seconds_of([member for member in version.members.all() if member.held_out])

    @extend_schema_field(DatasetClassSerializer(many=True))
    def get_classes(self, version: DatasetVersion) -> Any:
        return dataset_facts.classes_of(list(version.members.all()))

    @extend_schema_field(PermissionsSerializer)
    def get_permissions(self, version: DatasetVersion) -> Any:
        return dataset_facts.permissions(list(version.members.all()), version.dataset.owner)

    @extend_schema_field(ChangesSerializer(allow_null=True))
    def get_changes(self, version: DatasetVersion) -> Any:
        before = version.dataset.versions.filter(number__lt=version.number).last()
        found = dataset_facts.changes(before, version)
        return None if found is None else asdict(found)
