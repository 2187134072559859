#!/usr/bin/env python3
"""The command line as scripts use it: results, exit codes, one JSON object on standard output, nothing half-written left behind.

Usage: test_cli.py CLI SOURCE_FOLDER; standard library only.
"""
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

CLI, SOURCE = sys.argv[1], Path(sys.argv[2])
del sys.argv[1:]
STARTER = SOURCE / "resources" / "starter"
GOLDEN = SOURCE / "tests" / "golden"


def read_safetensors(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    return {name: (entry["dtype"], entry["shape"], data[8 + length:][slice(*entry["data_offsets"])]) for name, entry in header.items()}


def floats(tensor):
    return struct.unpack(f"<{len(tensor[2]) // 4}f", tensor[2])


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.work = Path(self.folder.name)
        self.environment = {**os.environ, "LIKENESS_HOME": str(self.work / "home"), "LIKENESS_RESOURCES": str(SOURCE / "resources"),
                            "OMP_NUM_THREADS": "2"}

    def call(self, *arguments, code=0, text=None, limit=None):
        def limit_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        done = subprocess.run([CLI, *map(str, arguments)], input=text, capture_output=True, env=self.environment, check=False,
                              preexec_fn=limit_files if limit else None)
        out = done.stdout.decode()
        self.assertEqual(done.returncode, code, out + done.stderr.decode())
        result = json.loads(out)
        self.assertTrue(out.endswith("}\n") and out.count("\n") == 1, out)
        if code:
            self.assertEqual(set(result), {"error"})
            self.assertTrue(result["error"]["message"])
        return result

    def refused(self, code, kind, words, *arguments, **options):
        error = self.call(*arguments, code=code, **options)["error"]
        self.assertEqual(error["kind"], kind)
        self.assertIn(words, error["message"] + error["hint"])

    # Common rules

    def test_help_lists_every_verb_and_every_verb_has_help(self):
        text = subprocess.run([CLI, "--help"], capture_output=True, text=True, check=True).stdout
        verbs = [line.split()[0] for line in text.splitlines() if line.startswith("  ")]
        self.assertTrue({"generate", "train", "prior", "photos", "inspect", "tokenize", "encode-text", "unet", "vae-encode", "vae-decode",
                         "schedule", "sampler-loop", "bench", "convert", "merge"} <= set(verbs))
        for verb in verbs:
            help_text = subprocess.run([CLI, verb, "--help"], capture_output=True, text=True, check=True).stdout
            self.assertIn("--device", help_text)

    def test_version(self):
        version = self.call("--version")
        self.assertEqual(set(version) & {"version", "libtorch", "cuda", "build_type"}, {"version", "libtorch", "cuda", "build_type"})
        self.assertTrue(version["libtorch"].startswith("2.11.0"))

    def test_usage_errors(self):
        self.refused(2, "usage", "--no-such", "generate", "--no-such", "1")
        self.refused(2, "usage", "needs a value", "generate", "--prompt")
        self.refused(2, "usage", "exclude", "generate", "--prompt", "a", "--ids", "x")
        self.refused(2, "usage", "no verb", "paint")
        self.refused(2, "usage", "verb", )
        self.refused(3, "bad_input", "--steps", "generate", "--prompt", "a", "--steps", "many")
        self.refused(3, "bad_input", "steps", "generate", "--prompt", "a", "--steps", "0")

    # Pictures

    def test_generate_twice_gives_the_same_bytes_and_overwrites_nothing(self):
        arguments = ("generate", "--prompt", "a photo of a dog on the beach", "--steps", 3, "--seed", 7, "--count", 2, "--out",
                     self.work / "out")
        first, second = self.call(*arguments), self.call(*arguments)
        self.assertEqual(first["seeds"], [7, 8])
        self.assertFalse(set(first["files"]) & set(second["files"]))
        for one, other in zip(first["files"], second["files"]):
            self.assertEqual(Path(one).read_bytes(), Path(other).read_bytes())
        self.assertNotEqual(Path(first["files"][0]).read_bytes(), Path(first["files"][1]).read_bytes())
        text = self.call("infotext", "--image", first["files"][0])
        self.assertEqual(text["prompt"], "a photo of a dog on the beach")
        self.assertEqual(text["parameters"]["Seed"], "7")
        self.assertEqual(text["parameters"]["Steps"], "3")

    def test_a_start_picture_a_mask_and_other_kinds_of_file(self):
        common = ("generate", "--prompt", "a photo of a dog", "--steps", 4, "--seed", 3, "--out", self.work / "out")
        start = self.call(*common)["files"][0]
        with_start = self.call(*common, "--init", start, "--strength", 0.5, "--format", "jpeg")["files"][0]
        self.assertTrue(with_start.endswith("00001-3.jpg"), with_start)
        text = self.call("infotext", "--image", with_start)
        self.assertEqual(text["source"], "likeness")
        self.assertEqual(text["unknown"], [])
        self.assertEqual(text["prompt"], "a photo of a dog")
        self.assertEqual(text["parameters"]["Denoising strength"], "0.5")
        painted = self.call(*common, "--init", start, "--mask", start, "--format=webp", "--quality", 100)["files"][0]
        self.assertIn("Mask blur", self.call("infotext", "--image", painted)["parameters"])
        self.refused(2, "usage", "--init", *common, "--mask", start)
        self.refused(3, "bad_input", "strength", *common, "--init", start, "--strength", 0.1)
        self.refused(3, "bad_input", "strength", *common, "--init", start, "--strength", 1.5)
        self.refused(3, "bad_input", "nowhere", *common, "--init", "/nowhere.png")
        self.refused(3, "bad_input", "format", *common, "--format", "gif")

    def test_grids(self):
        common = ("generate", "--prompt", "a photo of a dog", "--steps", 2, "--out", self.work / "out")
        plain = self.call(*common, "--count", 3, "--grid")
        self.assertEqual(Path(plain["grid"]).name, "grid-00000.png")
        self.assertEqual(len(plain["files"]), 3)
        labelled = self.call(*common, "--seed", 9, "--x", "guidance=1,7.5", "--y", "prompt=dog,cat")
        self.assertEqual(Path(labelled["grid"]).name, "grid-00001.png")
        self.assertEqual(labelled["seeds"], [9] * 4)
        text = self.call("infotext", "--image", labelled["files"][3])
        self.assertEqual((text["prompt"], text["parameters"]["CFG scale"]), ("a photo of a cat", "7.5"))
        again = self.call("generate", "--prompt", "a photo of a cat", "--steps", 2, "--out", self.work / "again", "--seed", 9)
        self.assertEqual(Path(again["files"][0]).read_bytes(), Path(labelled["files"][3]).read_bytes())
        self.assertEqual(self.call("infotext", "--image", labelled["grid"])["parameters"]["X Values"], "1,7.5")
        self.refused(2, "usage", "FIELD=VALUES", *common, "--x", "guidance")
        self.refused(2, "usage", "colour", *common, "--x", "colour=red")

    def test_infotext_of_other_programs(self):
        text = self.call("infotext", text=json.dumps({"sui_image_params": {"prompt": "a cat", "steps": 20, "seed": 7, "sampler": "euler",
                                                                           "clipstop": -2}}).encode())
        self.assertEqual((text["source"], text["prompt"], text["unknown"]), ("swarmui", "a cat", ["clipstop"]))
        self.assertEqual(text["parameters"], {"Steps": "20", "Seed": "7", "Sampler": "Euler"})

    def test_ids_give_the_golden_latents(self):
        golden = GOLDEN / "sampling-starter-euler.safetensors"
        expected = floats(read_safetensors(golden)["latents"])
        dump = self.work / "dump.safetensors"
        self.call("generate", "--ids", golden, "--sampler", "euler", "--steps", 20, "--seed", self.golden_seed(golden), "--out", self.work,
                  "--dump-latents", dump)
        ours = floats(read_safetensors(dump)["latents"])
        difference = sum((a - b) ** 2 for a, b in zip(ours, expected)) ** 0.5 / sum(b * b for b in expected) ** 0.5
        self.assertLess(difference, 1e-4)

    @staticmethod
    def golden_seed(path):
        data = path.read_bytes()
        header = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])
        return int(header["__metadata__"]["seed"])

    def test_generate_refusals(self):
        self.refused(3, "bad_input", "width", "generate", "--prompt", "a", "--width", 100)
        self.refused(3, "bad_input", "nowhere", "generate", "--prompt", "a", "--model", "/nowhere")
        self.refused(2, "usage", "", "generate", "--prompt", "a", "--sampler", "ddim", "--schedule", "karras")
        self.refused(2, "usage", "--prompt", "generate")

    def test_a_failed_write_leaves_nothing(self):
        out = self.work / "out"
        self.refused(5, "disk_full", "", "generate", "--prompt", "a dog", "--steps", 1, "--out", out, limit=2000)
        self.assertEqual([file for file in out.rglob("*") if file.is_file()] if out.exists() else [], [])

    def test_ctrl_c_ends_with_130_and_keeps_the_partial_picture(self):
        process = subprocess.Popen([CLI, "generate", "--prompt", "a dog", "--steps", "900", "--out", self.work / "out"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, out)
        self.assertEqual(json.loads(out)["error"]["kind"], "cancelled")
        files = list((self.work / "out").glob("*.png"))
        self.assertEqual(len(files), 1)
        self.assertIn("Partial", self.call("infotext", "--image", files[0])["parameters"])

    # Components

    def component(self, verb, inputs, name, *more):
        out = self.work / "out.safetensors"
        result = self.call(verb, "--model", GOLDEN / "tiny-sd1", "--in", inputs, "--out", out, *more)
        tensor = read_safetensors(out)[name]
        self.assertEqual(result["shapes"], {name: tensor[1]})
        return floats(tensor)

    def test_components_equal_the_golden_tensors(self):
        inputs = GOLDEN / "components-tiny-sd1.safetensors"
        golden = read_safetensors(inputs)

        def difference(values, name):
            return max(abs(a - b) for a, b in zip(values, floats(golden[name])))

        self.assertLess(difference(self.component("encode-text", inputs, "context"), "context"), 2e-5)
        self.assertLess(difference(self.component("encode-text", inputs, "context", "--clip-skip", 2), "context_clip_skip_2"), 2e-5)
        self.assertLess(difference(self.component("unet", inputs, "prediction"), "prediction"), 5e-5)
        self.assertLess(difference(self.component("vae-encode", inputs, "latent"), "latent"), 1e-4)

    # Adapters

    def distance(self, ours, theirs):
        self.assertEqual(len(ours), len(theirs))
        return sum((a - b) ** 2 for a, b in zip(ours, theirs)) ** 0.5 / sum(b * b for b in theirs) ** 0.5

    def test_adapters_give_the_golden_states(self):
        inputs, loras = GOLDEN / "components-tiny-sd1.safetensors", GOLDEN / "loras"
        expected = read_safetensors(loras / "expected.safetensors")
        for name in ("kohya-locon", "loha", "lokr", "diffusers-second", "diffusers-dora"):
            context = self.component("encode-text", inputs, "context", "--lora", loras / f"{name}.safetensors")
            self.assertLess(self.distance(context, floats(expected[f"{name}.context"])), 2e-5, name)
        half = self.component("encode-text", inputs, "context", "--lora", f"{loras / 'loha.safetensors'}:0.25", "--lora",
                              f"{loras / 'loha.safetensors'}:+.75")
        self.assertLess(self.distance(half, floats(expected["loha.context"])), 2e-5)
        refused = ("encode-text", "--model", GOLDEN / "tiny-sd1", "--in", inputs, "--out", self.work / "x", "--lora")
        self.refused(3, "bad_input", "no layer", *refused, inputs)
        self.assertFalse((self.work / "x").exists())

    def test_merge_extract_and_blend(self):
        inputs, lora = GOLDEN / "components-tiny-sd1.safetensors", GOLDEN / "loras" / "kohya-locon.safetensors"
        expected = floats(read_safetensors(GOLDEN / "loras" / "expected.safetensors")["kohya-locon.context"])
        tiny, merged, extracted = GOLDEN / "tiny-sd1", self.work / "merged", self.work / "extracted.safetensors"
        self.assertEqual(self.call("merge", "--model", tiny, "--lora", lora, "--out", merged)["changed"], 7)
        result = self.call("merge", "--extract", "--base", tiny, "--tuned", merged, "--rank", 64, "--out", extracted)
        self.assertEqual((result["layers"], result["left_out"]), (7, []))
        self.assertLess(self.distance(self.component("encode-text", inputs, "context", "--lora", extracted), expected), 2e-5)
        self.call("merge", "--blend", "--base", tiny, "--tuned", merged, "--strength", 1, "--out", self.work / "blended")
        self.call("encode-text", "--model", self.work / "blended", "--in", inputs, "--out", self.work / "states")
        self.assertLess(self.distance(floats(read_safetensors(self.work / "states")["context"]), expected), 2e-5)
        self.assertEqual(self.call("inspect", "--path", extracted)["kind"], "lora")
        self.refused(2, "usage", "--lora", "merge", "--out", self.work / "y")
        self.refused(2, "usage", "exclude", "merge", "--extract", "--blend")
        self.refused(3, "bad_input", "rank", "merge", "--extract", "--base", tiny, "--tuned", merged, "--rank", 0, "--out", extracted)
        self.refused(3, "bad_input", "nothing to extract", "merge", "--extract", "--base", tiny, "--tuned", tiny, "--out", self.work / "y")
        self.refused(3, "bad_input", "shape", "merge", "--blend", "--base", tiny, "--tuned", STARTER, "--out", self.work / "y")
        self.assertFalse((self.work / "y").exists())

    def test_a_missing_tensor_is_named(self):
        self.refused(3, "bad_input", "sample", "unet", "--model", GOLDEN / "tiny-sd1", "--in",
                     GOLDEN / "sampling-tiny-sd1-ddim.safetensors", "--out", self.work / "x")
        self.assertFalse((self.work / "x").exists())

    # Model files

    def test_convert_there_and_back_is_bit_equal(self):
        single, back = self.work / "m.safetensors", self.work / "back"
        there = self.call("convert", "--from", GOLDEN / "tiny-sd1", "--to", "single", "--out", single)
        self.assertEqual((there["unknown"], there["missing"], there["out"]), ([], [], str(single)))
        self.assertEqual(there["mapped"], len(read_safetensors(single)))
        names = {"unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model", "text_encoder": "model"}
        self.call("convert", "--from", single, "--to", "diffusers", "--out", back)
        for part, stem in names.items():
            file = f"{part}/{stem}.safetensors"
            self.assertEqual((back / file).read_bytes(), (GOLDEN / "tiny-sd1" / file).read_bytes(), file)
        self.assertEqual(self.call("inspect", "--path", single)["kind"], "single_file")
        self.assertEqual(self.call("inspect", "--path", back)["kind"], "diffusers")
        half = self.call("convert", "--from", single, "--to", "single", "--component", "unet", "--dtype", "f16", "--out", self.work / "h")
        self.assertEqual({dtype for dtype, _, _ in read_safetensors(self.work / "h").values()}, {"F16"})
        self.assertLess(half["mapped"], there["mapped"])
        self.refused(2, "usage", "--to", "convert", "--from", single, "--to", "elsewhere", "--out", self.work / "x")
        self.refused(5, "disk_full", "", "convert", "--from", single, "--to", "diffusers", "--out", self.work / "y", limit=20000)
        self.assertEqual(sorted(path.name for path in self.work.iterdir() if path.name != "home"), ["back", "h", "m.safetensors"])

    def test_a_single_file_computes_as_its_folder_does(self):
        single = self.work / "m.safetensors"
        self.call("convert", "--from", GOLDEN / "tiny-sd2", "--to", "single", "--out", single)
        for verb, name in (("encode-text", "context"), ("unet", "prediction"), ("vae-encode", "latent")):
            inputs, outs = GOLDEN / "components-tiny-sd2.safetensors", []
            for model in (GOLDEN / "tiny-sd2", single):
                out = self.work / "out.safetensors"
                self.call(verb, "--model", model, "--in", inputs, "--out", out)
                outs.append(read_safetensors(out)[name])
            self.assertEqual(outs[0], outs[1], verb)
        golden = GOLDEN / "sampling-tiny-sd1-ddim.safetensors"
        self.call("convert", "--from", GOLDEN / "tiny-sd1", "--to", "single", "--out", single)
        dumps = []
        for model, more in ((GOLDEN / "tiny-sd1", ()), (single, ()), (single, ("--vae", GOLDEN / "tiny-sd1"))):
            dump = self.work / "dump.safetensors"
            self.call("generate", "--model", model, "--ids", golden, "--steps", 2, "--seed", 1, "--out", self.work, "--dump-latents", dump,
                      *more)
            dumps.append(dump.read_bytes())
        self.assertEqual(dumps[0], dumps[1])
        self.assertEqual(dumps[0], dumps[2])
        self.refused(3, "bad_input", "tokenizer", "generate", "--model", single, "--prompt", "a", "--out",
                     self.work)

    def test_checkpoints_are_read_and_never_run(self):
        new = self.call("inspect", "--path", GOLDEN / "checkpoints" / "new.ckpt")
        self.assertEqual((new["tensors"], new["metadata"]["global_step"]), (4, "875000"))
        self.assertEqual(self.call("inspect", "--path", GOLDEN / "checkpoints" / "embedding.pt")["kind"], "embedding")
        evil = self.work / "evil.ckpt"
        evil.write_bytes(b"\x80\x02cposix\nsystem\nX\x0e\x00\x00\x00touch /tmp/evil\x85R.")
        self.refused(3, "bad_input", "posix.system", "inspect", "--path", evil)
        self.refused(3, "bad_input", "posix.system", "generate", "--model", evil, "--prompt", "a")
        self.refused(3, "bad_input", "posix.system", "convert", "--from", evil, "--to", "single", "--out", self.work / "x")

    # Tools

    def test_inspect(self):
        starter = self.call("inspect", "--path", STARTER)
        self.assertEqual(starter["kind"], "diffusers")
        self.assertEqual(set(starter["components"]) >= {"unet", "vae", "text_encoder"}, True)
        self.assertEqual(set(starter["dtypes"]), {"F16"})
        pointer = self.work / "model.safetensors"
        pointer.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 10\n")
        self.refused(3, "bad_input", "LFS", "inspect", "--path", pointer)

    def test_tokenize(self):
        for entry in json.loads((GOLDEN / "tokenizer-starter.json").read_text())[:30]:
            ids = self.call("tokenize", "--plain", text=entry["text"].encode())["ids"]
            self.assertEqual(ids, entry["ids"], entry["text"])
        empty = self.call("tokenize", text=b"")
        self.assertEqual((empty["ids"], len(empty["chunks"])), ([], 1))
        self.refused(3, "bad_input", "UTF-8", "tokenize", text=b"\xff\xfe")

    def test_schedule(self):
        result = self.call("schedule", "--sampler", "ddim", "--steps", 5, "--config", '{"steps_offset": 1}')
        self.assertEqual(result["timesteps"], [801, 601, 401, 201, 1])
        self.assertEqual(len(result["alphas"]), 1000)
        self.refused(3, "bad_input", "", "schedule", "--config", '{"beta_start": "much"}')
        saved = '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity}'  # as diffusers writes it
        self.assertEqual(self.call("schedule", "--sampler", "dpmpp_2m", "--steps", 4, "--config", saved)["timesteps"], [999, 749, 500, 250])
        self.refused(3, "bad_input", "beta_end", "schedule", "--config", '{"beta_end": NaN}')
        self.assertEqual(self.call("schedule", "--sampler", "heun", "--steps", 3)["timesteps"], [999, 499.5, 499.5, 0, 0])
        self.refused(2, "usage", "", "schedule", "--sampler", "plms", "--schedule", "exponential")

    def test_sampler_loop(self):
        """Public figures of diffusers' test-suite."""
        linear = '{"num_train_timesteps": 1100, "beta_start": 0.0001, "beta_end": 0.02}'
        result = self.call("sampler-loop", "--sampler", "heun", "--steps", 10, "--config", linear, "--start-index", 8, "--loop", "scaled-input")
        self.assertAlmostEqual(result["sum_abs"], 75074.8906, delta=1e-2)
        self.assertAlmostEqual(result["mean_abs"], 97.7538, delta=1e-3)
        self.assertEqual(len(result["first"]), 16)
        noise = [self.call("sampler-loop", "--sampler", "euler_a", "--steps", 5, "--seed", seed)["sum_abs"] for seed in (0, 0, 1)]
        self.assertEqual(noise[0], noise[1])
        self.assertNotEqual(noise[0], noise[2])
        eta = [self.call("sampler-loop", "--steps", 5, "--eta", eta)["sum_abs"] for eta in (0, 1)]
        self.assertNotEqual(eta[0], eta[1])
        self.refused(2, "usage", "--loop", "sampler-loop", "--loop", "round")
        self.refused(3, "bad_input", "start_index", "sampler-loop", "--steps", 5, "--start-index", 5)

    def test_photos(self):
        (self.work / "notes.png").write_text("not a picture")
        photos = self.call("photos", "--photos", SOURCE / "resources" / "subjects" / "biscuit", "--photos", self.work / "notes.png")["photos"]
        self.assertEqual([photo["accepted"] for photo in photos], [True] * 5 + [False])
        self.assertTrue(photos[5]["reason"])

    def test_prior_is_topped_up_and_remade_byte_for_byte(self):
        arguments = ("prior", "--kind", "dog", "--steps", 2, "--out", self.work / "prior")
        first = self.call(*arguments, "--count", 2)["pictures"]
        more = self.call(*arguments, "--count", 3)["pictures"]
        self.assertEqual([picture["made"] for picture in more], [False, False, True])
        kept = Path(first[0]["file"]).read_bytes()
        Path(first[0]["file"]).unlink()
        again = self.call(*arguments, "--count", 3)["pictures"]
        self.assertEqual([picture["made"] for picture in again], [True, False, False])
        self.assertEqual(Path(again[0]["file"]).read_bytes(), kept)

    def test_bench_counts_and_times_every_item(self):
        result = self.call("bench", "--repeat", 1, "--size", 64, "--batch", 1)
        self.assertEqual(set(result["items"]), {"guided_step", "vae_decode", "picture", "training_step"})
        for item in result["items"].values():
            self.assertGreater(item["seconds_min"], 0)
            self.assertGreater(item["gflops"], 0)
        # What torch.utils.flop_counter counts for the starter's UNet at 64 pixels, two rows, plus the attention's own products.
        step = result["items"]["guided_step"]
        self.assertAlmostEqual(step["gflops"] * step["seconds_min"], self.guided_step_gflop(), delta=0.05 * self.guided_step_gflop())
        self.refused(3, "bad_input", "--what", "bench", "--what", "everything")

    def test_bench_weighs_what_may_be_switched_on(self):
        tiny = GOLDEN / "taesd" / "taesd_decoder.safetensors"
        items = self.call("bench", "--what", "savings", "--repeat", 1, "--model", GOLDEN / "tiny-sd1", "--taesd", tiny)["items"]
        self.assertEqual(set(items), {"plain", "token_merging", "deep_cache", "both", "perturbed_attention", "vae_decode", "taesd_decode"})
        for name in ("token_merging", "deep_cache", "both", "perturbed_attention", "taesd_decode"):
            self.assertGreater(items[name]["times_faster"], 0)
            self.assertTrue(0 < items[name]["decibels"] < 100, items[name])
        # On so small a model it saves no time; it changes the picture less than both together do.
        self.assertGreater(items["token_merging"]["decibels"], items["both"]["decibels"] - 3)

    @staticmethod
    def guided_step_gflop():
        return 0.3395

    # Teaching

    def test_train_with_draws_and_its_run_folder(self):
        run = self.work / "run"
        expected = json.loads((GOLDEN / "training" / "expected-full-prior.json").read_text())
        options = [word for key, value in expected["options"].items()
                   for word in (f"--{key.replace('_', '-')}", str(value).lower() if isinstance(value, bool) else str(value))]
        result = self.call("train", "--model", GOLDEN / "tiny-sd1", "--draws", GOLDEN / "training" / "draws-full-prior.safetensors", "--run",
                           run, *options)
        for ours, theirs in zip(result["losses"], expected["losses"]):
            self.assertLess(abs(ours - theirs) / theirs, 1e-5)
        self.assertEqual(len(result["losses"]), len(expected["losses"]))
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        self.assertEqual([line["loss"] for line in lines if "loss" in line], result["losses"])
        self.assertTrue((run / "run.json").exists() and list(run.glob("events.out.tfevents.*")))
        self.refused(3, "bad_input", "exists", "train", "--model", GOLDEN / "tiny-sd1", "--draws",
                     GOLDEN / "training" / "draws-full-prior.safetensors", "--run", run)

    def test_a_run_is_repeated_from_its_run_json(self):
        options = ("--model", GOLDEN / "tiny-sd1", "--draws", GOLDEN / "training" / "draws-lora.safetensors", "--method", "lora", "--rank", 4,
                   "--learning-rate", 1e-3, "--optimizer", "lion", "--lr-schedule", "rex", "--threads", 1)
        first = self.call("train", *options, "--run", self.work / "one")
        again = self.call("train", "--config", self.work / "one" / "run.json", "--run", self.work / "two")
        self.assertEqual(first["losses"], again["losses"])
        self.assertEqual(first["abs_sum"], again["abs_sum"])
        self.assertEqual(len(set(first["learning_rates"])), 10)

    def test_curves(self):
        expected = json.loads((GOLDEN / "training" / "curves.json").read_text())
        for verb, entries in (("lr-curve", expected["learning_rates"]), ("ema-curve", expected["averages"])):
            for entry in entries:
                options = [part for name, value in entry["options"].items() for part in ("--" + name.replace("_", "-"), str(value).lower())]
                values = self.call(verb, *options)["values"]
                self.assertEqual(len(values), len(entry["values"]))
                for found, value in zip(values, entry["values"]):
                    self.assertAlmostEqual(found, value, delta=1e-12)
        self.refused(2, "usage", "steps", "lr-curve", "--learning-rate", 1)
        self.refused(3, "bad_input", "schedule", "lr-curve", "--steps", 3, "--learning-rate", 1, "--lr-schedule", "square")

    def test_a_refused_run_leaves_no_folder(self):
        run = self.work / "run"
        self.refused(3, "bad_input", "", "train", "--photos", self.work / "nothing", "--name", "Biscuit", "--kind", "dog", "--run", run)
        self.refused(3, "bad_input", "rank", "train", "--photos", SOURCE / "resources" / "subjects" / "biscuit", "--kind", "dog", "--method",
                     "lora", "--rank", 0, "--run", run)
        self.assertFalse(run.exists())


if __name__ == "__main__":
    unittest.main()
