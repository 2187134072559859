#!/usr/bin/env python3
"""A run killed as by a power cut, then resumed, ends with the same bytes as one that nobody disturbed.

Faults are drawn from a printed seed: SIGKILL at the n-th step, write or rename, some of them inside a checkpoint being saved. Compared:
every file of the last checkpoint (weights, optimizer state, generators) and metrics.jsonl, all but their clocks.

Usage: test_kills.py CLI SOURCE_FOLDER [SEED]; standard library only.
"""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

CLI, SOURCE = sys.argv[1], Path(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20261125
STEPS, EVERY = 16, 4
CLOCKS = {"seconds"}


def train(home, run, fault=None, resume=False):
    environment = {**os.environ, "LIKENESS_HOME": str(home), "LIKENESS_RESOURCES": str(SOURCE / "resources"), "OMP_NUM_THREADS": "1"}
    if fault:
        environment["LIKENESS_FAULT"] = fault
    where = ["--resume", run] if resume else [
        "--run", run, "--model", SOURCE / "tests" / "golden" / "tiny-sd1", "--photos", SOURCE / "resources" / "subjects" / "biscuit",
        "--name", "Biscuit", "--kind", "dog", "--token", "dog", "--steps", STEPS, "--checkpoint-every", EVERY, "--probe-every", 5,
        "--sample-every", 0, "--prior-count", 2, "--learning-rate", 1e-4, "--threads", 1]
    return subprocess.run([CLI, "train", *map(str, where)], env=environment, capture_output=True, text=True, check=False)


def without_clocks(text):
    return {key: value for key, value in json.loads(text).items() if key not in CLOCKS}


def metrics(run):
    return [without_clocks(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def last_checkpoint(run):
    folder = run / "checkpoints" / f"step-{STEPS:06}"
    files = {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
    return {name: without_clocks(data) if name.endswith(".json") else data for name, data in files.items()}


def fail(text):
    print(f"FAILED: {text}")
    sys.exit(1)


def check_equal(run, calm, fault):
    if metrics(run) != metrics(calm):
        fail(f"{fault}: the metrics differ from the undisturbed run's")
    ours, theirs = last_checkpoint(run), last_checkpoint(calm)
    if ours.keys() != theirs.keys():
        fail(f"{fault}: files {sorted(ours.keys() ^ theirs.keys())} are only on one side")
    for name, data in ours.items():
        if data != theirs[name]:
            fail(f"{fault}: {name} differs from the undisturbed run's")


def main():
    rng = random.Random(SEED)
    print(f"faults drawn from seed {SEED}")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        home = work / "home"
        calm = work / "calm"
        done = train(home, calm)
        if done.returncode:
            fail(f"the undisturbed run: {done.stdout} {done.stderr}")
        if len(metrics(calm)) < STEPS or not last_checkpoint(calm):
            fail("the undisturbed run left no metrics or no checkpoint")
        faults = [f"step:{rng.randint(EVERY + 1, STEPS)}" for _ in range(3)]
        faults += [f"write:{rng.randint(1500, 3500)}", f"rename:{rng.randint(19, 43)}"]  # in a later checkpoint than the first
        killed_inside = 0
        for number, fault in enumerate(faults):
            run = work / f"killed-{number}"
            killed = train(home, run, fault)
            if killed.returncode != -signal.SIGKILL:
                fail(f"{fault}: the run was not killed (exit {killed.returncode}): {killed.stdout[-300:]}")
            inside = any(entry.name.startswith(".") for entry in (run / "checkpoints").iterdir())
            killed_inside += inside
            resumed = train(home, run, resume=True)
            if resumed.returncode:
                fail(f"{fault}: {resumed.stdout} {resumed.stderr[-300:]}")
            check_equal(run, calm, fault)
            print(f"{fault}: equal{' (killed inside a checkpoint)' if inside else ''}", flush=True)
        if killed_inside < 2:
            fail(f"only {killed_inside} of the kills came inside a checkpoint")
    print("every killed run ended as the undisturbed one")


if __name__ == "__main__":
    main()
