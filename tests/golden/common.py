"""Shared by every part: folders, loading a model folder as float32, prompt ids, writing files."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel, CLIPTokenizerFast, T5Tokenizer

HERE = Path(__file__).resolve().parent
TINY = HERE / "tiny-sd1"
TINY2 = HERE / "tiny-sd2"
STARTER = Path(os.environ.get("LIKENESS_STARTER", HERE.parents[1] / "resources" / "starter"))
transformers.logging.set_verbosity_error()

MODELS = ("tiny-sd1", "starter")
ALL_MODELS = (*MODELS, "tiny-sd2")  # tiny-sd2 has components only
VERSIONS = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__,
            "transformers": transformers.__version__}


@dataclass
class Model:
    """A loaded diffusers folder, everything float32 on the CPU, in evaluation mode."""
    name: str
    folder: Path
    text_encoder: CLIPTextModel
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    tokenizer: object

    @property
    def length(self):
        return self.text_encoder.config.max_position_embeddings

    @property
    def latent_shape(self):
        size = self.unet.config.sample_size
        return [1, self.unet.config.in_channels, size, size]

    def ids(self, texts):
        """Complete rows [P,L]: CLIP start + words + end padded with end; starter words + end padded with 0."""
        return self.tokenizer(list(texts), padding="max_length", max_length=self.length, truncation=True,
                              return_tensors="pt").input_ids


def load_model(name):
    folder = {"tiny-sd1": TINY, "tiny-sd2": TINY2}.get(name, STARTER)
    tokenizer_class = T5Tokenizer if folder == STARTER else CLIPTokenizerFast
    return Model(name, folder,
                 CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval(),
                 UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32).eval(),
                 AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32).eval(),
                 tokenizer_class.from_pretrained(folder / "tokenizer"))


def generator(seed):
    return torch.Generator("cpu").manual_seed(seed)


def randn(shape, seed):
    return torch.randn(shape, generator=generator(seed))


def test_picture(count, height, width):
    """Smooth deterministic pictures [N,3,H,W] in -1..1 with edges, so that a VAE has something to look at."""
    y = torch.linspace(-1, 1, height)[:, None]
    x = torch.linspace(-1, 1, width)[None, :]
    pictures = []
    for n in range(count):
        waves = [torch.sin(3.0 * x + n + c) * torch.cos((2.0 + c) * y - n) for c in range(3)]
        disc = ((x - 0.2 * n) ** 2 + (y + 0.1) ** 2 < 0.3).float()
        pictures.append(torch.stack([w * (1 - disc) + disc * (0.8 - 0.6 * c) for c, w in enumerate(waves)]))
    return torch.stack(pictures).clamp(-1, 1)


def sort_metadata(path):
    """The library writes the metadata in random order; sorted, the same numbers give the same bytes."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + size:])


def save_tensors(name, tensors, metadata=None):
    """Writes HERE/name and reads it back; the reference numbers must be finite."""
    tensors = {key: value.detach().contiguous().clone() for key, value in tensors.items()}
    for key, value in tensors.items():
        assert value.dtype == torch.int64 or torch.isfinite(value).all(), f"{name}: {key} is not finite"
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    words = {**VERSIONS, **(metadata or {})}
    save_file(tensors, path, {key: value if isinstance(value, str) else json.dumps(value) for key, value in words.items()})
    sort_metadata(path)
    path.chmod(0o644)
    back = load_file(path)
    assert back.keys() == tensors.keys() and all(torch.equal(back[key], tensors[key]) for key in back), name
    print(f"  {name}: {path.stat().st_size // 1024} KiB")


def save_json(name, value, indent=None):
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, indent=indent, ensure_ascii=True, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == value, name
    print(f"  {name}: {path.stat().st_size // 1024} KiB")


def stated_scheduler_config(model):
    """Only the fields that the model's scheduler_config.json states."""
    fields = json.loads((model.folder / "scheduler" / "scheduler_config.json").read_text(encoding="utf-8"))
    return {key: value for key, value in fields.items() if not key.startswith("_")}
