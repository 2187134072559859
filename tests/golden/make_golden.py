"""Makes every reference file of this folder anew: `python make_golden.py [--only PART ...]`. See README.md."""

import argparse
import importlib
import time
import warnings

import torch

PARTS = ("tiny_model", "tiny_sd2", "components", "loras", "tokenizers_part", "schedules", "sampler_loop", "sampling", "starts", "savings",
         "training", "checkpoints")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    chosen = parser.parse_args().only
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    for part in PARTS:
        if part in chosen:
            print(part, flush=True)
            start = time.monotonic()
            importlib.import_module(part).make()
            print(f"  {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
