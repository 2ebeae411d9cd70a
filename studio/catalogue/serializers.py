"""The wire forms of the catalogues."""

from typing import Any

from rest_framework import serializers

from studio.library.models import Licence


class EffectParameterSerializer(serializers.Serializer[Any]):
    """A knob: its limits, how its value is written, and how it travels."""

    title = serializers.CharField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    default = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    scale = serializers.ChoiceField(choices=["linear", "log"])


class EffectKindSerializer(serializers.Serializer[Any]):
    """A kind of effect."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    master_only = serializers.BooleanField()
    parameters = serializers.DictField(child=EffectParameterSerializer())


class LicenceKindSerializer(serializers.Serializer[Any]):
    """A licence, and what it lets others do."""

    id = serializers.ChoiceField(choices=Licence.choices)
    title = serializers.CharField()
    sentence = serializers.CharField()
