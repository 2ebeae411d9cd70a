"""The wire forms of the catalogues."""

from typing import Any

from rest_framework import serializers

from studio.library.models import Licence


class EffectParameterSerializer(serializers.Serializer[Any]):
    """A knob: its limits, how its value is written, and how it travels.

    Where there are `choices`, the value is the number of one of them, counted from 0.
    """

    title = serializers.CharField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    default = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    scale = serializers.ChoiceField(choices=["linear", "log"])
    choices = serializers.ListField(child=serializers.CharField())


class EffectKindSerializer(serializers.Serializer[Any]):
    """A kind of effect; a preset has the parameters that differ from the defaults, `fixed` those that cannot move."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField()
    master_only = serializers.BooleanField()
    presets = serializers.DictField(child=serializers.DictField(child=serializers.FloatField()))
    fixed = serializers.ListField(child=serializers.CharField())
    parameters = serializers.DictField(child=EffectParameterSerializer())


class LicenceKindSerializer(serializers.Serializer[Any]):
    """A licence, and what it lets others do."""

    id = serializers.ChoiceField(choices=Licence.choices)
    title = serializers.CharField()
    sentence = serializers.CharField()
