#!/usr/bin/env python3
"""Every string on screen has its German: a fresh lupdate of ui/ and app/ finds nothing new, and no entry is unfinished."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(sys.argv[1])
LUPDATE = shutil.which("lupdate", path=os.environ["PATH"] + ":/usr/lib/qt6/bin") or "/usr/lib/qt6/bin/lupdate"


def messages(file):
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            found[key] = message.find("translation")
    return found


def complete(key, translation):
    if translation.get("type") in ("unfinished", "obsolete", "vanished"):
        return False
    texts = [form.text for form in translation.findall("numerusform")] or [translation.text]
    places = set(re.findall(r"%(?:n|L?\d)", key[1]))
    return all(text and (places - {"%n"}) <= set(re.findall(r"%(?:n|L?\d)", text)) for text in texts)


committed = messages(ROOT / "translations" / "likeness_de.ts")
with tempfile.TemporaryDirectory() as folder:
    fresh_file = Path(folder, "fresh.ts")
    subprocess.run([LUPDATE, "-silent", "-locations", "none", "-I", ROOT, ROOT / "ui", ROOT / "app", "-ts", fresh_file], check=True)
    fresh = messages(fresh_file)

problems = [f"not in likeness_de.ts: {key}" for key in fresh if key not in committed]
problems += [f"no longer used: {key}" for key in committed if key not in fresh]
problems += [f"not translated, or a %1 is missing: {key}" for key, value in committed.items() if not complete(key, value)]
for line in problems:
    print(line)
print(f"{len(committed)} strings, {len(problems)} problems; cmake --build build/release --target update_translations refreshes the file")
sys.exit(1 if problems or not committed else 0)
