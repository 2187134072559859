"""schedules.json: timesteps, sigmas and the factor on the start noise for every sampler, schedule, spacing and step count."""

from common import VERSIONS, save_json
from samplers import LATER, PAIRS, build

SCALED = {"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
LINEAR = {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"}
SPACINGS = ("leading", "trailing", "linspace")
PREDICTIONS = ("epsilon", "v_prediction")


def numbers(tensor):
    """Float32 values with nine significant digits, which is exact."""
    return [float(f"{float(value):.9g}") for value in tensor]


def configs():
    for steps in (1, 2, 10, 20, 50):
        yield steps, {**SCALED, "steps_offset": 1}
    yield 10, {**SCALED, "steps_offset": 0}
    yield 7, {**LINEAR, "steps_offset": 0}
    yield 7, {**LINEAR, "num_train_timesteps": 1100, "steps_offset": 1}
    yield 10, {**SCALED, "steps_offset": 0, "rescale_betas_zero_snr": True}


def entry(sampler, schedule, steps, config):
    built = [build(sampler, schedule, {**config, "prediction_type": kind}, steps) for kind in PREDICTIONS]
    values = [{"timesteps": numbers(s.timesteps), "sigmas": numbers(getattr(s, "sigmas", [])),
               "init_sigma": numbers([s.init_noise_sigma])[0]} for s in built]
    assert values[0] == values[1], "the prediction type changed a schedule"
    return {"sampler": sampler, "schedule": schedule, "steps": steps, "config": config,
            "prediction_types": list(PREDICTIONS), **values[0], "last_alpha": numbers(built[0].alphas_cumprod[-1:])[0]}


def make():
    entries = [entry(sampler, schedule, steps, {**config, "timestep_spacing": spacing})
               for sampler, schedule in PAIRS for steps, config in configs() for spacing in SPACINGS]
    entries += [entry(sampler, schedule, 10, {**SCALED, "steps_offset": 1, "timestep_spacing": spacing})
                for sampler, schedule in [*LATER, ("dpmpp_sde", "normal"), ("dpmpp_sde", "karras")] for spacing in SPACINGS]
    tables = {"scaled_linear": SCALED, "linear": LINEAR}
    alphas = {name: numbers(build("ddim", "normal", config, 10).alphas_cumprod) for name, config in tables.items()}
    zero = {**SCALED, "rescale_betas_zero_snr": True}
    alphas["scaled_linear_zero_snr_ddim"] = numbers(build("ddim", "normal", zero, 10).alphas_cumprod)
    assert build("ddim", "normal", {**SCALED, "steps_offset": 1}, 5).timesteps.tolist() == [801, 601, 401, 201, 1]
    save_json("schedules.json", {"versions": VERSIONS, "alphas": alphas, "entries": entries})
