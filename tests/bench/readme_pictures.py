#!/usr/bin/env python3
"""Makes the before/after pictures of the README with the command line: each sample subject taught with the balanced preset on the CPU.

    python3 tests/bench/readme_pictures.py build/release/bin/likeness-cli

Writes resources/readme/<subject>-*.png and prints the README's table with the times. Standard library only.
"""
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUT = ROOT / "resources" / "readme"
PLACE, SEED = "on the moon", 3


def call(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True, check=False)
    result = json.loads(done.stdout)
    if "error" in result:
        raise SystemExit(result["error"])
    return result


def picture(cli, work, name, *arguments):
    made = call(cli, "generate", "--seed", SEED, "--out", work, *arguments)["files"][0]
    shutil.copy(made, OUT / f"{name}.png")


def teach(cli, work, subject):
    name, kind = subject["name"], subject["kind"]
    start = time.time()
    result = call(cli, "train", "--photos", ROOT / "resources" / "subjects" / name, "--name", name.title(), "--kind", kind, "--preset",
                  "balanced", "--run", work / name)
    seconds = time.time() - start
    model = Path(result["checkpoints"][-1]) / "model"
    article = "an" if kind[0] in "aeiou" else "a"
    prompts = {"subject": f"a photo of sks {kind} {PLACE}", "kind": f"a photo of {article} {kind}"}
    for which, prompt in prompts.items():
        picture(cli, work, f"{name}-{which}-before", "--prompt", prompt)
        picture(cli, work, f"{name}-{which}-after", "--prompt", prompt, "--model", model)
    checks = result["verdict"]["checks"]
    passed = sum(check["ok"] for check in checks)
    cells = [f"![{name}-{which}-{when}](resources/readme/{name}-{which}-{when}.png)" for which in prompts for when in ("before", "after")]
    photo = subject["files"][0]
    print(f"| <img src=\"resources/subjects/{photo}\" width=\"128\"> | " + " | ".join(cells) +
          f" | {seconds:.0f} s, verdict {passed} of {len(checks)} |", flush=True)
    for check in checks:
        if not check["ok"]:
            print(f"  {name}: {check['name']}: {check['detail']}", file=sys.stderr)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    print("| a photo | \"a photo of sks KIND on the moon\", before | after | \"a photo of a KIND\", before | after | |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for subject in json.loads((ROOT / "resources" / "subjects" / "index.json").read_text()):
            teach(sys.argv[1], Path(folder), subject)


if __name__ == "__main__":
    main()
