"""What a generation's row asks, in the engine's words."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.jobs.runner import JobError
from studio.library.models import Sample
from studio.tasks.files import local_path
from studio.wavenets.models import Generation
from studio.wavenets.take_settings import TakeSettings, engine_fields

if TYPE_CHECKING:
    from generation.request import GenerationRequest

HEARD_SECONDS = 30.0
"""Of a prompt, more than any network hears: what lies before is not read."""


def request_of(generation: Generation, settings: TakeSettings, work: Path) -> "GenerationRequest":
    """Raises `JobError` when the prompt or the contour is gone."""
    from generation.request import GenerationRequest

    fields: dict[str, Any] = {"temperature": generation.temperature, **engine_fields(settings)}
    if "class_curve" not in fields:
        fields["class_name"] = _class_names(generation, settings)
    contour = _file(generation.contour, generation.contour_name, work, "contour")
    return GenerationRequest(
        seconds=generation.seconds, voices=generation.voices, seed=generation.random_seed,
        prompt_path=_prompt(generation, settings, work), keep_prompt=settings.keep_prompt, contour_path=contour,
        **fields,
    )  # fmt: skip


def _class_names(generation: Generation, settings: TakeSettings) -> str | tuple[str, ...] | None:
    if settings.turns and (classes := generation.wavenet.classes):
        return tuple(classes[voice % len(classes)] for voice in range(generation.voices))
    return generation.class_name or None


def _prompt(generation: Generation, settings: TakeSettings, work: Path) -> Path | None:
    import soundfile

    path = _file(generation.prompt, generation.prompt_name, work, "prompt")
    end = settings.prompt_end_seconds
    if path is None or end is None:
        return path
    with soundfile.SoundFile(path) as file:
        last = min(file.frames, round(end * file.samplerate))
        first = max(0, last - round(HEARD_SECONDS * file.samplerate))
        file.seek(first)
        audio, rate_hz = file.read(last - first, dtype="float32", always_2d=True), file.samplerate
    cut = work / "prompt.wav"
    soundfile.write(cut, audio, rate_hz, subtype="FLOAT")
    return cut


def _file(sample: Sample | None, name: str, work: Path, what: str) -> Path | None:
    if sample is None:
        if name:
            raise JobError(f"The {what} “{name}” was deleted. Choose another one.")
        return None
    return local_path(sample.master_file, work, name)
