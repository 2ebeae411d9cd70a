"""What the editor is told that it can offer."""

import pytest
from rest_framework.test import APIClient

from mixing.effects import EFFECTS
from studio.library.licences import permits
from studio.library.models import Licence

pytestmark = pytest.mark.django_db


def test_every_effect_is_described_well_enough_to_draw_and_to_place() -> None:
    answer = APIClient().get("/api/catalogue/effects").json()
    assert {effect["name"] for effect in answer} == set(EFFECTS)
    for effect in answer:
        assert effect["title"] and effect["description"]
        assert set(effect["parameters"]) == set(EFFECTS[effect["name"]].model_fields)
        for knob in effect["parameters"].values():
            assert knob["minimum"] <= knob["default"] <= knob["maximum"]
            assert knob["title"]
            assert knob["scale"] in {"linear", "log"}
            assert knob["scale"] == "linear" or knob["minimum"] > 0
        defaults = {name: knob["default"] for name, knob in effect["parameters"].items()}
        kind = EFFECTS[effect["name"]]
        assert kind(**defaults) == kind()
        assert effect["category"] == kind.category
        assert effect["master_only"] == kind.master_only
        assert set(effect["fixed"]) == kind.fixed <= set(effect["parameters"])
        assert effect["presets"].keys() == kind.presets.keys()
        for name, values in effect["presets"].items():
            assert kind(**{**defaults, **values}) == kind.preset(name)


def test_choices_are_told_by_their_names_and_numbers_by_none() -> None:
    answer = {effect["name"]: effect for effect in APIClient().get("/api/catalogue/effects").json()}
    assert answer["filter"]["parameters"]["mode"]["choices"] == ["low-pass", "high-pass", "band-pass", "notch"]
    assert answer["gain"]["parameters"]["gain_db"]["choices"] == []
    for effect in answer.values():
        for knob in effect["parameters"].values():
            assert not knob["choices"] or (knob["minimum"], knob["maximum"]) == (0, len(knob["choices"]) - 1)


def test_effects_are_called_as_people_write() -> None:
    titles = {effect["name"]: effect["title"] for effect in APIClient().get("/api/catalogue/effects").json()}
    assert titles["noise_reduction"] == "Noise reduction"
    assert titles["equaliser"] == "Equaliser"


def test_licences_are_told_from_the_most_to_the_least_permissive() -> None:
    answer = APIClient().get("/api/catalogue/licences").json()
    assert [kind["id"] for kind in answer] == Licence.values
    assert all(kind["sentence"].endswith(".") for kind in answer)
    counts = [sum(permits(kind["id"], other) for other in Licence) for kind in answer]
    assert counts[0] == max(counts)


def test_a_licence_permits_what_the_chart_of_creative_commons_says() -> None:
    allowed = {
        "CC0-1.0": "CC0-1.0 CC-BY-4.0 CC-BY-SA-4.0 CC-BY-NC-4.0 CC-BY-NC-SA-4.0",
        "CC-BY-4.0": "CC-BY-4.0 CC-BY-SA-4.0 CC-BY-NC-4.0 CC-BY-NC-SA-4.0",
        "CC-BY-SA-4.0": "CC-BY-SA-4.0",
        "CC-BY-NC-4.0": "CC-BY-NC-4.0 CC-BY-NC-SA-4.0",
        "CC-BY-NC-SA-4.0": "CC-BY-NC-SA-4.0",
        "": "",
    }
    for source, wanted in allowed.items():
        assert {other for other in Licence if permits(source, other)} == set(wanted.split())
    # Whatever is made of what was made may never be more permissive than the first.
    for first in Licence:
        for second in filter(lambda one: permits(first, one), Licence):
            assert all(permits(first, third) for third in Licence if permits(second, third))
