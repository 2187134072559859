#!/usr/bin/env python3
"""A small classifier that names the subject, the kind and the place of a 128x128 picture: the judge of compare_dreambooth.py. Nothing is taught by it.

Learns from drawings (a folder like the starter's training data: index.json with file, name, style; RGBA), from the subjects' photos on a
white ground, cut out, and from places as the untouched model draws them around all sorts of things. Each training picture is one of
these places with a drawing or a subject put in front at a random size, place, mirroring and light; the place's own thing stays visible
in every third. It never sees a subject in a place of the comparison's photos, nor any taught model's picture.

    python3 tests/bench/judge/judge.py train --cli build/release/bin/likeness-cli --drawings DIR --subjects DIR --out judge.pt
    python3 tests/bench/judge/judge.py name --judge judge.pt picture.png ...

`--subjects` is a folder with index.json (name, kind, files). Prints the share of right answers on pictures held out. Needs the
packages of tests/golden/requirements.txt.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageOps
from torch import nn

SIDE = 128
OTHER = "something else"  # as subject and as kind
PLAIN = "no place"


def square(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    return ImageOps.fit(picture, (SIDE, SIDE), Image.LANCZOS)


def cut_out(path):
    """The subject of a photo on a plain light ground, as RGBA; None where the corners are not plain."""
    picture = square(path)
    corners = [picture.getpixel(at) for at in ((1, 1), (SIDE - 2, 1), (1, SIDE - 2), (SIDE - 2, SIDE - 2))]
    if min(min(corner) for corner in corners) < 235:
        return None
    ground = picture.copy()
    for at in ((0, 0), (SIDE - 1, 0), (0, SIDE - 1), (SIDE - 1, SIDE - 1)):
        ImageDraw.floodfill(ground, at, (255, 0, 255), thresh=28)
    away = ImageChops.difference(ground, Image.new("RGB", ground.size, (255, 0, 255))).convert("L").point(lambda v: 255 if v > 0 else 0)
    picture.putalpha(away)
    return picture.crop(away.getbbox())


def known(resources):
    concepts = json.loads((resources / "starter" / "concepts.json").read_text())
    return concepts["kinds"], concepts["places"]


def make_places(cli, kinds, places, each, work):
    """Pictures of every place by the untouched model, with things of other kinds in them."""
    found = {}
    for place in places:
        folder = work / place.replace(" ", "-")
        prompts = folder.with_suffix(".txt")
        prompts.write_text("".join(f"a photo of a {kinds[i % len(kinds)]} {place}\n" for i in range(each)))
        done = subprocess.run([cli, "generate", "--from-file", prompts, "--steps", "20", "--seed", "1000", "--out", folder],
                              capture_output=True, text=True, check=False)
        result = json.loads(done.stdout)
        if "error" in result:
            raise SystemExit(result["error"])
        found[place] = [(square(path), kinds[i % len(kinds)]) for i, path in enumerate(result["files"])]
        print(f"{place}: {len(found[place])} pictures", file=sys.stderr, flush=True)
    return found


def load_drawings(folder, kinds):
    """Of the kinds the model knows, and as many of others."""
    entries = json.loads((folder / "index.json").read_text())
    wanted = [entry for entry in entries if entry["name"] in kinds]
    rest = [entry for entry in entries if entry["name"] not in kinds]
    random.shuffle(rest)
    return [(Image.open(folder / entry["file"]).convert("RGBA"), entry["name"] if entry["name"] in kinds else OTHER)
            for entry in wanted + rest[:len(wanted)]]


def load_subjects(folder):
    """name: (kind, cut-outs)"""
    subjects = {}
    for entry in json.loads((folder / "index.json").read_text()):
        cuts = [cut for cut in (cut_out(folder / file) for file in entry["files"]) if cut is not None]
        if not cuts:
            raise SystemExit(f"{entry['name']}: none of its photos is on a plain white ground, so it cannot be cut out")
        subjects[entry["name"]] = (entry["kind"], cuts)
    return subjects


def put(ground, thing, draw):
    """`thing` in front of `ground`, as a model might draw it: other size, place, mirroring, a little turned, softer, other light."""
    scale = draw.uniform(0.5, 0.95) * SIDE / max(thing.size)
    thing = thing.resize([max(8, int(side * scale)) for side in thing.size], Image.BILINEAR)
    if draw.random() < 0.5:
        thing = ImageOps.mirror(thing)
    thing = thing.rotate(draw.uniform(-12, 12), Image.BILINEAR, expand=True)
    picture = ground.copy()
    room = [SIDE - side for side in thing.size]
    at = [int(draw.uniform(min(0, space) - 6, max(0, space) + 6)) for space in room]
    picture.paste(thing, at, thing)
    return picture


def soften(picture, draw):
    if draw.random() < 0.7:
        small = int(SIDE / draw.uniform(1, 3))
        picture = picture.resize((small, small), Image.BILINEAR).resize((SIDE, SIDE), Image.BILINEAR)
    picture = ImageEnhance.Color(picture).enhance(draw.uniform(0.7, 1.3))
    return ImageEnhance.Brightness(picture).enhance(draw.uniform(0.85, 1.15))


class Scenes(torch.utils.data.Dataset):
    """Pictures with the numbers of their subject, kind and place, composed anew from number `first` on."""

    def __init__(self, places, drawings, subjects, kinds, first, count):
        self.places, self.drawings, self.subjects, self.first, self.count = places, drawings, subjects, first, count
        self.names = [[*subjects, OTHER], [*kinds, OTHER], [*places, PLAIN]]

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        draw = random.Random(self.first + index)
        subject, kind, place = OTHER, OTHER, draw.choice(self.names[2])
        if place == PLAIN:
            ground = Image.new("RGB", (SIDE, SIDE), draw.choice([(250, 250, 250), tuple(draw.randrange(120, 256) for _ in range(3))]))
        else:
            ground, kind = draw.choice(self.places[place])
        which = draw.random()
        if which < 0.5:
            subject = draw.choice(list(self.subjects))
            kind, cuts = self.subjects[subject]
            ground = put(ground, draw.choice(cuts), draw)
        elif which < 0.8:
            thing, kind = draw.choice(self.drawings)
            ground = put(ground, thing, draw)
        pixels = torch.from_numpy(np.array(soften(ground, draw))).permute(2, 0, 1).float() / 127.5 - 1
        return pixels, torch.tensor([names.index(name) for names, name in zip(self.names, (subject, kind, place))])


class Judge(nn.Module):
    """A head each for subject, kind and place."""

    def __init__(self, names):
        super().__init__()
        widths = [3, 32, 64, 128, 192, 256]
        layers = []
        for before, after in zip(widths, widths[1:]):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.GroupNorm(8, after), nn.SiLU(), nn.MaxPool2d(2)]
        self.body = nn.Sequential(*layers)
        self.heads = nn.ModuleList(nn.Linear(2 * widths[-1], len(each)) for each in names)

    def forward(self, pixels):
        cells = self.body(pixels)
        seen = torch.cat([cells.mean((2, 3)), cells.amax((2, 3))], 1)
        return [head(seen) for head in self.heads]


@torch.no_grad()
def right_share(judge, data):
    hits = torch.zeros(3)
    for pixels, answers in torch.utils.data.DataLoader(data, 64):
        hits += torch.stack([scores.argmax(1) for scores in judge(pixels)], 1).eq(answers).sum(0)
    return dict(zip(("subject_right", "kind_right", "place_right"), (hits / len(data)).tolist()))


def train(arguments):
    if arguments.places_each < 5:
        raise SystemExit("--places-each: expected 5 or more, since a fifth is held out")
    random.seed(0)
    torch.manual_seed(0)
    kinds, places = known(arguments.resources)
    with tempfile.TemporaryDirectory() as work:
        scenes = make_places(arguments.cli, kinds, places, arguments.places_each, Path(work))
    held = max(1, arguments.places_each // 5)
    things = (load_drawings(arguments.drawings, kinds), load_subjects(arguments.subjects), kinds)
    data = Scenes({place: pictures[held:] for place, pictures in scenes.items()}, *things, 0, arguments.steps * arguments.batch)
    held_out = Scenes({place: pictures[:held] for place, pictures in scenes.items()}, *things, 10**9, 512)
    judge = Judge(data.names)
    optimizer = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=arguments.steps)
    for step, (pixels, answers) in enumerate(torch.utils.data.DataLoader(data, arguments.batch), 1):
        loss = sum(nn.functional.cross_entropy(scores, answers[:, i], label_smoothing=0.05) for i, scores in enumerate(judge(pixels)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {arguments.steps}: loss {loss.item():.3f}", file=sys.stderr, flush=True)
    judge.eval()
    torch.save({"weights": judge.state_dict(), "names": data.names}, arguments.out)
    print(json.dumps({"judge": str(arguments.out), **right_share(judge, held_out)}))


def load(path):
    stored = torch.load(path, weights_only=True)
    judge = Judge(stored["names"])
    judge.load_state_dict(stored["weights"])
    judge.eval()
    return judge, stored["names"]


@torch.no_grad()
def name_pictures(loaded, files):
    """[{file, subject, kind, place, certainty of each subject}]"""
    judge, names = loaded
    named = []
    for file in files:
        pixels = torch.from_numpy(np.array(square(file))).permute(2, 0, 1).float()[None] / 127.5 - 1
        scores = judge(pixels)
        subject, kind, place = (each[int(one.argmax(1))] for each, one in zip(names, scores))
        named.append({"file": str(file), "subject": subject, "kind": kind, "place": place,
                      "sure": dict(zip(names[0], scores[0].softmax(1)[0].tolist()))})
    return named


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    learn = verbs.add_parser("train")
    learn.add_argument("--cli", required=True)
    learn.add_argument("--drawings", type=Path, required=True)
    learn.add_argument("--subjects", type=Path, required=True)
    learn.add_argument("--resources", type=Path, default=Path(__file__).parents[3] / "resources")
    learn.add_argument("--places-each", type=int, default=60)
    learn.add_argument("--steps", type=int, default=1500)
    learn.add_argument("--batch", type=int, default=32)
    learn.add_argument("--out", type=Path, required=True)
    learn.set_defaults(run=train)
    name = verbs.add_parser("name")
    name.add_argument("--judge", type=Path, required=True)
    name.add_argument("pictures", nargs="+")
    name.set_defaults(run=lambda a: print(json.dumps({"pictures": name_pictures(load(a.judge), a.pictures)})))
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
