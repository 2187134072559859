"""Sampler names of the command line as diffusers schedulers: class defaults, then only the fields given."""

from diffusers import (DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler,
                       EulerDiscreteScheduler)

CLASSES = {
    "ddim": (DDIMScheduler, {}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler_a": (EulerAncestralDiscreteScheduler, {}),
    "dpmpp_2m": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
}
# (sampler, schedule) pairs that the command line accepts
PAIRS = [("ddim", "normal"), ("euler", "normal"), ("euler", "karras"), ("euler_a", "normal"), ("euler_a", "karras"),
         ("dpmpp_2m", "normal"), ("dpmpp_2m", "karras")]


def from_fields(cls, fields):
    """An absent field takes the class's default, one that the class does not have is ignored."""
    known = {key: value for key, value in fields.items() if key in cls._get_init_keys(cls)}
    return cls.from_config(known)


def build(sampler, schedule, fields, steps):
    """A scheduler with its timesteps set."""
    cls, fixed = CLASSES[sampler]
    karras = {"use_karras_sigmas": True} if schedule == "karras" else {}
    scheduler = from_fields(cls, {**fields, **fixed, **karras})
    scheduler.set_timesteps(steps)
    if sampler == "euler_a" and karras:  # the class has no Karras sigmas of its own: spaced as Euler's
        euler = from_fields(EulerDiscreteScheduler, {**fields, **karras})
        euler.set_timesteps(steps)
        scheduler.sigmas, scheduler.timesteps = euler.sigmas, euler.timesteps
    return scheduler


def step(scheduler, prediction, t, x, generators):
    """One scheduler step; generators is one generator, or one per row."""
    takes_generator = not isinstance(scheduler, EulerDiscreteScheduler)
    return scheduler.step(prediction, t, x, **({"generator": generators} if takes_generator else {})).prev_sample
