"""components-<model>.safetensors: one forward pass of every component, as the component verbs name their tensors."""

import torch

from common import ALL_MODELS, load_model, randn, save_tensors, test_picture

PROMPTS = {"tiny-sd1": ["a photo of sks dog on the beach", "a red castle, detailed painting"],
           "starter": ["a photo of sks dog on the beach", "a red castle at sunset"],
           "tiny-sd2": ["a photo of sks dog on the beach", "a red castle, detailed painting"]}


def text_tensors(model):
    ids = model.ids(PROMPTS[model.name])
    output = model.text_encoder(ids, output_hidden_states=True)
    penultimate = model.text_encoder.text_model.final_layer_norm(output.hidden_states[-2])
    return {"ids": ids, "context": output.last_hidden_state, "context_clip_skip_2": penultimate}


def unet_tensors(model, context):
    channels = model.unet.config.in_channels
    sample, wide = randn([2, channels, 16, 16], 11), randn([1, channels, 8, 24], 12)
    timestep, fraction, scalar = torch.tensor([981, 37]), torch.tensor([500.25, 0.5]), torch.tensor(401)
    return {"sample": sample, "timestep": timestep, "prediction": model.unet(sample, timestep, context).sample,
            "timestep_fraction": fraction, "prediction_fraction": model.unet(sample, fraction, context).sample,
            "sample_wide": wide, "timestep_wide": scalar,
            "prediction_wide": model.unet(wide, scalar, context[:1]).sample}


def vae_tensors(model):
    scale = model.vae.config.scaling_factor
    encode = lambda pixels: model.vae.encode(pixels).latent_dist.mean * scale
    decode = lambda latent: model.vae.decode(latent / scale).sample
    pixels, wide = test_picture(2, 64, 64), test_picture(1, 32, 96)
    latent, latent_wide = encode(pixels), encode(wide)
    decode_latent = latent + latent.std() * randn(latent.shape, 13)
    return {"pixels": pixels, "latent": latent, "pixels_wide": wide, "latent_wide": latent_wide,
            "decode_latent": decode_latent, "decoded": decode(decode_latent), "decoded_wide": decode(latent_wide)}


@torch.no_grad()
def make():
    for name in ALL_MODELS:
        model = load_model(name)
        text = text_tensors(model)
        tensors = {**text, **unet_tensors(model, text["context"]), **vae_tensors(model)}
        save_tensors(f"components-{name}.safetensors", tensors, {"prompts": " | ".join(PROMPTS[name])})
        for key, value in tensors.items():
            if value.dtype == torch.float32:
                print(f"    {key} {list(value.shape)} mean {value.mean():.4f} std {value.std():.4f}")
