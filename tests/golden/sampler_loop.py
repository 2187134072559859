"""sampler-loop.json: each sampler on the fixed test model, both loop styles, with the public figures as a cross-check."""

import math

import torch

from common import VERSIONS, generator, save_json
from samplers import LATER, PAIRS, build, step
from schedules import LINEAR, SCALED, numbers

L1000 = {**LINEAR}
L1100 = {**LINEAR, "num_train_timesteps": 1100}
DPM = {**L1000, "solver_order": 2, "solver_type": "midpoint", "lower_order_final": False, "final_sigmas_type": "sigma_min"}
V = {"prediction_type": "v_prediction"}
PRK = {**L1000, "skip_prk_steps": False}
UNI = {**L1000, "solver_order": 2, "solver_type": "bh2", "final_sigmas_type": "sigma_min"}
ALPHA = {**L1000, "beta_start": 0.01}

# sampler, schedule, config, start index, sum of |x|, mean of |x| (None: not published); diffusers tests/schedulers
PUBLIC = [
    ("ddim", "normal", L1000, 0, 172.0067, 0.223967), ("ddim", "normal", {**L1000, **V}, 0, 52.5302, 0.0684),
    ("ddim", "normal", {**ALPHA, "set_alpha_to_one": True}, 0, 149.8295, 0.1951),
    ("ddim", "normal", {**ALPHA, "set_alpha_to_one": False}, 0, 149.0784, 0.1941),
    ("ddim", "normal", L1000, 8, 354.5418, 0.4616),
    ("euler", "normal", L1100, 0, 10.0807, 0.0131), ("euler", "normal", {**L1100, **V}, 0, 0.0002, 2.2676e-06),
    ("euler", "karras", L1100, 0, 124.52299, 0.162139), ("euler", "normal", L1100, 8, 57062.9297, 74.3007),
    ("euler_a", "normal", L1100, 0, 152.3192, 0.1983), ("euler_a", "normal", {**L1100, **V}, 0, 108.4439, 0.1412),
    ("euler_a", "normal", L1100, 8, 56163.0508, 73.1290),
    ("dpmpp_2m", "normal", DPM, 0, None, 0.3301), ("dpmpp_2m", "normal", {**DPM, **V}, 0, None, 0.2251),
    ("dpmpp_2m", "normal", {**DPM, "thresholding": True, "dynamic_thresholding_ratio": 0.87, "sample_max_value": 0.5},
     0, None, 1.1364),
    ("dpmpp_2m", "karras", {**DPM, **V}, 0, None, 0.2096), ("dpmpp_2m", "normal", DPM, 5, 318.4111, 0.4146),
    ("dpmpp_2m", "normal", {**DPM, **V, "use_lu_lambdas": True}, 0, None, 0.1554),
    ("plms", "normal", PRK, 0, 198.1318, 0.2580), ("plms", "normal", {**PRK, **V}, 0, 67.3986, 0.0878),
    ("plms", "normal", {**PRK, "beta_start": 0.01, "set_alpha_to_one": True}, 0, 230.0399, 0.2995),
    ("plms", "normal", {**PRK, "beta_start": 0.01, "set_alpha_to_one": False}, 0, 186.9482, 0.2434),
    ("heun", "normal", L1100, 0, 0.1233, 0.0002), ("heun", "normal", {**L1100, **V}, 0, 4.6934e-07, 6.1112e-10),
    ("heun", "karras", L1100, 0, 0.00015, 1.98696e-07), ("heun", "normal", L1100, 8, 75074.8906, 97.7538),
    ("lms", "normal", L1100, 0, 1006.388, 1.31), ("lms", "normal", {**L1100, **V}, 0, 0.0017, 2.2676e-06),
    ("lms", "karras", L1100, 0, None, 4.9648), ("lms", "normal", L1100, 8, 27663.6895, 36.0204),
    ("dpm2", "normal", L1100, 0, 20.4125, 0.0266), ("dpm2", "normal", {**L1100, **V}, 0, 4.6934e-07, 6.1112e-10),
    ("dpm2", "normal", L1100, 8, 70408.4062, 91.6776),
    ("dpm2_a", "normal", L1100, 0, 13979.9433, None), ("dpm2_a", "normal", {**L1100, **V}, 0, 331.8133, 0.4320),
    ("dpm2_a", "normal", L1100, 8, 93087.3437, None),
    ("unipc", "normal", UNI, 0, None, 0.2464), ("unipc", "karras", UNI, 0, None, 0.2925),
    ("unipc", "normal", {**UNI, **V}, 0, None, 0.1014), ("unipc", "karras", {**UNI, **V}, 0, None, 0.1966),
    ("unipc", "normal", UNI, 8, 315.5757, 0.4109),
    ("deis", "normal", L1000, 0, None, 0.23916), ("deis", "normal", {**L1000, **V}, 0, None, 0.091),
    ("deis", "normal", L1000, 8, 315.3016, 0.41054),
    ("lcm", "normal", SCALED, 0, 197.7616, 0.2575),
]


def fixture():
    """Start sample and noise [4,3,8,8]: k = ((c*8+h)*8+w)*4+b, sample k/768, noise (767-k)/768."""
    k = torch.arange(4 * 3 * 8 * 8).reshape(3, 8, 8, 4).permute(3, 0, 1, 2)
    return (k / 768).contiguous(), ((767 - k) / 768).contiguous()


def model(x, t):
    t = torch.as_tensor(t).to(torch.float32)
    return x * t / (t + 1)


def run(sampler, schedule, config, steps, start, loop, eta=0.0, seed=0):
    scheduler = build(sampler, schedule, config, steps)
    x, noise = fixture()
    x = x * scheduler.init_noise_sigma
    timesteps = scheduler.timesteps[start * scheduler.order:]
    if hasattr(scheduler, "set_begin_index"):  # found by value otherwise, and beta spacing rounds two timesteps to one
        scheduler.set_begin_index(start * scheduler.order)
    if start:
        x = scheduler.add_noise(x, noise, timesteps[:1])
    g = generator(seed)
    for t in timesteps:
        scaled = scheduler.scale_model_input(x, t)
        prediction = model(scaled, t)
        x = scaled if loop == "scaled-input" else x
        if sampler == "ddim":
            x = scheduler.step(prediction, t, x, eta=eta, generator=g).prev_sample
        else:
            x = step(scheduler, prediction, t, x, g)
    return x


def entry(sampler, schedule, config, start, loop, steps=10, eta=0.0):
    x = run(sampler, schedule, config, steps, start, loop, eta)
    size = x.double().abs()
    return {"sampler": sampler, "schedule": schedule, "steps": steps, "config": config, "start_index": start, "loop": loop,
            "eta": eta, "seed": 0, "sum_abs": size.sum().item(), "mean_abs": size.mean().item(),
            "first": numbers(x.flatten()[:16])}


def own_configs():
    """The configs that generation meets: what the two models state, and zero-terminal SNR."""
    stated = {**SCALED, "steps_offset": 1, "set_alpha_to_one": False, "clip_sample": False}
    yield stated
    yield {**stated, "timestep_spacing": "leading", "prediction_type": "epsilon"}
    yield {**stated, "timestep_spacing": "trailing", **V}
    yield {**stated, "timestep_spacing": "trailing", "rescale_betas_zero_snr": True, **V}


def own_fields():
    """Fields of the later classes that no model of ours states."""
    sigma_min = {"final_sigmas_type": "sigma_min"}
    for order in (1, 3):
        yield from ((name, {"solver_order": order}) for name in ("unipc", "deis", "dpmpp_2m_sde"))
    yield "unipc", {"solver_type": "bh1", **sigma_min}
    yield "unipc", {"solver_type": "bh1", "solver_order": 3, "disable_corrector": [0, 1, 4], **sigma_min}
    yield "unipc", {"predict_x0": False, **sigma_min}
    yield "unipc", {"predict_x0": False, "solver_order": 3, **sigma_min, **V}
    yield "unipc", {"solver_order": 3, "lower_order_final": False, **sigma_min}
    yield "unipc", {"prediction_type": "sample", "thresholding": True, "sample_max_value": 0.5}
    yield "deis", {"solver_order": 3, "lower_order_final": False, "prediction_type": "sample"}
    yield "deis", {"thresholding": True, "sample_max_value": 0.5}
    yield "dpmpp_2m_sde", {"solver_type": "heun"}
    yield "dpmpp_2m_sde", {"solver_type": "heun", "euler_at_final": True, "lower_order_final": False, **sigma_min}
    yield "dpmpp_2m_sde", {"use_lu_lambdas": True}
    yield "ddpm", {"variance_type": "fixed_large", "clip_sample": False}
    yield "ddpm", {"variance_type": "fixed_small_log", "clip_sample_range": 0.5}
    yield "ddpm", {"beta_schedule": "sigmoid", "beta_start": 1e-4, "beta_end": 0.02}
    yield "ddpm", {"thresholding": True, "sample_max_value": 0.5, "prediction_type": "sample"}
    yield "heun", {"clip_sample": True, "clip_sample_range": 0.3}
    yield "heun", {"beta_schedule": "exp"}
    yield "heun", {"prediction_type": "sample"}
    yield "lms", {"prediction_type": "sample"}
    yield "plms", {"skip_prk_steps": False, "timestep_spacing": "trailing"}
    yield "lcm", {"clip_sample": True, "clip_sample_range": 0.3}
    yield "lcm", {"original_inference_steps": 40, "timestep_scaling": 1.0, "prediction_type": "sample", "thresholding": True}


def make():
    entries = []
    for sampler, schedule, config, start, total, mean in PUBLIC:
        for loop in ("scaled-input", "correct"):
            found = entry(sampler, schedule, config, start, loop)
            if loop == "scaled-input":
                assert total is None or abs(found["sum_abs"] - total) < 1e-2, (sampler, schedule, found["sum_abs"], total)
                assert mean is None or abs(found["mean_abs"] - mean) < 1e-3, (sampler, schedule, found["mean_abs"], mean)
                found["public"] = {"sum_abs": total, "mean_abs": mean}
            entries.append(found)
    for sampler, schedule in PAIRS:
        for config in own_configs():
            entries += [entry(sampler, schedule, config, start, "correct", 20) for start in (0, 12)]
    for sampler, schedule in LATER:
        for number, config in enumerate(own_configs()):
            if number > 0:  # the first two are the same to these
                entries += [entry(sampler, schedule, config, start, "correct", 20) for start in ((0, 12) if schedule == "normal" else (0,))]
    for sampler, config in own_fields():
        entries.append(entry(sampler, "normal", {**SCALED, "steps_offset": 1, **config}, 0, "correct", config.get("steps", 20)))
    entries.append(entry("ddim", "normal", {**SCALED, "steps_offset": 1, "clip_sample": False}, 0, "correct", 20, eta=1.0))
    for found in [found for found in entries if not math.isfinite(found["sum_abs"])]:  # diffusers divides by a step of no length
        print("  left out, not finite:", found["sampler"], found["schedule"], found["config"])
        entries.remove(found)
    print(f"  {len(PUBLIC)} public figures agree")
    save_json("sampler-loop.json", {"versions": VERSIONS, "entries": entries}, indent=None)
