"""tokenizer-<model>.json: difficult texts and their ids (without start, end and padding)."""

import sentencepiece
from transformers import CLIPTokenizerFast, T5Tokenizer

from common import STARTER, TINY, save_json

ANY = [
    "", " ", "  \t\r\n  ", "a photo of a dog", "A Photo OF a DOG", "  a   photo\tof\n\na dog  ", "photo,of(a)dog!",
    "dog", "Dog.", "dogs", "sks", "zwx", "ohwx", "sks dog", "a photo of SKS dog", "SksZwxOhwx", "xyzzy plugh qwerty",
    "2025", "1girl 3d 4k 007", "3.14 1,000 50%", "it's they're i'll we've i'd i'm can't",
    "IT'S THEY'RE I'LL WE'VE I'D I'M CAN'T", "it\u2019s", "'s's 'S", "''' \"quoted\" `tick`", "rock'n'roll", "o'clock's'll",
    "hello-world_under/slash\\back", "cat---dog-\u2014-rabbit", "!!!??? ... ;;; :-)", "#$%^&*()[]{}<>|~+=@",
    "caf\u00e9", "cafe\u0301", "CAF\u00c9 CAFE\u0301", "a\u0327\u0323b", "\u0301", "x\u0301\u0302\u0303\u0304y", "\u1e9b\u0323",
    "\u0130stanbul I\u0307 \u0131", "Stra\u00dfe STRASSE \u1e9e", "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u039f\u03a3",
    "\u041f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440", "\u4f60\u597d\u4e16\u754c", "\u4f60\u597d dog \u4e16",
    "\u3053\u3093\u306b\u3061\u306f \u30c9\u30c3\u30b0", "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "\u0645\u0631\u062d\u0628\u0627",
    "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\U0001f600", "\U0001f600\U0001f603 \U0001f604",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f44d\U0001f3fd", "\U0001f1e9\U0001f1ea", "\u2764\ufe0f",
    "\u00bd \u00b2 \u2460 \u2167 \u0664 \u0be9", "\uff44\uff4f\uff47 \uff24\uff2f\uff27", "\ufb01ne", "\u00a0dog\u00a0cat", "a\u2028b\u2029c",
    "a\u3000b", "zero\u200bwidth\u200djoin\ufeff", "\u00addog soft\u00adhyphen", "a\u0085b", "nul\u0000inside", "\u0000",
    "bell\u0007 esc\u001b del\u007f", "\x1c\x1d\x1e\x1fend", "tab\x0bvt\x0cff", "\ufffd", "\ufffe\uffff", "\U0010ffff",
    "\u0660\u0661", "\u212bngstr\u00f6m \u2126", "a" * 40, "dog " * 30 + "cat", "(sks:1.3) [dog]", "\u00e9t\u00e9", "\u0345", "\u01c5",
]

SPECIAL = {
    "tiny-sd1": ["<|endoftext|>", "a dog <|endoftext|> cat", "<|startoftext|>dog", "<|ENDOFTEXT|>", "<|endoftext", "dog<|endoftext|>cat"],
    "starter": ["<unk>", "dog</s>cat", "<pad> dog", "</s>", "<s>", "<extra_id_0>"],
}


def clip_entry(tokenizer, text, special):
    entry = {"text": text, "ids": tokenizer(text, add_special_tokens=False).input_ids}
    if special:
        entry["ids_literal"] = tokenizer(text, add_special_tokens=False, split_special_tokens=True).input_ids
    return entry


def starter_entry(tokenizer, pieces, text, special):
    """The SentencePiece model alone is the truth; T5Tokenizer may differ only where the text spells a special token."""
    ids, t5 = pieces.encode(text), tokenizer(text, add_special_tokens=False).input_ids
    entry = {"text": text, "ids": ids}
    if special:
        entry["ids_t5_tokenizer"] = t5
    elif ids != t5:
        print(f"    T5Tokenizer differs: {text!r} {ids} {t5}")
        entry["ids_t5_tokenizer"] = t5
    return entry


def make():
    clip = CLIPTokenizerFast.from_pretrained(TINY / "tokenizer")
    texts = [(text, False) for text in ANY] + [(text, True) for text in SPECIAL["tiny-sd1"]]
    save_json("tokenizer-tiny-sd1.json", [clip_entry(clip, *pair) for pair in texts], indent=1)

    t5 = T5Tokenizer.from_pretrained(STARTER / "tokenizer")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(STARTER / "tokenizer" / "spiece.model"))
    texts = [(text, False) for text in ANY] + [(text, True) for text in SPECIAL["starter"]]
    save_json("tokenizer-starter.json", [starter_entry(t5, pieces, *pair) for pair in texts], indent=1)
