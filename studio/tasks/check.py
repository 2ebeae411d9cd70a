"""Looking for copies: holds a generated sample against everything that its model learned from."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generation.errors import EngineError
from studio.jobs.closing import closed_after
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library.models import Sample
from studio.tasks.files import local_path, working_folder
from studio.wavenets.take_records import store_check

if TYPE_CHECKING:
    from generation.leak.report import LeakReport

SHORTEST_SECONDS = 0.25
SHORT = f"It is shorter than {SHORTEST_SECONDS} s: too short to repeat anything."


def body(job: Job) -> Iterator[Progress]:
    sample = Sample.objects.filter(id=job.subject_id).select_related("wavenet").first()
    if sample is None:
        raise JobError("The take was deleted.")
    if sample.wavenet is None:
        raise JobError("The model of this take was deleted, so nobody can tell what it repeats.")
    yield Progress(0.0, "Waiting for the take to be read")
    with working_folder(job) as work:
        try:
            yield from _look(sample, work)
        except EngineError as error:
            raise JobError(str(error)) from error


def cancelled(job: Job) -> None:
    """Nothing to tidy: a look that was stopped leaves the sample unlooked at."""


def _look(sample: Sample, work: Path) -> Iterator[Progress]:
    from generation.leak.report import LeakProgress
    from generation.leak.search import find_leaks

    stored = sample.master_file if sample.master_file else sample.source_file
    take = local_path(stored, work, sample.name)
    rows = sample.wavenet.inputs.select_related("sample") if sample.wavenet else []
    names: dict[str, str] = {}
    corpus: list[Path] = []
    for row in rows:
        if row.sample is None or not row.sample.master_file:
            raise JobError(f"“{row.sample_name}”, from which the model learned, is gone, so it cannot be compared.")
        source = local_path(row.sample.master_file, work, row.sample_name)
        link = work / f"recording-{len(corpus):05d}{source.suffix}"
        link.symlink_to(source)
        corpus.append(link)
        names[link.name] = row.sample_name
    if not corpus:
        raise JobError("It is not known what the model of this take learned from.")
    if _seconds(take) < SHORTEST_SECONDS:
        store_check(sample.id, {"sentence": SHORT, "copied_seconds": 0.0, "copied_share": 0.0, "passages": []})
        return
    with closed_after(find_leaks([take], corpus)) as events:
        for event in events:
            if isinstance(event, LeakProgress):
                yield Progress(event.fraction, "Comparing with what the model heard", event.seconds_left)
            else:
                store_check(sample.id, _told(event, names))


def _told(report: "LeakReport", names: dict[str, str]) -> dict[str, Any]:
    """The report by the names of the samples, and not of their files."""
    sentence = report.sentence
    for file, name in names.items():
        sentence = sentence.replace(file, f"“{name}”")
    return {
        "sentence": sentence,
        "copied_seconds": report.copied_seconds,
        "copied_share": report.copied_share,
        "passages": [
            {
                "take_start_seconds": passage.take_start_seconds, "seconds": passage.seconds,
                "sample_name": names.get(passage.file.name, ""), "start_seconds": passage.start_seconds,
                "similarity": passage.similarity,
            }
            for passage in report.passages[:50]
        ],
    }  # fmt: skip


def _seconds(path: Path) -> float:
    import soundfile

    return float(soundfile.info(str(path)).duration)
