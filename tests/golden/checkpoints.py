"""checkpoints/: what torch.save writes, in both containers, and textual-inversion files, for the reader that executes nothing."""

import torch

from common import HERE

FOLDER = HERE / "checkpoints"


def model():
    base = torch.arange(6.0).reshape(2, 3)
    state = {"a.weight": base, "transposed": base.t(), "half": torch.ones(2, 2, dtype=torch.half),
             "position_ids": torch.arange(3)}
    return {"state_dict": state, "global_step": 875000, "epoch": 1}


def embedding(param):
    return {"string_to_token": {"*": 265}, "string_to_param": param, "name": "style", "step": 100, "sd_checkpoint": None}


def make():
    FOLDER.mkdir(exist_ok=True)
    vectors = torch.arange(8.0).reshape(2, 4)
    torch.save(model(), FOLDER / "new.ckpt")
    torch.save(model(), FOLDER / "old.ckpt", _use_new_zipfile_serialization=False)
    torch.save(embedding({"*": vectors}), FOLDER / "embedding.pt")
    parameters = torch.nn.ParameterDict({"*": torch.nn.Parameter(vectors)})
    torch.save(embedding(parameters), FOLDER / "embedding-parameters.pt")
    for path in sorted(FOLDER.iterdir()):
        path.chmod(0o644)
        print(f"  {path.name}: {path.stat().st_size} bytes")
