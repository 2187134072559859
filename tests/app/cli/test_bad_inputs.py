#!/usr/bin/env python3
"""Damaged and hostile model files at the command line: exit 3 or 4 with one JSON error, about as fast as a sound file, in bounded memory.

Usage: test_bad_inputs.py CLI SOURCE_FOLDER; standard library only. Each file goes through `inspect` and as a model, some as a LoRA and an
embedding; the readers' own tests say more about messages.
"""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

CLI, SOURCE = sys.argv[1], Path(sys.argv[2])
del sys.argv[1:]
TINY = SOURCE / "tests" / "golden" / "tiny-sd1"


def safetensors(header, data=b"", length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def one(name, dtype, shape, begin, end):
    return f'"{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{begin},{end}]}}'


SAFETENSORS = {
    "1 empty": b"",
    "2 seven bytes": b"1234567",
    "3 no header": safetensors("", length=0),
    "4 length 2^63": safetensors("{}", length=1 << 63),
    "4 length 2^64-1": safetensors("{}", length=(1 << 64) - 1),
    "5 length over 10^8": safetensors("{}", length=10**8 + 1),
    "6 length beyond the file": safetensors("{}", length=1000),
    "7 not UTF-8": safetensors(b"\xff"),
    "8 one brace": safetensors("{"),
    "9 a list": safetensors("[]"),
    "9 a number": safetensors(" 12"),
    "10 bytes behind": safetensors("{" + one("t", "U8", "[4]", 0, 4) + "}", b"1234PK\3\4"),
    "11 bytes missing": safetensors("{" + one("t", "U8", "[4]", 0, 4) + "}", b"12"),
    "12 ten on one range": safetensors("{" + ",".join(one(f"t{i}", "U8", "[4]", 0, 4) for i in range(10)) + "}", b"1234"),
    "a huge shape": safetensors("{" + one("t", "F32", "[4611686018427387904]", 0, 0) + "}"),
    "deep nesting": safetensors('{"t":' + "[" * 1_000_000),
}


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value


def named(module, name):
    return b"c" + module + b"\n" + name + b"\n"


def call(module, name, arguments=text(b"id")):
    return named(module, name) + b"(" + arguments + b"tR"


PICKLES = {
    "31 os.system": call(b"os", b"system"),
    "32 names from the memo": b"\x8c\x02os\x94\x8c\x06system\x94h\x00h\x01\x93(" + text(b"id") + b"tR",
    "33 getattr": call(b"builtins", b"getattr", named(b"os", b"system") + text(b"x")),
    "34 torch.hub.load": call(b"torch.hub", b"load"),
    "34 torch.load": call(b"torch", b"load"),
    "34 numpy.load": call(b"numpy", b"load"),
    "35 __setstate__": named(b"collections", b"OrderedDict") + b"}(" + text(b"__setstate__") + b"Nub",
    "36 INST": b"(ios\nsystem\n",
    "36 OBJ": b"(" + named(b"os", b"system") + text(b"id") + b"o",
    "36 NEWOBJ": named(b"collections", b"OrderedDict") + b")\x81",
    "36 NEWOBJ_EX": named(b"collections", b"OrderedDict") + b")}\x92",
    "36 EXT1": b"\x82\x01",
    "36 EXT4": b"\x84\x01\0\0\0",
    "37 memo unset": b"h\x05",
    "37 memo unset far": b"j\xff\xff\xff\xff",
    "38 no mark": b"}" + text(b"a") + b"Nu",
    "38 empty stack": b"s",
    "39 text of 2^63": b"\x8d" + struct.pack("<Q", 1 << 63) + b"abc",
    "40 long frame": b"\x95" + struct.pack("<Q", 1 << 40) + b"N",
    "41 two values": b"NN",
    "many values": b"}" * 3_000_000,
    "many marks": b"(" * 3_000_000,
}
WHOLE_PICKLES = {"41 no STOP": b"\x80\x04N", "41 data behind": b"\x80\x04}.more", "41 two pickles": b"\x80\x04}.\x80\x04}."}


def zip_archive(parts):
    body, directory = b"", b""
    for name, data in parts:
        crc, at = zlib.crc32(data), len(body)
        body += b"PK\3\4" + struct.pack("<HHHIIIIHH", 20, 0, 0, 0, crc, len(data), len(data), len(name), 0) + name + data
        directory += b"PK\1\2" + struct.pack("<HHHHIIIIHHHHHII", 20, 20, 0, 0, 0, crc, len(data), len(data), len(name), 0, 0, 0, 0, 0,
                                             at) + name
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.work = Path(cls.folder.name)
        cls.environment = {**os.environ, "LIKENESS_HOME": str(cls.work / "home"), "LIKENESS_RESOURCES": str(SOURCE / "resources"),
                           "OMP_NUM_THREADS": "1"}
        sound = [cls.call("inspect", "--path", TINY) for _ in range(3)]
        cls.seconds, cls.bytes = min(run[2] for run in sound), max(run[3] for run in sound)

    @classmethod
    def call(cls, *arguments):
        """Exit code, standard output, seconds of processor time, most memory in bytes."""
        with open(cls.work / "out", "wb") as out:
            process = subprocess.Popen([CLI, *map(str, arguments)], stdout=out, stderr=subprocess.DEVNULL, env=cls.environment)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, (cls.work / "out").read_bytes(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024

    def refused(self, size, *arguments):
        code, out, seconds, most = self.call(*arguments)
        self.assertIn(code, (3, 4), out)
        result = json.loads(out)
        self.assertEqual(set(result), {"error"})
        self.assertTrue(result["error"]["message"])
        self.assertEqual(result["error"]["kind"], {3: "bad_input", 4: "unsupported"}[code])
        # Libraries differ from verb to verb by some 30 MB; beyond them twice the file and the reader's own limit on values.
        self.assertLess(seconds, self.seconds + 1)
        self.assertLess(most, self.bytes + 2 * size + (200 << 20))

    def every_way(self, path):
        self.refused(path.stat().st_size, "inspect", "--path", path)
        self.refused(path.stat().st_size, "tokenize", "--model", path)

    def adapter(self, path):
        for option in ("--lora", "--embedding"):
            self.refused(path.stat().st_size, "generate", "--model", TINY, option, path, "--prompt", "a", "--steps", 1, "--out", self.work / "o")
        self.assertFalse((self.work / "o").exists() and any((self.work / "o").iterdir()))

    def test_safetensors(self):
        for name, data in SAFETENSORS.items():
            with self.subTest(name):
                path = self.work / "model.safetensors"
                path.write_bytes(data)
                self.every_way(path)
        self.adapter(path)

    def test_pickles_in_both_containers(self):
        whole = {name: b"\x80\x04" + operations + b"." for name, operations in PICKLES.items()} | WHOLE_PICKLES
        for name, data in whole.items():
            with self.subTest(name):
                path = self.work / "model.ckpt"
                path.write_bytes(zip_archive([(b"archive/data.pkl", data), (b"archive/version", b"3\n")]))
                self.every_way(path)
        path.write_bytes(data)
        self.every_way(path)
        self.adapter(path)

    def model(self):
        folder = self.work / "model"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TINY, folder)
        return folder

    def refused_model(self, folder, *verbs):
        for verb in verbs or ("generate",):
            arguments = ("--path", folder) if verb == "inspect" else ("--model", folder, "--prompt", "a", "--steps", 1, "--out", self.work / "o")
            self.refused(0, verb, *arguments)

    def test_51_model_index(self):
        # An empty file with circular links and names that lead elsewhere beside it.
        for name, data in {"UTF-16": '{"a": 1}'.encode("utf-16"), "a list": b"[]", "cut": b"{", "empty": b"",
                           "no text": b'{"_class_name": ["../x", "Y"]}', "deep": b"[" * 200000}.items():
            with self.subTest(name):
                folder = self.model()
                (folder / "model_index.json").write_bytes(data)
                self.refused_model(folder, "generate", "inspect")
        folder = self.model()
        (folder / "model_index.json").unlink()
        self.refused_model(folder)
        (folder / "model_index.json").symlink_to("model_index.json")
        self.refused_model(folder)

    def test_52_configs(self):
        changes = [("unet", "in_channels", "4"), ("unet", "block_out_channels", [10**9, 10**9]), ("unet", "norm_num_groups", 0),
                   ("unet", "norm_num_groups", 7), ("unet", "sample_size", -1), ("vae", "block_out_channels", [10**9, 8, 16]),
                   ("vae", "scaling_factor", 0), ("text_encoder", "vocab_size", 2**63), ("text_encoder", "num_attention_heads", 7),
                   ("text_encoder", "hidden_size", "32")]
        for part, field, value in changes:
            with self.subTest(f"{part} {field} {value}"):
                folder = self.model()
                path = folder / part / "config.json"
                config = json.loads(path.read_text())
                config[field] = value
                path.write_text(json.dumps(config))
                self.refused_model(folder)

    def test_53_and_54_shards_and_links(self):
        stem = "diffusion_pytorch_model.safetensors"
        maps = {"absent": {"conv_in.weight": "absent.safetensors"}, "outside": {"conv_in.weight": "../vae/" + stem},
                "rooted": {"conv_in.weight": "/etc/passwd"}, "number": {"conv_in.weight": 7}, "none": None, "list": []}
        for name, weight_map in maps.items():
            with self.subTest(name):
                folder = self.model()
                (folder / "unet" / stem).unlink()
                (folder / "unet" / (stem + ".index.json")).write_text(json.dumps({"weight_map": weight_map}))
                self.refused_model(folder, "generate", "inspect")
        folder = self.model()
        (folder / "unet" / stem).rename(folder / "unet" / "one.safetensors")
        (folder / "unet" / (stem + ".index.json")).write_text('{"weight_map": {"a": "one.safetensors", "a": "one.safetensors"}}')
        self.refused_model(folder, "generate")
        (folder / "unet" / (stem + ".index.json")).unlink()
        (folder / "unet" / stem).symlink_to(stem)
        self.refused_model(folder, "generate")
        (folder / "loop").symlink_to("loop")
        self.refused(0, "inspect", "--path", folder / "loop")
        self.refused(0, "generate", "--model", folder / "loop", "--prompt", "a", "--out", self.work / "o")


if __name__ == "__main__":
    unittest.main()
