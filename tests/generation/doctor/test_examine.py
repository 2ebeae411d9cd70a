"""The whole visit: the verdict on sets of which is known what is wrong, and figures that are what training does."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.dataset import DatasetError, Recording, load_dataset
from generation.doctor.examine import examine
from generation.doctor.report import DoctorProgress, Kind, Level, Report
from generation.estimate import estimate_training
from generation.training_plan import TrainingPlan
from tests.generation.doctor.sounds import (
    PLAN,
    RATE_HZ,
    Sound,
    hum,
    kinds_of,
    report_on,
    tone,
    voice,
    white,
    with_noise,
    written,
)  # fmt: skip


def test_a_clean_voice_is_fit_to_train(tmp_path: Path) -> None:
    report = report_on(written(tmp_path, voice()))
    assert report.verdict.level == "good" and "1 min 12 s" in report.verdict.sentences[0]
    assert not [finding for finding in report.findings if finding.severity != "note"]


def test_real_speech_is_not_taken_for_noise(speech_files: list[Path]) -> None:
    report = report_on([Recording(path) for path in speech_files])
    assert report.verdict.level != "will give noise"
    assert kinds_of(report) <= {"little", "offset", "rate", "diverse", "clipped"}
    assert report.totals.voicing is not None and report.totals.voicing > 0.4
    assert report.totals.duplicate_seconds == 0.0


def uneven_mix() -> list[Sound]:
    return [*voice(8), *(white(seed=seed) for seed in range(4)), *(tone(f) for f in (900.0, 2_000.0, 3_100.0)), hum()]


@pytest.mark.parametrize(
    ("sounds", "level", "kind", "words"),
    [
        (lambda: [white(6.0, seed) for seed in range(12)], "will give noise", "noise-like", "because the recordings"),
        (lambda: [hum(8.0) for _ in range(9)], "will give noise", "hum", "of the energy is mains hum at 50 Hz"),
        (lambda: [with_noise(piece, 0.0) for piece in voice()], "will give noise", "noisy", "over its background"),
        (lambda: [with_noise(piece, 8.0) for piece in voice()], "will babble", "noisy", "the room"),
        (lambda: [piece + hum(3.0, 0.02) for piece in voice()], "will babble", "hum", "The model will hum"),
        (lambda: [np.clip(4 * piece, -0.8, 0.8) for piece in voice()], "will babble", "clipped", "cut-off tops"),
        (
            lambda: [*voice(20), *(white(seed=seed) for seed in range(6))],
            "will babble",
            "noise-like",
            "6 files such as",
        ),
        (lambda: 2 * uneven_mix(), "will give noise", "diverse", "Split the set by kind of sound"),
        (lambda: [0.012 * piece for piece in voice()], "will babble", "quiet", "256 levels"),
        (lambda: [0.002 * piece for piece in voice(22)] + voice(24)[22:], "will babble", "silence", "−80 dBFS"),
        (lambda: [*voice(), *(0.3 * piece for piece in voice()[:6])], "will babble", "duplicates", "6 files again"),
        (lambda: voice(8), "will babble", "little", "learn it by heart"),
        (lambda: [piece[:400] for piece in voice()], "will babble", "short", "the joins"),
        (lambda: [piece + 0.1 for piece in voice()], "will babble", "offset", "off zero"),
        (lambda: [np.zeros(RATE_HZ)], "will give noise", "silence", "Training cannot start"),
        (lambda: [np.zeros(0)], "will give noise", "silence", "Training cannot start"),
        (lambda: voice(1, 0.2), "will give noise", "little", "do not fill one example"),
    ],
)
def test_what_is_wrong_decides_the_verdict(
    tmp_path: Path, sounds: Callable[[], list[Sound]], level: Level, kind: Kind, words: str
) -> None:
    report = report_on(written(tmp_path, sounds()))
    assert report.verdict.level == level
    assert kind in kinds_of(report)
    assert any(words in sentence for sentence in report.verdict.sentences)


def test_the_seconds_are_those_that_training_keeps(tmp_path: Path, speech_files: list[Path]) -> None:
    gaps = [np.concatenate([np.zeros(9_000), piece, np.zeros(5_000)]) for piece in voice(6)]
    recordings = [*written(tmp_path, gaps), *(Recording(path) for path in speech_files[:30])]
    plan = TrainingPlan(preset="sketch", silence_threshold_dbfs=-45.0)
    report = report_on(recordings, plan)
    dataset = load_dataset(recordings, plan.config(), silence_threshold_dbfs=-45.0)
    assert report.totals.kept_seconds == pytest.approx(dataset.used_seconds)
    assert report.totals.dropped_seconds == pytest.approx(dataset.dropped_seconds) and dataset.dropped_seconds > 5.0
    cost = estimate_training(plan.config(), plan, dataset.used_seconds, 1e9)
    assert report.plan.epochs == pytest.approx(cost.epochs)
    assert report.plan.receptive_field_ms == cost.receptive_field_ms


def test_strangers_are_named_and_classes_are_judged_each_by_itself(tmp_path: Path) -> None:
    few = report_on(written(tmp_path / "few", [*voice(), tone(2_000.0)]))
    (finding,) = (finding for finding in few.findings if finding.kind == "diverse")
    assert finding.severity == "note" and finding.files == ("024.wav",)
    assert "diverse" in few.files[24].findings and "diverse" not in few.files[0].findings
    mixed = [*voice(12), *(tone(2_000.0 + 5.0 * seed) for seed in range(12))]
    recordings = written(tmp_path / "mixed", mixed)
    classes = [Recording(recording.path, "kettle" if i >= 12 else "voice") for i, recording in enumerate(recordings)]
    together, apart = report_on(recordings).totals, report_on(classes).totals
    assert together.timbre_across_db is not None and apart.timbre_across_db is not None
    assert apart.timbre_across_db < 3.0 < 5.0 < together.timbre_across_db


def test_classes_are_weighed(tmp_path: Path) -> None:
    recordings = written(tmp_path, voice())
    shares = [Recording(recording.path, "small" if i < 2 else "large") for i, recording in enumerate(recordings)]
    report = report_on(shares)
    assert [(share.name, share.files) for share in report.classes] == [("large", 22), ("small", 2)]
    assert report.classes[1].kept_seconds == pytest.approx(6.0, abs=0.1)
    assert report.verdict.level == "will babble" and "“small” will sound like “large”" in report.verdict.sentences[0]
    without = report_on([*shares[:-1], recordings[-1]])
    assert without.verdict.level == "will give noise" and "without a class" in without.verdict.sentences[0]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    recordings = written(tmp_path, voice())
    (tmp_path / "text.wav").write_text("no audio")
    report = report_on([*recordings, Recording(tmp_path / "text.wav"), Recording(tmp_path / "gone.wav")])
    assert report.findings[0].kind == "unreadable" and report.findings[0].files == ("text.wav", "gone.wav")
    assert report.totals.unreadable == 2 and report.totals.files == 26
    assert report.files[24].error is not None and report.files[24].rate_hz is None
    assert report_on([Recording(tmp_path / "gone.wav")]).verdict.level == "will give noise"


def test_rates_and_bandwidth_lead_to_a_note(tmp_path: Path) -> None:
    recordings = written(tmp_path, voice())
    slow, fast = report_on(recordings, TrainingPlan(preset="small")), report_on(recordings, PLAN)
    (note,) = (finding for finding in slow.findings if finding.kind == "rate")
    assert "8 kHz" in note.sentence and "sample rate of 8000 Hz" in note.advice
    assert "rate" not in kinds_of(fast)
    soundfile.write(tmp_path / "wide.wav", white(20.0), 48_000)
    (note,) = report_on([Recording(tmp_path / "wide.wav")]).findings[-1:]
    assert note.kind == "rate" and "24 kHz" in note.sentence and "stops at 4 kHz" in note.sentence


def test_too_few_steps_for_the_material(tmp_path: Path) -> None:
    recordings = written(tmp_path, voice())
    report = report_on(recordings, TrainingPlan(preset="sketch", steps=20))
    assert "epochs" in kinds_of(report) and report.plan.epochs is not None and report.plan.epochs < 0.5
    timed = report_on(recordings, TrainingPlan(preset="sketch", minutes=5.0))
    assert (timed.plan.steps, timed.plan.epochs) == (None, None) and "epochs" not in kinds_of(timed)


def test_progress_comes_with_each_file_and_can_be_stopped(tmp_path: Path) -> None:
    recordings = written(tmp_path, [*voice(2), np.concatenate(voice(6))])
    ticks = iter(range(100))
    told = list(examine(recordings, PLAN, clock=lambda: float(next(ticks))))
    progress = [one for one in told if isinstance(one, DoctorProgress)]
    assert [one.name for one in progress] == ["000.wav", "001.wav", "002.wav"] and isinstance(told[-1], Report)
    assert [one.fraction for one in progress] == pytest.approx([1 / 8, 2 / 8, 1.0], abs=0.01)
    assert progress[0].seconds_left == pytest.approx(7.0, abs=0.2) and progress[-1].seconds_left == 0.0
    visit = examine(recordings, PLAN)
    next(visit)
    visit.close()  # type: ignore[attr-defined]


def test_the_report_survives_json(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no audio")
    made = written(tmp_path, [voice(1)[0], np.zeros(RATE_HZ), np.zeros(0), np.full(2, np.float64(1.5))])
    report = report_on([*made, Recording(tmp_path / "text.wav")])
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert report.files[3].peak_dbfs == pytest.approx(20 * np.log10(1.5)), "a peak over full scale is told"


def test_no_recordings_are_an_error() -> None:
    with pytest.raises(DatasetError, match="no recordings"):
        next(examine([], PLAN))
