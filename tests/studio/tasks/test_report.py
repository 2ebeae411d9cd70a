"""What the pages are told of a finished render."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import soundfile

from mixing.progress import RenderFinished
from mixing.project import MASTER_ID, Clip, Device, Master, Project, new_project
from mixing.render import Outputs, render
from studio.tasks.render import _report

RATE_HZ = 44_100
DULL_HZ = 5_000


@pytest.fixture(scope="module")
def project() -> Project:
    """Dull noise with an exciter, and a master that is wanted at −18 LUFS."""
    new = new_project()
    return new.model_copy(
        update={
            "clips": {"a": Clip(track="track-1", sample="noise", start_seconds=0.0, duration_seconds=4.0)},
            "devices": {
                **new.devices,
                "air": Device(track="track-1", effect="exciter", parameters={"drive_db": 24.0, "amount_db": 0.0}),
            },
            "master": Master(target_lufs=-18.0),
        }
    )


@pytest.fixture(scope="module")
def told(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("report")
    spectrum = np.fft.rfft(np.random.default_rng(3).standard_normal((2, 4 * RATE_HZ)))
    spectrum[:, np.fft.rfftfreq(4 * RATE_HZ, 1 / RATE_HZ) > DULL_HZ] = 0.0
    sides = 0.1 * np.fft.irfft(spectrum)
    soundfile.write(folder / "noise.wav", sides.T, RATE_HZ, subtype="PCM_24")
    outputs = Outputs(mix=folder / "mix.wav", master=folder / "master.wav")
    *_, finished = render(project, {"noise": folder / "noise.wav"}, outputs, folder / "cache")
    assert isinstance(finished, RenderFinished)
    report: dict[str, Any] = json.loads(json.dumps(_report(finished, project), allow_nan=False))
    return report


def test_every_stage_of_the_master_is_told_in_order_and_by_name(told: Mapping[str, Any], project: Project) -> None:
    wanted = [key for key, device in project.devices.items() if device.track == MASTER_ID]
    assert list(told["stages"]) == wanted
    assert [told["devices"][key]["effect"] for key in told["stages"]] == ["equaliser", "compressor", "limiter"]
    assert told["devices"]["air"] == {"effect": "exciter", "on": "Track 1"}
    hops = -(-told["duration_seconds"] // told["hop_seconds"])
    for trace in told["stages"].values():
        assert len(trace["peak_dbfs"]) == len(trace["rms_dbfs"]) == hops
    assert max(told["stages"]["master-compressor"]["reduction_db"]) > 0.5


def test_both_files_are_examined_and_can_be_heard_as_loud_as_each_other(told: Mapping[str, Any]) -> None:
    for name in ("mix", "master"):
        examined = told["examined"][name]
        assert len(examined["spectrum_hz"]) == len(examined["spectrum_db"]) > 50
        assert 3_000 < examined["spectrum_hz"][int(np.argmax(examined["spectrum_db"]))] < DULL_HZ
        assert examined["bandwidth_hz"] >= 0.95 * DULL_HZ
        assert examined["clicks"] == 0
        assert abs(examined["correlation"]) < 0.2
    matched = {name: told[name]["integrated_lufs"] + gain for name, gain in told["matched_gain_db"].items()}
    assert matched["mix"] == pytest.approx(matched["master"], abs=0.02)
    assert max(told["matched_gain_db"].values()) == 0.0


def test_the_wanted_loudness_and_what_was_added_are_told(told: Mapping[str, Any]) -> None:
    assert told["target_lufs"] == -18.0
    assert told["master"]["integrated_lufs"] == pytest.approx(-18.0, abs=0.2)
    assert told["drive_db"] is not None
    added = told["added"]["air"]
    assert added["bandwidth_hz"] == pytest.approx(DULL_HZ, rel=0.05)
    assert added["before_db"] < -60.0 < -30.0 < added["after_db"]
