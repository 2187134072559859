#!/usr/bin/env python3
"""Likeness beside diffusers in one run on this machine's CPU: guided step, VAE decode, whole picture, training step.

Equal threads, f32, the same weights and sizes; outputs are compared before anything is timed. Likeness runs through `likeness-cli bench`,
diffusers in this process, in turn (ABAB ...), and medians of the pairs are printed with their ratio (above 1: Likeness is faster).
Diffusers runs as its documentation shows it; training is its DreamBooth step with cached latents left out of both.

    python3 tests/bench/compare_diffusers.py --cli build/release/bin/likeness-cli --model starter
    python3 tests/bench/compare_diffusers.py --cli build/release/bin/likeness-cli --model sd15-256 --pairs 5

Needs the packages of tests/golden/requirements.txt. `sd15-256` writes a Stable-Diffusion-1.5-shaped model with random weights (fp16,
2 GB) into --work and measures at 256x256.
"""
import argparse
import ctypes
import gc
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel

ROOT = Path(__file__).parents[2]
STEPS = 20
TOLERANCE = 1e-4


def write_sd15_shaped(folder):
    """Random weights from seed 0 in the shapes of Stable Diffusion 1.5."""
    if (folder / "model_index.json").exists():
        return folder
    torch.manual_seed(0)
    unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8)
    vae = AutoencoderKL(down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
                        block_out_channels=[128, 256, 512, 512], layers_per_block=2, latent_channels=4, sample_size=512)
    text = CLIPTextModel(CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12))
    for name, part in (("unet", unet), ("vae", vae), ("text_encoder", text)):
        part.half().save_pretrained(folder / name, safe_serialization=True)
    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
                              set_alpha_to_one=False, steps_offset=1)
    scheduler.save_pretrained(folder / "scheduler")
    index = {"_class_name": "StableDiffusionPipeline", "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
             "text_encoder": ["transformers", "CLIPTextModel"], "scheduler": ["diffusers", "DDIMScheduler"]}
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


class Reference:
    """Diffusers' classes on the inputs that likeness-cli bench makes: randn from seed 0 of the latent, then of the context."""

    def __init__(self, folder, pixels, rows):
        self.folder, self.optimizer = folder, None
        self.load_trained()
        self.vae = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32)
        self.scheduler = DDIMScheduler.from_pretrained(folder / "scheduler")
        factor = 2 ** (len(self.vae.config.block_out_channels) - 1)
        side, channels = pixels // factor, self.vae.config.latent_channels
        length = self.text.config.max_position_embeddings
        generator = torch.Generator().manual_seed(0)
        self.latent = torch.randn(2, channels, side, side, generator=generator)
        self.context = torch.randn(2, length, self.unet.config.cross_attention_dim, generator=generator)
        self.rows, self.length = rows, length

    def load_trained(self):
        self.unet = UNet2DConditionModel.from_pretrained(self.folder / "unet", torch_dtype=torch.float32)
        self.text = CLIPTextModel.from_pretrained(self.folder / "text_encoder", torch_dtype=torch.float32)

    @torch.no_grad()
    def guided_step(self):
        return self.unet(self.latent, torch.tensor(500), self.context).sample

    @torch.no_grad()
    def vae_decode(self):
        return self.vae.decode(self.latent[:1] / self.vae.config.scaling_factor).sample

    @torch.no_grad()
    def picture(self):
        self.scheduler.set_timesteps(STEPS)
        x = torch.randn(self.latent[:1].shape, generator=torch.Generator().manual_seed(0))
        context = torch.cat([self.context[1:], self.context[:1]])
        for t in self.scheduler.timesteps:
            plain, guided = self.unet(torch.cat([x, x]), t, context).sample.chunk(2)
            x = self.scheduler.step(plain + 7.5 * (guided - plain), t, x).prev_sample
        return self.vae.decode(x / self.vae.config.scaling_factor).sample

    def training_step(self):
        if self.optimizer is None:
            self.load_trained()  # anew, after a rest
            self.latents = torch.randn(self.rows, *self.latent.shape[1:], generator=torch.Generator().manual_seed(0))
            self.parameters = [*self.unet.parameters(), *self.text.parameters()]
            self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-6)
        noise = torch.ones_like(self.latents)
        noisy = self.scheduler.add_noise(self.latents, noise, torch.randint(0, 1000, (self.rows,)))
        states = self.text(torch.randint(3, 300, (self.rows, self.length)))[0]
        loss = torch.nn.functional.mse_loss(self.unet(noisy, torch.randint(0, 1000, (self.rows,)), states).sample, noise)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def rest(self):
        """Lets what is trained and the optimizer go: two full-size trainings do not fit in one machine's memory."""
        self.unet = self.text = self.parameters = self.optimizer = None
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)


def likeness(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True, check=False)
    result = json.loads(done.stdout)
    if "error" in result:
        raise SystemExit(f"likeness-cli {' '.join(map(str, arguments))}: {result['error']}")
    return result


def relative_difference(ours, theirs):
    return (ours - theirs).norm().item() / theirs.norm().item()


def compare_outputs(cli, model, reference, threads):
    with tempfile.TemporaryDirectory() as folder:
        inputs, outputs = Path(folder, "in.safetensors"), Path(folder, "out.safetensors")
        save_file({"sample": reference.latent.clone(), "timestep": torch.tensor([500, 500]), "context": reference.context,
                   "latent": reference.latent[:1].clone()}, inputs)
        differences = {}
        for verb, name, theirs in (("unet", "prediction", reference.guided_step()), ("vae-decode", "pixels", reference.vae_decode())):
            likeness(cli, verb, "--model", model, "--in", inputs, "--out", outputs, "--threads", threads, "--device", "cpu")
            differences[verb] = relative_difference(load_file(outputs)[name], theirs)
    for verb, difference in differences.items():
        print(f"same output, {verb}: relative difference {difference:.1e} (at most {TOLERANCE:.0e})")
        if not difference <= TOLERANCE:
            raise SystemExit("the outputs differ: a comparison of speeds would mean nothing")


def seconds_of(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", default="starter", help="starter, sd15-256 or a diffusers folder")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--what", default="unet,vae,picture,train")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    folder = {"starter": ROOT / "resources" / "starter"}.get(options.model, Path(options.model))
    pixels, rows = 128, 8
    if options.model == "sd15-256":
        folder, pixels, rows = write_sd15_shaped(options.work / "sd15-shaped"), 256, 1
    reference = Reference(folder, pixels, rows)
    compare_outputs(options.cli, folder, reference, options.threads)

    items = {"unet": ("guided_step", reference.guided_step), "vae": ("vae_decode", reference.vae_decode),
             "picture": ("picture", reference.picture), "train": ("training_step", reference.training_step)}
    print(f"\n{folder.name} at {pixels}x{pixels}, {options.threads} threads, f32, {options.pairs} pairs, medians")
    print(f"{'':16}{'Likeness':>12}{'diffusers':>12}{'ratio':>9}")
    for what in options.what.split(","):
        name, work = items[what]
        ours, theirs = [], []
        for _ in range(options.pairs):
            if what == "train":
                reference.rest()
            result = likeness(options.cli, "bench", "--model", folder, "--what", what, "--repeat", 1, "--size", pixels, "--batch", rows,
                              "--threads", options.threads, "--device", "cpu")
            ours.append(result["items"][name]["seconds_median"])
            work()
            theirs.append(seconds_of(work))
        mine, other = statistics.median(ours), statistics.median(theirs)
        print(f"{name:16}{mine:10.3f} s{other:10.3f} s{other / mine:9.2f}", flush=True)


if __name__ == "__main__":
    main()
