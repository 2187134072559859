"""tiny-sd1/: a complete diffusers folder of Stable Diffusion 1's shape with seeded random weights."""

import json
import shutil

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from common import TINY, generator, load_model, randn
from toy_bpe import write_tokenizer

LARGEST = 340 * 1000  # bytes of one component's weights

SCHEDULER = {  # as runwayml/stable-diffusion-v1-5 has it: no timestep_spacing, no prediction_type
    "_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012, "beta_schedule": "scaled_linear",
    "beta_start": 0.00085, "num_train_timesteps": 1000, "set_alpha_to_one": False, "skip_prk_steps": True,
    "steps_offset": 1, "trained_betas": None, "clip_sample": False}

MODEL_INDEX = {
    "_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.6.0", "feature_extractor": [None, None],
    "requires_safety_checker": False, "safety_checker": [None, None], "scheduler": ["diffusers", "PNDMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}


def randomise(module, seed, gain=1.0):
    """Weights N(0, gain^2/fan_in), norms around 1 and not exactly, biases that matter."""
    g = generator(seed)
    for name, parameter in module.named_parameters():
        draw = torch.randn(parameter.shape, generator=g)
        if "embedding" in name and "time_embedding" not in name:
            parameter.data = 0.5 * draw
        elif parameter.dim() > 1:
            parameter.data = gain * draw / parameter[0].numel() ** 0.5
        elif "norm" in name and name.endswith("weight"):
            parameter.data = 1 + 0.2 * draw
        else:
            parameter.data = 0.1 * draw
    return module.eval()


def text_encoder(vocabulary):
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=32, intermediate_size=74, num_hidden_layers=3, num_attention_heads=4,
        max_position_embeddings=77, hidden_act="quick_gelu", bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1,
        pad_token_id=vocabulary - 1, projection_dim=32)
    return randomise(CLIPTextModel(config), 101)


def unet():
    model = UNet2DConditionModel(
        sample_size=16, in_channels=4, out_channels=4, block_out_channels=(8, 16), layers_per_block=2,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32, attention_head_dim=8, norm_num_groups=4)
    model = randomise(model, 102)
    model.conv_out.weight.data *= 0.3  # predictions of a size that keeps sampling tame and gradients around 1
    return model


def vae():
    model = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(8, 8, 16), layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3, norm_num_groups=4,
        sample_size=64, scaling_factor=0.18215)
    return randomise(model, 103, gain=0.8)


def check_not_degenerate():
    """Outputs of order one that depend on the picture, the time and the words."""
    model = load_model("tiny-sd1")
    with torch.no_grad():
        ids = model.ids(["a photo of a dog", "a red house, blurry"])
        context = model.text_encoder(ids).last_hidden_state
        sample = randn([2, 4, 16, 16], 7)
        base = model.unet(sample, torch.tensor([500, 500]), context).sample
        words = model.unet(sample, torch.tensor([500, 500]), context.flip(0)).sample
        time = model.unet(sample, torch.tensor([100, 900]), context).sample
        pixels = model.vae.decode(randn([2, 4, 16, 16], 8)).sample
    change = lambda other: ((other - base).std() / base.std()).item()
    print(f"  prediction std {base.std():.3f}, by words {change(words):.3f}, by time {change(time):.3f}, "
          f"picture std {pixels.std():.3f}")
    assert 0.1 < base.std() < 3 and change(words) > 0.02 and change(time) > 0.02 and 0.1 < pixels.std() < 2


def make():
    shutil.rmtree(TINY, ignore_errors=True)
    vocabulary = write_tokenizer(TINY / "tokenizer")
    text_encoder(vocabulary).save_pretrained(TINY / "text_encoder")
    unet().save_pretrained(TINY / "unet")
    vae().save_pretrained(TINY / "vae")
    (TINY / "scheduler").mkdir()
    for path, value in ((TINY / "scheduler" / "scheduler_config.json", SCHEDULER), (TINY / "model_index.json", MODEL_INDEX)):
        path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    for weights in sorted(TINY.rglob("*.safetensors")):
        print(f"  {weights.relative_to(TINY.parent)}: {weights.stat().st_size} bytes")
        weights.chmod(0o644)
        assert weights.stat().st_size < LARGEST, weights
    check_not_degenerate()
