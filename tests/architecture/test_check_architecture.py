#!/usr/bin/env python3
"""The architecture check must be able to fail: each rule is broken once in a small tree of its own."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check_architecture.py")


def run(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


class CheckArchitecture(unittest.TestCase):
    def refused(self, words, **files):
        code, out = run({name.replace("__", "/").replace("_cpp", ".cpp").replace("_h", ".h"): text for name, text in files.items()})
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)

    def test_a_clean_tree_passes(self):
        code, out = run({"engine/io/a.cpp": '#include "engine/base/error.h"\n', "engine/io/a.h": "// A.\n#pragma once\n"})
        self.assertEqual(code, 0, out)

    def test_upward_include(self):
        self.refused("may not include engine/models", engine__tensor__a_cpp='#include "engine/models/unet.h"\n')

    def test_torch_below_tensor(self):
        self.refused("may not include <ATen/ATen.h>", engine__io__a_cpp="#include <ATen/ATen.h>\n")

    def test_heavy_torch_header(self):
        self.refused("a header may not include", engine__models__a_h="// A.\n#pragma once\n#include <ATen/ATen.h>\n")

    def test_qt_in_the_engine(self):
        self.refused("the engine may not include", engine__jobs__a_cpp="#include <QObject>\n")

    def test_window_reaches_past_the_api(self):
        self.refused("engine/api only", ui__pages__a_cpp='#include "engine/train/train.h"\n')

    def test_page_includes_page(self):
        self.refused("another page", ui__pages__make_page_cpp='#include "ui/pages/teach_page.h"\n')

    def test_long_file(self):
        self.refused("more than 500", engine__io__a_cpp="int a;\n" * 501)

    def test_long_function(self):
        self.refused("the function at line 1", engine__io__a_cpp="int f() {\n" + "  g();\n" * 90 + "}\n")

    def test_header_without_purpose(self):
        self.refused("opens with what it is for", engine__io__a_h="#pragma once\n")


if __name__ == "__main__":
    unittest.main()
