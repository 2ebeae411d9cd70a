"""Trains in one of several processes, as `torchrun` starts them: `python -m … FOLDER PLAN RECORDING…`."""

import sys
from pathlib import Path

from generation.dataset import Recording
from generation.distributed import joined
from generation.train import train
from generation.training_events import TrainingStepped
from generation.training_plan import TrainingPlan


def main(folder: str, plan: str, *recordings: str) -> None:
    with joined("cpu") as (world, device):
        found = [Recording(Path(path)) for path in recordings]
        events = train(
            found, Path(folder), TrainingPlan.model_validate_json(plan), device=device, threads=1, world=world
        )
        for event in events:
            print(type(event).__name__, event.step if isinstance(event, TrainingStepped) else "", flush=True)


main(*sys.argv[1:])
