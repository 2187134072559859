"""tiny-sd2/: a complete diffusers folder of Stable Diffusion 2's shape: linear projections, heads by level, gelu, v-prediction."""

import json
import shutil

from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from common import TINY2
from tiny_model import LARGEST, MODEL_INDEX, SCHEDULER, randomise
from toy_bpe import write_tokenizer


def text_encoder(vocabulary):
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=2,
        max_position_embeddings=77, hidden_act="gelu", bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1, pad_token_id=0,
        projection_dim=32)
    return randomise(CLIPTextModel(config), 201)


def unet():
    model = UNet2DConditionModel(
        sample_size=24, in_channels=4, out_channels=4, block_out_channels=(8, 16), layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32, attention_head_dim=[2, 4], use_linear_projection=True, upcast_attention=True, norm_num_groups=4)
    model = randomise(model, 202)
    model.conv_out.weight.data *= 0.3
    return model


def vae():
    model = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(8, 8), layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, norm_num_groups=4, sample_size=48,
        scaling_factor=0.18215)
    return randomise(model, 203, gain=0.8)


def make():
    shutil.rmtree(TINY2, ignore_errors=True)
    vocabulary = write_tokenizer(TINY2 / "tokenizer", pad="!")
    text_encoder(vocabulary).save_pretrained(TINY2 / "text_encoder")
    unet().save_pretrained(TINY2 / "unet")
    vae().save_pretrained(TINY2 / "vae")
    (TINY2 / "scheduler").mkdir()
    scheduler = {**SCHEDULER, "_class_name": "DDIMScheduler", "prediction_type": "v_prediction"}
    index = {**MODEL_INDEX, "scheduler": ["diffusers", "DDIMScheduler"]}
    for path, value in ((TINY2 / "scheduler" / "scheduler_config.json", scheduler), (TINY2 / "model_index.json", index)):
        path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    for weights in sorted(TINY2.rglob("*.safetensors")):
        print(f"  {weights.relative_to(TINY2.parent)}: {weights.stat().st_size} bytes")
        weights.chmod(0o644)
        assert weights.stat().st_size < LARGEST, weights
