#!/usr/bin/env python3
"""Our balanced preset against diffusers' DreamBooth on the starter model, by the judge (judge.py), which neither was trained on.

For each subject of `--subjects` (a folder with index.json: name, kind, files) three models are taught: ours, diffusers' at equal steps,
diffusers' at equal time. Each draws `--seeds` pictures of four prompts with the subject and as many of "a photo of a KIND", all through
likeness-cli with equal settings. Counted: pictures in which the judge names the subject, and the place; class pictures whose kind it
names, and those that it takes for the subject. Prints the README's table, and the rank correlation over our checkpoints between our
likeness (`eval`) and the judge's certainty of the subject.

    python3 tests/bench/judge/compare_dreambooth.py --cli build/release/bin/likeness-cli --judge judge.pt --subjects DIR --work DIR

Diffusers' side does what examples/dreambooth/train_dreambooth.py does with --train_text_encoder and --with_prior_preservation, on the
same class pictures, with our learning rates, batch and threads. Needs the packages of tests/golden/requirements.txt; half an hour a
subject on two cores (`--only NAME --seeds 2` tries it).
"""
import argparse
import itertools
import json
import random
import subprocess
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, DDPMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from scipy.stats import spearmanr
from transformers import CLIPTextModel, T5Tokenizer

from judge import load, name_pictures, square

ROOT = Path(__file__).parents[3]
STARTER = ROOT / "resources" / "starter"
PRESET = json.loads((ROOT / "resources" / "presets" / "starter-balanced.json").read_text())
PLACES = ["", "on the moon", "under water", "in the snow"]
COLUMNS = ("subject named", "place named", "kind named", "kind taken for the subject")


def call(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True, check=False)
    result = json.loads(done.stdout)
    if "error" in result:
        raise SystemExit(f"{arguments[0]}: {result['error']}")
    return result


def a_kind(kind):
    return f"a photo of {'an' if kind[0] in 'aeiou' else 'a'} {kind}"


class Reference:
    """train_dreambooth.py's loop in this process: AdamW over UNet and text encoder, VAE sampled each step, one joint batch of halves."""

    def __init__(self, photos, class_pictures, kind):
        self.unet = UNet2DConditionModel.from_pretrained(STARTER / "unet", torch_dtype=torch.float32).train()
        self.text = CLIPTextModel.from_pretrained(STARTER / "text_encoder", dtype=torch.float32).train()
        self.vae = AutoencoderKL.from_pretrained(STARTER / "vae", torch_dtype=torch.float32).eval()
        self.tokenizer = T5Tokenizer.from_pretrained(STARTER / "tokenizer")
        self.schedule = DDPMScheduler.from_pretrained(STARTER / "scheduler")
        self.photos, self.class_pictures = ([self.pixels(file) for file in files] for files in (photos, class_pictures))
        length = self.text.config.max_position_embeddings
        rows = [f"a photo of sks {kind}"] * PRESET["batch"] + [a_kind(kind)] * PRESET["batch"]
        self.ids = self.tokenizer(rows, padding="max_length", max_length=length, truncation=True, return_tensors="pt").input_ids
        self.optimizer = torch.optim.AdamW([{"params": self.unet.parameters(), "lr": PRESET["learning_rate"]},
                                            {"params": self.text.parameters(), "lr": PRESET["text_encoder_learning_rate"]}],
                                           weight_decay=1e-2)

    @staticmethod
    def pixels(file):
        return torch.from_numpy(np.array(square(file))).permute(2, 0, 1).float() / 127.5 - 1

    def step(self):
        batch = random.choices(self.photos, k=PRESET["batch"]) + random.choices(self.class_pictures, k=PRESET["batch"])
        with torch.no_grad():
            latents = self.vae.encode(torch.stack(batch)).latent_dist.sample() * self.vae.config.scaling_factor
        noise = torch.randn_like(latents)
        timesteps = torch.randint(0, self.schedule.config.num_train_timesteps, (len(batch),))
        states = self.text(self.ids)[0]
        prediction = self.unet(self.schedule.add_noise(latents, noise, timesteps), timesteps, states).sample
        subject, prior = torch.chunk(torch.nn.functional.mse_loss(prediction, noise, reduction="none"), 2)
        (subject.mean() + prior.mean()).backward()
        torch.nn.utils.clip_grad_norm_(itertools.chain(self.unet.parameters(), self.text.parameters()), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def teach(self, folder, steps=None, seconds=None):
        torch.manual_seed(0)
        random.seed(0)
        start, done = time.time(), 0
        while done < steps if steps else time.time() - start < seconds:
            self.step()
            done += 1
        taken = time.time() - start
        StableDiffusionPipeline(vae=self.vae, text_encoder=self.text, tokenizer=self.tokenizer, unet=self.unet, scheduler=self.schedule,
                                safety_checker=None, feature_extractor=None, requires_safety_checker=False).save_pretrained(folder)
        for name in ("scheduler/scheduler_config.json", "model_index.json"):  # drawn with the model's own sampler, as ours is
            (folder / name).write_bytes((STARTER / name).read_bytes())
        for file in (STARTER / "tokenizer").iterdir():
            (folder / "tokenizer" / file.name).write_bytes(file.read_bytes())
        return done, taken


def draw(cli, model, prompts, seeds, out):
    arguments = [part for prompt in prompts for part in ("--prompt", prompt)]
    files = []
    for seed in range(seeds):
        files += call(cli, "generate", "--model", model, *arguments, "--seed", 100 * (seed + 1), "--out", out)["files"]
    return [files[i::len(prompts)] for i in range(len(prompts))]


def judged(options, judge, subject, model, out):
    """Counts of one model, in the order of COLUMNS."""
    prompts = [f"a photo of sks {subject['kind']} {place}".strip() for place in PLACES]
    rows = draw(options.cli, model, [*prompts, a_kind(subject["kind"])], options.seeds, out)
    named = [name_pictures(judge, row) for row in rows]
    with_subject, with_kind = list(itertools.chain(*named[:-1])), named[-1]
    return [sum(one["subject"] == subject["name"] for one in with_subject),
            sum(one["place"] == place for place, row in zip(PLACES, named) if place for one in row),
            sum(one["kind"] == subject["kind"] for one in with_kind),
            sum(one["subject"] == subject["name"] for one in with_kind)]


def teach_ours(options, subject, run):
    photos = [part for file in subject["files"] for part in ("--photos", options.subjects / file)]
    start = time.time()
    result = call(options.cli, "train", *photos, "--name", subject["name"].title(), "--kind", subject["kind"], "--run", run,
                  "--checkpoint-every", 50, "--keep-checkpoints", 100)
    # First the loop alone, which is what the reference's clock measures: samples, probes and checkpoints are extras on our side.
    return result, PRESET["steps"] / result["steps_per_second"], time.time() - start


def class_pictures(options, kind, work):
    made = call(options.cli, "prior", "--kind", kind, "--count", PRESET["prior_count"], "--guidance", 2.5, "--out", work / "class")
    return [one["file"] for one in made["pictures"]]


def correlate(options, judge, subject, checkpoints, work):
    """Our likeness and the judge's certainty, one pair a checkpoint."""
    pairs = []
    photos = [part for file in subject["files"] for part in ("--real", options.subjects / file)]
    for checkpoint in map(Path, checkpoints):
        out = work / checkpoint.name
        files = draw(options.cli, checkpoint / "model", [f"a photo of sks {subject['kind']} {place}".strip() for place in PLACES],
                     max(2, options.seeds // 4), out)
        likeness = call(options.cli, "eval", *photos, "--generated", out, "--kind", subject["kind"])["likeness"]
        sure = [one["sure"][subject["name"]] for one in name_pictures(judge, list(itertools.chain(*files)))]
        pairs.append((likeness, sum(sure) / len(sure)))
    return pairs


def compare(options, judge, subject):
    work = options.work / subject["name"]
    result, loop_seconds, whole_seconds = teach_ours(options, subject, work / "ours")
    photos = [options.subjects / file for file in subject["files"]]
    classes = class_pictures(options, subject["kind"], work)
    rows = [("untouched model", "", judged(options, judge, subject, "starter", work / "base-pictures")),
            ("Likeness, balanced", f"{PRESET['steps']} steps, {whole_seconds:.0f} s",
             judged(options, judge, subject, result["recommended"]["checkpoint"] + "/model", work / "our-pictures"))]
    for title, limit in (("diffusers, equal steps", {"steps": PRESET["steps"]}), ("diffusers, equal time", {"seconds": loop_seconds})):
        folder = work / title.split()[-1]
        done, taken = Reference(photos, classes, subject["kind"]).teach(folder, **limit)
        rows.append((title, f"{done} steps, {taken:.0f} s", judged(options, judge, subject, folder, work / f"{folder.name}-pictures")))
    for title, effort, counts in rows:
        print(f"| {subject['name']} | {title} | {effort} | " + " | ".join(map(str, counts)) + " |", flush=True)
    return {title: counts for title, _, counts in rows}, correlate(options, judge, subject, result["checkpoints"], work / "checkpoints")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--judge", type=Path, required=True)
    parser.add_argument("--subjects", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=16)
    parser.add_argument("--only", action="append")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    judge = load(options.judge)
    subjects = [one for one in json.loads((options.subjects / "index.json").read_text()) if not options.only or one["name"] in options.only]
    print(f"Of {len(PLACES) * options.seeds} pictures of the subject, {(len(PLACES) - 1) * options.seeds} with a place, {options.seeds} of the "
          "kind:\n")
    print("| subject | model | effort | " + " | ".join(COLUMNS) + " |\n|---|---|---|" + "---|" * len(COLUMNS))
    totals, correlations = {}, []
    for subject in subjects:
        counts, pairs = compare(options, judge, subject)
        for title, row in counts.items():
            totals[title] = [a + b for a, b in zip(totals.get(title, [0] * len(row)), row)]
        correlations.append(spearmanr(*zip(*pairs)).statistic)
        print(f"\n{subject['name']}: likeness and the judge's certainty by checkpoint: " +
              ", ".join(f"{ours:.0f} % / {theirs:.2f}" for ours, theirs in pairs) + f"; rank correlation {correlations[-1]:.2f}\n", flush=True)
    for title, row in totals.items():
        print(f"| all | {title} | | " + " | ".join(map(str, row)) + " |")
    print(f"\nRank correlation of likeness with the judge, mean over the subjects: {sum(correlations) / len(correlations):.2f}")


if __name__ == "__main__":
    main()
