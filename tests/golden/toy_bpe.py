"""A toy CLIP vocabulary: the 512 byte symbols and the merges learnt on a short English text."""

import json
import re
from collections import Counter

from transformers.models.clip.tokenization_clip import bytes_to_unicode

MERGES = 200
START, END = "<|startoftext|>", "<|endoftext|>"

TEXT = """
a photo of a dog. a photo of a cat on the beach. a photo of the dog in the snow. a photo of sks dog. a painting of a
red house near the sea. the quick brown fox jumps over the lazy dog. a small blue bird is sitting on a table. a drawing of
a horse in the forest at night. a photo of a big green bear under water. a photo of a teapot on the moon. a cartoon of
the rabbit in the city at sunset. a man and a woman walking with their dog on the grass. it's the best photo that we've
ever seen, they're happy and i'm sure you'll like it. the old castle stands on a hill above the river. a close up photo of
a flower in the garden. a photo of a dog wearing a hat. a portrait of an astronaut riding a horse on mars. high quality,
detailed, sharp focus, studio light. blurry, low quality, bad photo. the cat sleeps in the sun while the dog runs along the
beach. children are playing with a ball in front of the house. a bowl of fruit and a cup of coffee on a wooden table.
"""


def learn_merges(text, count):
    """Plain BPE over the words of the text; ties go to the pair that sorts first, so the result is fixed."""
    words = Counter(re.findall(r"'s|'t|'re|'ve|'m|'ll|'d|[a-z]+|[0-9]|[^\sa-z0-9]+", text.lower()))
    pieces = {word: tuple(word[:-1]) + (word[-1] + "</w>",) for word in words}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, parts in pieces.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += words[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        pieces = {word: merge(parts, best) for word, parts in pieces.items()}
    return merges


def merge(parts, pair):
    joined, i = [], 0
    while i < len(parts):
        if parts[i:i + 2] == pair:
            joined.append(pair[0] + pair[1])
            i += 2
        else:
            joined.append(parts[i])
            i += 1
    return tuple(joined)


def write_tokenizer(folder, pad=END):
    """vocab.json, merges.txt and the two settings files as Stable Diffusion 1.5 has them; returns the vocabulary size."""
    folder.mkdir(parents=True, exist_ok=True)
    merges = learn_merges(TEXT, MERGES)
    symbols = list(bytes_to_unicode().values())
    tokens = symbols + [s + "</w>" for s in symbols] + [a + b for a, b in merges] + [START, END]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    assert len(vocabulary) == len(tokens)
    write = lambda name, text: (folder / name).write_text(text + "\n", encoding="utf-8")
    write("vocab.json", json.dumps(vocabulary, ensure_ascii=False))
    write("merges.txt", "\n".join(["#version: 0.2"] + [f"{a} {b}" for a, b in merges]))

    added = lambda content: {"content": content, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}
    special = {"bos_token": added(START), "eos_token": added(END), "pad_token": pad, "unk_token": added(END)}
    write("special_tokens_map.json", json.dumps(special, indent=2))
    typed = lambda content: {"__type": "AddedToken", **added(content)}
    write("tokenizer_config.json", json.dumps({
        "add_prefix_space": False, "bos_token": typed(START), "do_lower_case": True, "eos_token": typed(END),
        "errors": "replace", "model_max_length": 77, "pad_token": pad, "tokenizer_class": "CLIPTokenizer",
        "unk_token": typed(END)}, indent=2))
    return len(tokens)
