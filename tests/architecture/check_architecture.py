#!/usr/bin/env python3
"""Holds the sources to the design: who may include whom, sizes, header rules, commit hygiene. Prints every breach; exit 1 if any.

The tables below are the design's. A longer file or function is refused unless it is a data table named in DATA_TABLES.
"""
import re
import sys
from pathlib import Path

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()

# room: rooms it may include beside itself and base
ENGINE = {
    "base": set(), "api": set(), "config": {"api"}, "image": set(), "io": set(), "tokenizers": set(),
    "tensor": {"image", "io"}, "parallel": {"tensor"}, "cuda": {"tensor"},
    "models": {"tensor", "io", "tokenizers", "api"}, "diffusion": {"tensor"}, "data": {"tensor", "image", "io", "api"},
    "generate": {"models", "diffusion", "tokenizers", "image", "tensor", "api"},
    "train": {"generate", "data", "diffusion", "models", "parallel", "io", "tensor", "api"},
    "runs": {"api"},
}
ENGINE["jobs"] = set(ENGINE)
LIBRARIES = {  # third-party header pattern: rooms that may use it
    r"(ATen|torch|c10)/": {"tensor", "parallel", "cuda", "models", "diffusion", "data", "generate", "train", "jobs"},
    r"opencv2/": {"image", "data"}, r"libheif/": {"image"}, r"lcms2": {"image"}, r"zlib\.h": {"image"},
    r"sentencepiece": {"tokenizers"}, r"yaml-cpp/": {"config"}, r"mpi\.h": {"parallel"}, r"cuda": {"cuda"},
}
HEADER_TORCH = {"ATen/core/Tensor.h", "ATen/core/Generator.h", "c10/core/Device.h", "c10/core/ScalarType.h"}
UI = {  # ui room: ui rooms it may include
    "main_window": {"pages", "widgets", "viewmodels", "models", "bridge"},
    "pages": {"widgets", "viewmodels", "models", "bridge"}, "widgets": {"viewmodels", "models", "bridge"},
    "viewmodels": {"models", "bridge"}, "models": {"bridge"}, "bridge": set(),
}
DATA_TABLES = {"engine/tokenizers/unicode_tables.cpp"}
FILE_LIMIT, HEADER_LIMIT, FUNCTION_LIMIT = 500, 250, 80
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.M)

breaches = []


def breach(path, text):
    breaches.append(f"{path.relative_to(ROOT)}: {text}")


def check_engine(path, includes):
    room = path.relative_to(ROOT / "engine").parts[0]
    for name in includes:
        if name.startswith("engine/"):
            other = name.split("/")[1]
            if other not in ENGINE[room] | {room, "base"}:
                breach(path, f"room {room} may not include {name}")
        elif name.startswith(("ui/", "app/")) or re.match(r"Q[A-Z]|Qt", name):
            breach(path, f"the engine may not include {name}")
        else:
            for pattern, rooms in LIBRARIES.items():
                if re.match(pattern, name) and room not in rooms:
                    breach(path, f"room {room} may not include <{name}>")
    if path.suffix == ".h" and path.name != "torch_pch.h":
        for name in includes:
            if re.match(r"(ATen|torch|c10)/", name) and name not in HEADER_TORCH and not (
                    room == "models" and name == "torch/nn/module.h"):
                breach(path, f"a header may not include <{name}>")
    if "torch/torch.h" in includes:
        breach(path, "torch/torch.h costs every reader 25 seconds; include what is used")


def page_of(parts):
    """make of pages/make_page.h and of pages/make/settings_panel.h"""
    return parts[1] if len(parts) > 2 else Path(parts[1]).stem.split("_")[0]


def check_ui(path, includes):
    parts = path.relative_to(ROOT / "ui").parts
    room = parts[0]
    for name in includes:
        if name.startswith("ui/"):
            other = name.split("/")[1]
            if other not in UI[room] | {room}:
                breach(path, f"ui/{room} may not include {name}")
            if room == "pages" and other == "pages" and page_of(parts) != page_of(Path(name).parts[1:]):
                breach(path, f"a page may not include another page: {name}")
        elif name.startswith("engine/") and not name.startswith("engine/api/"):
            if not (room == "bridge" and name.startswith("engine/base/")):
                breach(path, f"the window knows engine/api only, not {name}")
        elif re.match(r"(ATen|torch|c10|opencv2)/", name):
            breach(path, f"the window may not include <{name}>")
    if room == "viewmodels" and any(re.match(r"Q(Widget|Label|PushButton|Application)$", n) for n in includes):
        breach(path, "a viewmodel has no widgets")


def check_sizes(path, text):
    lines = text.count("\n")
    limit = HEADER_LIMIT if path.suffix == ".h" else FILE_LIMIT
    if lines > limit and str(path.relative_to(ROOT)) not in DATA_TABLES:
        breach(path, f"{lines} lines, more than {limit}")
    if str(path.relative_to(ROOT)) in DATA_TABLES:
        return
    start = None
    for number, line in enumerate(text.split("\n"), 1):
        if start is None and re.match(r"^[A-Za-z_].*[^;]\{$", line) and "(" in line and not line.startswith(("namespace", "struct", "class",
                                                                                                            "enum", "using", "extern")):
            start = number
        elif start is not None and line.startswith("}"):
            if number - start > FUNCTION_LIMIT:
                breach(path, f"the function at line {start} has {number - start} lines, more than {FUNCTION_LIMIT}")
            start = None


def check_text(path, text):
    if path.suffix == ".h" and "#pragma once" not in text:
        breach(path, "no #pragma once")
    if path.suffix == ".h" and not text.startswith("//"):
        breach(path, "a header opens with what it is for")
    if re.search(r"^\s*((public|private|protected)\s+slots|signals)\s*:|^\s*emit ", text, re.M) and "ui" in path.parts:
        breach(path, "QT_NO_KEYWORDS: write Q_SIGNALS, Q_SLOTS, Q_EMIT")
    for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X:"):
        if mark in text:
            breach(path, f"unfinished mark {mark}")


for top in ("engine", "ui", "app", "tests"):
    for path in sorted((ROOT / top).rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        text = path.read_text(encoding="utf-8")
        includes = INCLUDE.findall(text)
        if top == "engine":
            check_engine(path, includes)
        elif top == "ui":
            check_ui(path, includes)
        check_sizes(path, text)
        check_text(path, text)

for line in breaches:
    print(line)
print(f"{len(breaches)} breaches of the design")
sys.exit(1 if breaches else 0)
