"""What a training run is asked to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from generation.architectures.wavenet_config import LEVELS, Control, Head, WavenetConfig
from generation.presets import PRESETS, Preset, config_for, preset_named

MAX_STEPS = 10_000_000

Optimiser = Literal["adam", "sgd", "rmsprop"]


class TrainingPlan(BaseModel):
    """A training run's settings; None means the preset's own. The same plan on the same data gives the same model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: str = "small"
    sample_rate_hz: Annotated[int, Field(ge=1_000, le=192_000)] | None = None
    steps: Annotated[int, Field(ge=1, le=MAX_STEPS)] | None = None
    network: WavenetConfig | None = None
    """A network of one's own instead of the preset's; its rate counts, its classes come from the recordings."""
    head: Head | None = None
    """What the network gives instead: a softmax over µ-law levels, or logistics over 16-bit PCM."""
    controls: Annotated[tuple[Control, ...], Field(max_length=2)] | None = None
    """The curves that it learns to follow; empty: none."""
    receptive_field_ms: Annotated[float, Field(gt=0.0, le=60_000.0)] | None = None
    """How far back the preset's network hears instead, at whatever rate; its depth stays near the preset's."""
    batch: Annotated[int, Field(ge=1, le=1_024)] | None = None
    window_samples: Annotated[int, Field(ge=16, le=1_000_000)] | None = None
    """How many samples each example of a batch predicts."""
    learning_rate: Annotated[float, Field(gt=0.0, le=100.0)] | None = None
    audition_steps: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(max_length=200)] | None = None
    """Steps at which an audition is made; None: 0, 10, 30, 100, 300… and the last; empty: never."""
    audition_seconds: Annotated[float, Field(gt=0.0, le=60.0)] = 4.0
    checkpoint_every_seconds: Annotated[float, Field(ge=0.0)] = 300.0
    validation_every_steps: Annotated[int, Field(ge=1)] = 100
    silence_threshold_dbfs: Annotated[float, Field(ge=-120.0, le=0.0)] = -60.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    precision: Literal["float32", "bfloat16"] = "float32"
    """Of the matrix products; bfloat16 is about twice as fast on processors that have it. The weights, the moments and
    the averages stay float32, which is true float32 on a GPU too (no TF32)."""
    optimiser: Optimiser = "adam"
    """adam (Kingma & Ba 2014; betas 0.9 and 0.99), sgd with momentum (Polyak 1964), or rmsprop (Tieleman & Hinton
    2012; smoothing 0.99) with momentum."""
    momentum: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.9
    """Of sgd and rmsprop; without meaning for adam."""
    weight_decay: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    """L2: this times each weight is added to its gradient after the clipping; never to a bias."""
    schedule: Literal["cosine", "constant", "exponential"] = "cosine"
    """How the learning rate goes after the warm-up: to a twentieth by a cosine or evenly in ratio, or not at all."""
    warm_up_steps: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Steps in which the learning rate rises to its peak; None: a twentieth of the run, 100 at most."""
    clip_norm: Annotated[float, Field(gt=0.0)] | None = 1.0
    """Gradients longer than this are shortened to it; None: never."""
    ema_decay: Annotated[float, Field(ge=0.0, lt=1.0)] | None = None
    """With it, an exponential moving average of the weights is what is validated, heard and generated with; 0: the
    weights themselves; None: the preset's own. The average is short at first (see `averaging`), so that it is right
    early too."""
    keep_checkpoints: Annotated[int, Field(ge=1, le=1_000)] = 3
    """How many of the last checkpoints stay; the best and the auditioned ones stay as well."""
    variations: Annotated[int, Field(ge=0, le=32)] | None = None
    """How many copies of little material are trained on beside it, a little faster or slower, louder or quieter: they
    keep it from being learnt by heart. Epochs are then of all of it. None: the preset's own number."""
    minutes: Annotated[float, Field(gt=0.0, le=600_000.0)] | None = None
    """A budget of wall-clock time instead of steps, loading, auditions and what a resumed run took before included.
    The learning rate then follows the share of the time that has passed, so the machine's speed enters the result."""
    held_out_files: tuple[str, ...] | Annotated[int, Field(ge=0)] | None = None
    """Names of the recordings to validate on, or how many; None: about a tenth of the audible seconds."""
    licence: Annotated[str, Field(max_length=500)] = ""
    """In free words; written into the checkpoints' cards."""

    @model_validator(mode="after")
    def _possible(self) -> TrainingPlan:
        if self.preset not in PRESETS:
            raise ValueError(f"there is no preset “{self.preset}”; choose one of {', '.join(PRESETS)}")
        if self.steps is not None and self.minutes is not None:
            raise ValueError("a number of steps and a number of minutes cannot both hold; leave one of them out")
        if self.network is not None and self.sample_rate_hz not in (None, self.network.sample_rate_hz):
            raise ValueError("the sample rate is not that of the network; leave one of them out")
        if self.network is not None and self.receptive_field_ms is not None:
            raise ValueError("the network's own dilations set its receptive field; leave one of them out")
        return self

    @property
    def shape(self) -> Preset:
        """The preset with this plan's own batch and window."""
        preset = preset_named(self.preset)
        window = self.window_samples or preset.window_samples
        return replace(preset, batch=self.batch or preset.batch, window_samples=window)

    @property
    def total_steps(self) -> int:
        """The most steps there will be; with a budget of minutes, no bound that counts."""
        if self.minutes is not None:
            return MAX_STEPS
        return self.steps or self.shape.steps

    @property
    def peak_learning_rate(self) -> float:
        return self.learning_rate or self.shape.learning_rate

    @property
    def copies(self) -> int:
        return self.shape.variations if self.variations is None else self.variations

    @property
    def averaging_decay(self) -> float:
        """0 where the weights themselves are used."""
        return self.shape.ema_decay if self.ema_decay is None else self.ema_decay

    @property
    def optimiser_slots(self) -> tuple[str, ...]:
        """The running arrays that the optimiser keeps for each trained weight."""
        moved = ("momentum",) if self.momentum else ()
        return {"adam": ("mean", "square"), "sgd": moved, "rmsprop": ("square", *moved)}[self.optimiser]

    @property
    def state_slots(self) -> tuple[str, ...]:
        """All that is kept beside each trained weight to go on: the optimiser's, and the raw weight of an average."""
        return (*self.optimiser_slots, *(("raw",) if self.averaging_decay else ()))

    @property
    def auditions(self) -> frozenset[int]:
        """The steps at which an audition is made."""
        if self.audition_steps is not None:
            return frozenset(self.audition_steps)
        growing = (scale * 10**power for power in range(1, 8) for scale in (1, 3))
        return frozenset({0, self.total_steps, *(step for step in growing if step < self.total_steps)})

    def config(self, classes: tuple[str, ...] = ()) -> WavenetConfig:
        """The network that this plan trains."""
        network = self.network or config_for(
            self.shape, self.sample_rate_hz, receptive_field_ms=self.receptive_field_ms
        )
        changes: dict[str, object] = {"classes": classes}
        if self.head is not None and self.head != network.head:
            changes |= {"head": self.head, "quantisation": LEVELS[self.head]}
        if self.controls is not None:
            changes["controls"] = self.controls
        return WavenetConfig.model_validate(network.model_dump() | changes)
