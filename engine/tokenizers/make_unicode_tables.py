"""Writes unicode_tables.cpp. Needs: pip install tokenizers==0.22.1

Letters, digits, blanks and lower case are asked of the tokenizers library itself, so that a text splits as it does there. The canonical
decompositions and combining classes come from Python's unicodedata, whose NFC is compared with the library's for every character; marks
that the library's older Unicode does not know yet are left out.
"""

import pathlib
import unicodedata

from tokenizers import Regex, normalizers

CODES = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def matching(pattern):
    remove = normalizers.Replace(Regex(pattern), "")
    return [c for c in CODES if remove.normalize_str(chr(c)) == ""]


def ranges(codes):
    runs = []
    for c in codes:
        if runs and runs[-1][1] == c - 1:
            runs[-1][1] = c
        else:
            runs.append([c, c])
    return runs


def lower_runs():
    """[first, last, step, delta]: every step-th character from first to last is moved by delta."""
    lower = normalizers.Lowercase()
    runs = []
    for c in CODES:
        small = lower.normalize_str(chr(c))
        if small == chr(c) or len(small) != 1:
            continue
        delta = ord(small) - c
        if runs and runs[-1][3] == delta and c - runs[-1][1] in (1, 2) and runs[-1][2] in (0, c - runs[-1][1]):
            runs[-1][1:3] = [c, c - runs[-1][1]]
        else:
            runs.append([c, c, 0, delta])
    assert [c for c in CODES if len(lower.normalize_str(chr(c))) > 1] == [0x130]
    return [[first, last, step or 1, delta] for first, last, step, delta in runs]


def combining_class(c):
    """0 where the library does not move the mark in front of U+0345, which has the highest class."""
    number = unicodedata.combining(chr(c))
    known = c == 0x345 or normalizers.NFC().normalize_str("x\u0345" + chr(c)) != "x\u0345" + chr(c)
    return number if number and known else 0


def class_runs():
    runs = []
    for c in CODES:
        number = combining_class(c)
        if number and runs and runs[-1][1] == c - 1 and runs[-1][2] == number:
            runs[-1][1] = c
        elif number:
            runs.append([c, c, number])
    return runs


def decompositions():
    """Pairs that compose again, and those that only come apart (second 0: one character becomes another)."""
    nfc = normalizers.NFC()
    both, apart = [], []
    for c in CODES:
        assert nfc.normalize_str(chr(c)) == unicodedata.normalize("NFC", chr(c))
        parts = unicodedata.decomposition(chr(c))
        if not parts or parts.startswith("<"):
            continue
        codes = [int(part, 16) for part in parts.split()]
        stays = unicodedata.normalize("NFC", chr(c)) == chr(c)
        (both if stays and len(codes) == 2 else apart).append([c] + codes + [0] * (2 - len(codes)))
    return both, apart


def table(kind, name, rows, number):
    text, line = f"const {kind} {name}[] = {{\n", "   "
    for row in rows:
        item = " {" + ", ".join(number(value, i) for i, value in enumerate(row)) + "},"
        if len(line) + len(item) > 138:
            text, line = text + line + "\n", "   "
        line += item
    return text + line + f"\n}};\nconst std::size_t {name}_count = {len(rows)};\n\n"


def main():
    code = lambda value, i: f"0x{value:x}"
    mixed = lambda value, i: f"0x{value:x}" if i < 2 else str(value)
    both, apart = decompositions()
    text = f"""// Written by make_unicode_tables.py (Unicode {unicodedata.unidata_version} decompositions); not edited by hand.
#include "engine/tokenizers/unicode_tables.h"

namespace likeness::tokenizers::tables {{

"""
    text += table("Range", "letters", ranges(matching(r"\p{L}")), code)
    text += table("Range", "numbers", ranges(matching(r"\p{N}")), code)
    text += table("Range", "blanks", ranges(matching(r"\s")), code)
    text += table("LowerRun", "lower_runs", lower_runs(), mixed)
    text += table("ClassRun", "combining_classes", class_runs(), mixed)
    text += table("Decomposition", "compositions", both, code)
    text += table("Decomposition", "one_way_decompositions", apart, code)
    text = text.rstrip() + "\n\n}  // namespace likeness::tokenizers::tables\n"
    (pathlib.Path(__file__).parent / "unicode_tables.cpp").write_text(text)


main()
