"""Cleans a recording through the effects of the mixer, at its own rate, into a new sample."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library import actions, quota
from studio.library.announce import sample_changed
from studio.library.cleaning import LEVEL
from studio.library.models import Sample
from studio.library.sweep import STOPPED
from studio.tasks import masters
from studio.tasks.files import local_path, working_folder
from studio.tasks.pace import timed

CEILING_DBTP = -1.0  # no level is set so high that peaks go over it
TREATING = 0.75  # of the time, where the level is set afterwards


def body(job: Job) -> Iterator[Progress]:
    sample = Sample.objects.filter(id=job.subject_id).select_related("parent__parent", "owner").first()
    if sample is None or sample.state == Sample.State.READY:
        return
    try:
        with working_folder(job) as work:
            kept = yield from _cleaned(sample, work)
    except JobError as error:
        actions.fail_sample(sample.id, str(error))
        raise
    except Exception:
        actions.fail_sample(sample.id, "Cleaning it failed on the server. The original is as it was; try again.")
        raise
    if kept is not None:
        yield Progress(1.0, "Ready", events=(sample_changed(kept),), urgent=True)


def cancelled(job: Job) -> None:
    actions.fail_sample(job.subject_id, STOPPED)


def _cleaned(sample: Sample, work: Path) -> Generator[Progress, None, Sample | None]:
    if sample.parent is None:
        raise JobError("The recording was deleted.")
    source = local_path(sample.parent.master_file, work, sample.parent.name)
    effects = [step for step in sample.treatment if step["effect"] != LEVEL]
    level = next((step["settings"]["lufs"] for step in sample.treatment if step["effect"] == LEVEL), None)
    treated = work / "treated"
    treated.mkdir()
    share = (0.0, TREATING if level is not None else 0.97)
    writer = yield from timed(_treat(source, treated, effects, level is not None), "Cleaning", share)
    if level is not None:
        measured = writer.fields()
        gain_db = _gain_db(level, measured["integrated_lufs"], measured["true_peak_dbtp"])
        levelled = work / "levelled"
        levelled.mkdir()
        share = (TREATING, 0.97)
        writer = yield from timed(_amplify(writer.master, levelled, gain_db), "Setting the level", share)
    yield Progress(0.98, "Keeping the sound")
    if sentence := quota.lacking(sample.owner, writer.master.stat().st_size):
        raise JobError(sentence)
    return actions.store_master(sample.id, writer.master, writer.peaks, writer.fields())


def _treat(
    source: Path, folder: Path, steps: list[dict[str, Any]], floats: bool
) -> Generator[float, None, masters.MasterWriter]:
    """Through the effects one after the other; as long as the source, each effect's lateness taken off."""
    from mixing.effects import EFFECTS

    with soundfile.SoundFile(source) as file:
        rate_hz, channels, frames = int(file.samplerate), int(file.channels), int(file.frames)
        chain = [EFFECTS[step["effect"]](**step["settings"]).processor(rate_hz, channels) for step in steps]
        late = sum(processor.latency_samples for processor in chain)
        keep_floats = floats or masters.is_float(file)
        with masters.MasterWriter(folder, rate_hz, channels, frames, keep_floats) as writer:
            passed = 0
            for block in _with_silence(file, frames, channels, late):
                for processor in chain:
                    block = processor.process(block)
                writer.write(block[:, max(0, late - passed) :])
                passed += block.shape[1]
                yield min(1.0, passed / (frames + late))
    return writer


def _with_silence(file: soundfile.SoundFile, frames: int, channels: int, more: int) -> Iterator[Any]:
    yield from masters.blocks(file, 0, frames)
    while more > 0:
        length = min(more, masters.BLOCK_FRAMES)
        more -= length
        yield np.zeros((channels, length), np.float32)


def _amplify(source: Path, folder: Path, gain_db: float) -> Generator[float, None, masters.MasterWriter]:
    gain = np.float32(10 ** (gain_db / 20))
    with soundfile.SoundFile(source) as file:
        shape = (int(file.samplerate), int(file.channels), int(file.frames))
        with masters.MasterWriter(folder, *shape, floats=False) as writer:
            for block in masters.blocks(file, 0, shape[2]):
                writer.write(gain * block)
                yield min(1.0, writer.frames / max(1, shape[2]))
    return writer


def _gain_db(wanted_lufs: float, lufs: float | None, peak_dbtp: float | None) -> float:
    """Nothing for silence; never so much that the peaks would go over the ceiling."""
    if lufs is None:
        return 0.0
    most = CEILING_DBTP - peak_dbtp if peak_dbtp is not None else 0.0
    return min(wanted_lufs - lufs, most)
