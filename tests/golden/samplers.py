"""Sampler names of the command line as diffusers schedulers: class defaults, then only the fields given."""

import inspect

from diffusers import (DDIMScheduler, DDPMScheduler, DEISMultistepScheduler, DPMSolverMultistepScheduler,
                       DPMSolverSDEScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
                       HeunDiscreteScheduler, KDPM2AncestralDiscreteScheduler, KDPM2DiscreteScheduler, LCMScheduler,
                       LMSDiscreteScheduler, PNDMScheduler, UniPCMultistepScheduler)

CLASSES = {
    "ddim": (DDIMScheduler, {}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler_a": (EulerAncestralDiscreteScheduler, {}),
    "dpmpp_2m": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
    "ddpm": (DDPMScheduler, {}),
    "plms": (PNDMScheduler, {"skip_prk_steps": True}),
    "heun": (HeunDiscreteScheduler, {}),
    "lms": (LMSDiscreteScheduler, {}),
    "dpmpp_2m_sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "unipc": (UniPCMultistepScheduler, {}),
    "deis": (DEISMultistepScheduler, {}),
    "dpm2": (KDPM2DiscreteScheduler, {}),
    "dpm2_a": (KDPM2AncestralDiscreteScheduler, {}),
    "lcm": (LCMScheduler, {}),
    "dpmpp_sde": (DPMSolverSDEScheduler, {}),
}
# (sampler, schedule) pairs of the first version, with whole pictures of every one
PAIRS = [("ddim", "normal"), ("euler", "normal"), ("euler", "karras"), ("euler_a", "normal"), ("euler_a", "karras"),
         ("dpmpp_2m", "normal"), ("dpmpp_2m", "karras")]

# the samplers that came later; `beta` stands for use_beta_sigmas
SPACED = ("heun", "lms", "dpmpp_2m_sde", "unipc", "deis", "dpm2", "dpm2_a")
FLAGS = {name: {f"use_{name}_sigmas": True} for name in ("karras", "exponential", "beta")} | {"normal": {}}
LATER = [(sampler, "normal") for sampler in ("ddpm", "plms", "lcm")] + [(sampler, flag) for sampler in SPACED for flag in FLAGS]
LATER += [("euler", "exponential"), ("euler", "beta"), ("dpmpp_2m", "exponential"), ("dpmpp_2m", "beta")]


def from_fields(cls, fields):
    """An absent field takes the class's default, one that the class does not have is ignored."""
    known = {key: value for key, value in fields.items() if key in cls._get_init_keys(cls)}
    return cls.from_config(known)


def build(sampler, schedule, fields, steps):
    """A scheduler with its timesteps set."""
    cls, fixed = CLASSES[sampler]
    karras = FLAGS[schedule]
    scheduler = from_fields(cls, {**fixed, **fields, **karras} if sampler == "plms" else {**fields, **fixed, **karras})
    scheduler.set_timesteps(steps)
    if sampler == "euler_a" and karras:  # the class has no Karras sigmas of its own: spaced as Euler's
        euler = from_fields(EulerDiscreteScheduler, {**fields, **karras})
        euler.set_timesteps(steps)
        scheduler.sigmas, scheduler.timesteps = euler.sigmas, euler.timesteps
    return scheduler


def step(scheduler, prediction, t, x, generators):
    """One scheduler step; generators is one generator, or one per row."""
    takes_generator = "generator" in inspect.signature(scheduler.step).parameters
    takes_generator = takes_generator and not isinstance(scheduler, EulerDiscreteScheduler)  # it draws without churn, for nothing
    return scheduler.step(prediction, t, x, **({"generator": generators} if takes_generator else {})).prev_sample
