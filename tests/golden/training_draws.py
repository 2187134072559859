"""The random draws of a training case: what the step sees, so that two implementations can be compared."""

import torch

from common import generator, load_model, test_picture
from training_loop import add_lora, has_word, lora_factors

# The noise of a step is scaled by these in turn, so that some gradients are clipped and some are not (where the
# gradient is always clipped, or never, Adam would hide the clipping).
STEP_SCALES = (4.0, 3.0, 2.0, 1.5, 1.0, 0.7, 0.5, 0.35, 0.25, 0.2)
SUBJECT = ["a photo of sks dog", "a photo of a sks dog on the beach", "sks dog in the snow, close up photo"]
OTHERS = ["a photo of a dog", "a red house", "a photo of a cat on the grass"]
BATCH = 2


def pictures_and_noise(case, model, rows, g):
    """latents, or pixels + vae_noise, and noise, all [S,B,...]."""
    shape = [rows, BATCH, *model.latent_shape[1:]]
    scales = torch.tensor([STEP_SCALES[row // case.gradient_accumulation % len(STEP_SCALES)] for row in range(rows)])
    noise = torch.randn(shape, generator=g) * case.noise_scale * scales[:, None, None, None, None]
    if not case.pixels:
        return {"latents": torch.randn(shape, generator=g) * 0.9, "noise": noise}
    # pictures of half the model's size keep the file small
    side = model.latent_shape[-1] * 2 ** (len(model.vae.config.block_out_channels) - 1) // 2
    shape[-2:] = [model.latent_shape[-1] // 2] * 2
    pixels = test_picture(rows * BATCH, side, side).reshape(rows, BATCH, 3, side, side)
    noise = noise[..., :shape[-2], :shape[-1]]
    return {"pixels": pixels, "vae_noise": torch.randn(shape, generator=g), "noise": noise}


def start_factors(case, model, g):
    """A normal with standard deviation 1/rank (peft's "gaussian"), B zero; magnitudes near what they are."""
    add_lora(case, model)
    factors = {}
    for key, parameter in lora_factors(case, model).items():
        if key.endswith("magnitude_vector"):
            factors[key] = (parameter.detach() * (1 + 0.1 * torch.randn(parameter.shape, generator=g))).flatten()
            continue
        drawn = torch.randn(parameter.shape, generator=g) / case.rank
        factors[key] = drawn if ".lora_A." in key else torch.zeros_like(drawn)
    return factors


def with_vectors(ids, model, count):
    """The ids after the start replaced, so that every row has the vectors."""
    ids = ids.clone()
    ids[..., 4:4 + count] = torch.arange(count) + model.text_encoder.config.vocab_size
    return ids


def make_draws(case, seed):
    model, g = load_model(case.model), generator(seed)
    rows = case.steps * case.gradient_accumulation
    draws = pictures_and_noise(case, model, rows, g)
    draws["timesteps"] = torch.randint(0, 1000, [rows, BATCH], generator=g)
    prompts = [text for row in range(rows) for text in (SUBJECT[row % 3], OTHERS[0 if case.prior_preservation else row % 3])]
    draws["ids"] = model.ids(prompts).reshape(rows, BATCH, -1)
    if has_word(case):  # two vectors in the place of "sks"
        draws["embedding"] = torch.randn([2, model.text_encoder.config.hidden_size], generator=g) * 0.02
        draws["ids"] = with_vectors(draws["ids"], model, 2)
    if case.method == "lora":
        draws.update(start_factors(case, model, g))
    return {key: value.contiguous() for key, value in draws.items()}
