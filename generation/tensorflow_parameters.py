"""Networks out of files: this engine's own configuration, or the parameters that tensorflow-wavenet is given.

Those describe the same network (github.com/ibab/tensorflow-wavenet, `wavenet_params.json`); what it does not say is
taken as its network takes it. Weights trained there cannot be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from generation.architectures.wavenet_config import LEVELS, MULAW_LEVELS, WavenetConfig
from generation.errors import EngineError

MAX_FILE_BYTES = 1_000_000
CHANNEL_BOUNDS = {"residual_channels": (4, 512), "dilation_channels": (4, 512), "skip_channels": (4, 2_048)}

SCALAR_NOTE = (
    "scalar_input: this network hears the waveform itself and gives a mixture of logistics at 16 bits, where "
    "tensorflow-wavenet's broken scalar input had a softmax; quantization_channels does not count."
)


class TensorflowParameters(BaseModel):
    """The parameters of a tensorflow-wavenet network, under its own names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    filter_width: int
    sample_rate: int
    dilations: Annotated[tuple[int, ...], Field(min_length=1, max_length=1_000)]
    residual_channels: int
    dilation_channels: int
    skip_channels: int
    quantization_channels: int = MULAW_LEVELS
    use_biases: bool = False
    scalar_input: bool = False
    initial_filter_width: int = 32
    """Samples that the first layer hears of a scalar input; it counts for no other."""

    def config(self) -> WavenetConfig:
        """The network; its receptive field is theirs. `EngineError` saying what to change where it has no equal."""
        for name, bounds in CHANNEL_BOUNDS.items():
            _require_channels(name, getattr(self, name), bounds)
        if not self.scalar_input and not 2 <= self.quantization_channels <= MULAW_LEVELS:
            raise EngineError(
                f"quantization_channels {self.quantization_channels} is not between 2 and {MULAW_LEVELS}: choose "
                f"{MULAW_LEVELS}, or scalar_input for 16 bits."
            )
        try:
            return WavenetConfig(
                sample_rate_hz=self.sample_rate,
                dilations=self.dilations,
                filter_width=self.filter_width,
                input_width=self.initial_filter_width if self.scalar_input else self.filter_width,
                residual_channels=self.residual_channels,
                dilation_channels=self.dilation_channels,
                skip_channels=self.skip_channels,
                head="logistics" if self.scalar_input else "categorical",
                quantisation=LEVELS["logistics"] if self.scalar_input else self.quantization_channels,
                biases=self.use_biases,
            )
        except ValidationError as error:
            raise EngineError(self._told(error)) from None

    def _told(self, error: ValidationError) -> str:
        first = error.errors()[0]
        names = {
            "sample_rate_hz": "sample_rate",
            "input_width": "initial_filter_width" if self.scalar_input else "filter_width",
        }
        where = " ".join(names.get(str(part), str(part)) for part in first["loc"]) or "the whole"
        return f"This engine cannot make that network: {where}: {first['msg']}."


class NetworkFile(NamedTuple):
    """A network that a file describes, and what a person should know of how it was read, in sentences."""

    config: WavenetConfig
    notes: tuple[str, ...] = ()


def read_network(path: Path) -> NetworkFile:
    """A network from a JSON file of either kind; `EngineError` in one line for anything else."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise EngineError(f"{path.name} is too large to describe a network: give a JSON file.")
    text = path.read_bytes()
    try:
        given = from_json(text)
    except ValueError:
        raise EngineError(f"{path.name} is not JSON: give a network's configuration.") from None
    if not isinstance(given, dict):
        raise EngineError(f"{path.name} describes no network: it must hold one JSON object.")
    try:
        if "sample_rate_hz" in given or "sample_rate" not in given:
            return NetworkFile(WavenetConfig.from_json(text))
        parameters = TensorflowParameters.model_validate_json(text)
        return NetworkFile(parameters.config(), (SCALAR_NOTE,) if parameters.scalar_input else ())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EngineError(f"{path.name}, read as tensorflow-wavenet's parameters: {where}: {first['msg']}.") from None
    except EngineError as error:
        raise EngineError(f"{path.name}: {error}") from None


def _require_channels(name: str, channels: int, bounds: tuple[int, int]) -> None:
    lowest, highest = bounds
    nearest = min(highest, max(lowest, 4 * ((channels + 2) // 4)))
    if nearest != channels:
        raise EngineError(
            f"{name} {channels} is not a multiple of 4 between {lowest} and {highest}: the nearest is {nearest}."
        )
