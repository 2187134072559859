"""sampling-<model>-<sampler>[-karras].safetensors: whole pictures, every picture with a generator of its own;
sampling-<model>-later.safetensors: the first picture's latents of the samplers that came later."""

import torch

from common import MODELS, generator, load_model, save_tensors, stated_scheduler_config
from samplers import PAIRS, build, step

STEPS, GUIDANCE, SEED = 20, 7.5, 1234
PROMPTS = ["a photo of a dog on the beach", "a photo of sks dog on the moon"]
LATER = {"tiny-sd1": ["ddpm", "plms", "heun", "lms", "dpmpp_2m_sde", "unipc", "deis", "dpm2", "dpm2_a", "lcm"],
         "starter": ["plms", "unipc", "dpmpp_2m_sde", "lms"]}
NEGATIVE = {"tiny-sd1": "blurry, bad photo", "starter": ""}


def sample(model, scheduler, context, negative, nudge=0.0):
    """End latents [N,c,h,w]: start noise, then the draws of the steps, all from generator seed+i."""
    count = context.shape[0]
    generators = [generator(SEED + i) for i in range(count)]
    x = torch.cat([torch.randn(model.latent_shape, generator=g) for g in generators])
    x = (x + nudge * x.flip(-1)) * scheduler.init_noise_sigma
    both = torch.cat([negative.expand_as(context), context])
    for t in scheduler.timesteps:
        scaled = scheduler.scale_model_input(x, t)
        without, with_words = model.unet(torch.cat([scaled, scaled]), t, both).sample.chunk(2)
        x = step(scheduler, without + GUIDANCE * (with_words - without), t, x, generators)
    return x


@torch.no_grad()
def make():
    for name in MODELS:
        model = load_model(name)
        ids, negative_ids = model.ids(PROMPTS), model.ids([NEGATIVE[name]])
        context, negative = (model.text_encoder(rows).last_hidden_state for rows in (ids, negative_ids))
        fields = stated_scheduler_config(model)
        later = {f"latents.{sampler}": sample(model, build(sampler, "normal", fields, STEPS), context[:1], negative) for sampler in LATER[name]}
        save_tensors(f"sampling-{name}-later.safetensors", later, {"steps": STEPS, "guidance": GUIDANCE, "seed": SEED})
        for sampler, schedule in PAIRS:
            latents, nudged = (sample(model, build(sampler, schedule, fields, STEPS), context, negative, nudge)
                               for nudge in (0.0, 1e-6))
            pixels = model.vae.decode(latents[:1] / model.vae.config.scaling_factor).sample
            growth = ((nudged - latents).abs().max() / 1e-6).item()
            print(f"    {name} {sampler} {schedule}: latent std {latents.std():.3f}, picture std {pixels.std():.3f}, "
                  f"a nudge of the start noise grows {growth:.1f} times")
            suffix = "" if schedule == "normal" else f"-{schedule}"
            save_tensors(f"sampling-{name}-{sampler}{suffix}.safetensors",
                         {"ids": ids, "negative_ids": negative_ids, "latents": latents, "pixels": pixels},
                         {"sampler": sampler, "schedule": schedule, "steps": STEPS, "guidance": GUIDANCE, "seed": SEED,
                          "prompts": " | ".join(PROMPTS), "negative": NEGATIVE[name], "nudge_growth": round(growth, 2)})
