"""sampler-loop.json: each sampler on the fixed test model, both loop styles, with the public figures as a cross-check."""

import torch

from common import VERSIONS, generator, save_json
from samplers import PAIRS, build, step
from schedules import LINEAR, SCALED, numbers

L1000 = {**LINEAR}
L1100 = {**LINEAR, "num_train_timesteps": 1100}
DPM = {**L1000, "solver_order": 2, "solver_type": "midpoint", "lower_order_final": False, "final_sigmas_type": "sigma_min"}
V = {"prediction_type": "v_prediction"}
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
    timesteps = scheduler.timesteps[start:]
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


def make():
    entries = []
    for sampler, schedule, config, start, total, mean in PUBLIC:
        for loop in ("scaled-input", "correct"):
            found = entry(sampler, schedule, config, start, loop)
            if loop == "scaled-input":
                assert total is None or abs(found["sum_abs"] - total) < 1e-2, (sampler, schedule, found["sum_abs"], total)
                assert abs(found["mean_abs"] - mean) < 1e-3, (sampler, schedule, found["mean_abs"], mean)
                found["public"] = {"sum_abs": total, "mean_abs": mean}
            entries.append(found)
    for sampler, schedule in PAIRS:
        for config in own_configs():
            entries += [entry(sampler, schedule, config, start, "correct", 20) for start in (0, 12)]
    entries.append(entry("ddim", "normal", {**SCALED, "steps_offset": 1, "clip_sample": False}, 0, "correct", 20, eta=1.0))
    print(f"  {len(PUBLIC)} public figures agree")
    save_json("sampler-loop.json", {"versions": VERSIONS, "entries": entries}, indent=None)
