"""training/: draws, expected numbers and trained weights of every case, and how far wrong loops end from them."""

import json
from dataclasses import replace

import torch
from diffusers.training_utils import EMAModel
from safetensors.torch import load_file

from common import HERE, VERSIONS, save_json, save_tensors
from training_draws import make_draws
from training_loop import Case, make_curve, train

LORA = {"method": "lora", "learning_rate": 1e-3, "noise_scale": 4.0}
PRIOR = {"prior_preservation": True}
STARTER = {"model": "starter", "steps": 6}
STARTER_LORA = {**LORA, **STARTER, "noise_scale": 3.0}
ON_LORA = {**LORA, "draws": "lora"}
ON_LORA_PRIOR = {**LORA, **PRIOR, "draws": "lora-prior"}
V_PREDICTION = '{"prediction_type": "v_prediction", "rescale_betas_zero_snr": true}'
CASES = [
    Case("full"), Case("full-prior", **PRIOR), Case("lora", **LORA), Case("lora-prior", **LORA, **PRIOR, prior_weight=0.7),
    Case("full-frozen-text", train_text_encoder=False, noise_scale=2.0), Case("full-pixels", pixels=True),
    Case("full-accumulate", gradient_accumulation=2), Case("full-decay", weight_decay=0.5),
    Case("starter-full", **STARTER), Case("starter-full-prior", **STARTER, **PRIOR),
    Case("starter-lora", **STARTER_LORA), Case("starter-lora-prior", **STARTER_LORA, **PRIOR, prior_weight=0.7),
    Case("snr-prior", **ON_LORA_PRIOR, min_snr_gamma=5.0), Case("snr-v", **ON_LORA, scheduler=V_PREDICTION, min_snr_gamma=5.0, clip_norm=0.1),
    Case("huber", **ON_LORA, loss="huber", huber_c=0.3, clip_norm=0.05),
    Case("polynomial", **ON_LORA, lr_schedule="polynomial", warmup_steps=3, lr_power=2.0), Case("ema", **ON_LORA, ema_decay=0.4),
    Case("adafactor", **ON_LORA, optimizer="adafactor"), Case("lion", **ON_LORA, optimizer="lion", adam_beta2=0.99),
    Case("prodigy", **{**ON_LORA, "learning_rate": 1.0}, optimizer="prodigy"),
    Case("textual-inversion", method="textual_inversion", learning_rate=5e-3, clip_norm=0.0025),
    Case("locon", **LORA, lora_conv_rank=2), Case("dora", **LORA, lora_conv_rank=2, dora=True),
    Case("pivotal", **LORA, new_word=True, word_learning_rate=5e-3),
    Case("custom-diffusion", train_only="cross_attention_kv", train_text_encoder=False, learning_rate=1e-3, draws="full", clip_norm=0.09),
    Case("parts", unet_parts="mid, up.1=3e-4", text_encoder_parts="layers.1=5e-4, norm", draws="full", clip_norm=0.5),
]
MUTANTS = {"no decay": {"weight_decay": 0.0}, "no clipping": {"clip_norm": 0.0}, "beta2 0.99": {"adam_beta2": 0.99},
           "text encoder frozen": {"train_text_encoder": False}}
# A loop with one of these distances from the reference is a wrong loop
TOLERANCES = {"losses": 1e-5, "grad_norms": 1e-4, "change": 1e-2, "abs_sum": 1e-6}


def free(name):
    """Keys' biases cancel in the softmax: their gradient is rounding noise, which Adam blows up to whole steps."""
    return name.endswith("k_proj.bias")


def norm(tensors, other):
    """Euclidean distance in double precision, without what is free."""
    return sum(((tensors[key].double() - other[key].double()) ** 2).sum().item() for key in tensors if not free(key)) ** 0.5


def distances(found, reference):
    """How far a run is from the reference: each divided by its tolerance, so 1 is the border."""
    (report, _, end), (expected, start, expected_end) = found, reference
    relative = lambda key: max(abs(a - b) / abs(b) for a, b in zip(report[key], expected[key]))
    result = {key: relative(key) for key in ("losses", "grad_norms")}
    for name, tensors in expected_end.items():
        moved = end.get(name, {})
        other = {key: moved.get(key, start[name][key]) for key in tensors}  # what is frozen stays where it was
        result[f"change.{name}"] = norm(other, tensors) / norm(tensors, start[name])
        ours = report["abs_sum"].get(name)
        result[f"abs_sum.{name}"] = abs(ours - expected["abs_sum"][name]) / expected["abs_sum"][name] if ours else 1.0
    return {key: value / TOLERANCES[key.split(".")[0]] for key, value in result.items()}


def show(label, result):
    print(f"    {label:26}" + " ".join(f"{key} {value:.3g}" for key, value in result.items()), flush=True)
    return {key: float(f"{value:.3g}") for key, value in result.items()}


def checks(case, draws, reference):
    """Distances of a double-precision run (must be well inside) and of the mutants (one must be well outside)."""
    torch.set_default_dtype(torch.float64)  # transformers makes its causal mask in the default type
    double = show("double precision", distances(train(case, draws, torch.float64), reference))
    torch.set_default_dtype(torch.float32)
    assert max(double.values()) < 0.5, double
    mutants = {}
    for label, mutant in mutants_of(case).items():
        mutants[label] = show(label, distances(train(mutant, draws), reference))
        assert max(mutants[label].values()) > 5, (case.name, label, mutants[label])
    return {"double_precision": double, "mutants": mutants}


def mutants_of(case):
    """Wrong loops that the case must tell from the right one."""
    found = dict(MUTANTS)
    if case.train_text_encoder:
        found["components clipped apart"] = {"separate_clip": True}
    if case.method == "lora":
        found["alpha ignored"] = {"alpha": case.rank}
    if case.optimizer in ("adafactor", "lion"):
        del found["beta2 0.99"]
    if case.optimizer != "adamw":
        found["adamw"] = {"optimizer": "adamw"}
        del found["no clipping"]
    if case.optimizer == "prodigy":  # sees the gradient's direction only
        del found["components clipped apart"]
    if case.method == "textual_inversion":
        del found["text encoder frozen"], found["components clipped apart"]
    if case.dora:
        found["no magnitudes"] = {"dora": False}
    if case.unet_parts:
        found["one rate"] = {"unet_parts": "mid, up.1"}
        found["all parts"] = {"unet_parts": ""}
    if case.train_only != "all":
        found["all parts"] = {"train_only": "all"}
        del found["text encoder frozen"]
    if case.min_snr_gamma:
        found["not weighted"] = {"min_snr_gamma": 0.0}
    if case.min_snr_gamma and case.prior_preservation:
        found["weights of both halves"] = {"weights_of_both_halves": True}
    if case.scheduler != "{}":
        found["epsilon"] = {"scheduler": "{}"}
    if case.loss != "mse":
        found["mse"] = {"loss": "mse"}
    if case.lr_schedule != "constant":
        found["constant rate"] = {"lr_schedule": "constant"}
        found["no warm-up"] = {"warmup_steps": 0}
    if case.ema_decay:
        found["no average"] = {"ema_decay": 0.0}
    if case.prior_preservation:
        found["plain mean of all rows"] = {"prior_preservation": False}
    return {label: replace(case, **change) for label, change in found.items() if replace(case, **change) != case}


def make_case(case, seed):
    if case.draws:
        draws = load_file(HERE / f"training/draws-{case.draws}.safetensors")
    else:
        draws = make_draws(case, seed)
        save_tensors(f"training/draws-{case.name}.safetensors", draws, {"model": case.model, **case.options()})
    reference = report, start, end = train(case, draws)
    print("    gradient norms " + " ".join(f"{value:.3f}" for value in report["grad_norms"]))
    expected = {"versions": VERSIONS, "model": case.model, "options": case.options(), **report,
                "change": {name: norm(end[name], start[name]) for name in end}}
    if case.draws:
        expected["draws"] = case.draws
    if case.scheduler != "{}":
        expected["scheduler"] = json.loads(case.scheduler)
    if case.model == "tiny-sd1":
        weights = {key: value for tensors in end.values() for key, value in tensors.items()}
        save_tensors(f"training/weights-{case.name}.safetensors", weights, case.options())
    else:
        expected["change_by_tensor"] = {key: norm({key: value}, start[name])
                                        for name, tensors in end.items() for key, value in tensors.items() if not free(key)}
    expected["tolerances"] = TOLERANCES
    expected["distance_over_tolerance"] = checks(case, draws, reference)
    save_json(f"training/expected-{case.name}.json", expected, indent=1)


def make_curves():
    """curves.json: every learning rate schedule and the EMA's decays, as lr-curve and ema-curve give them."""
    entries = []
    for schedule in ("constant", "linear", "cosine", "cosine_restarts", "polynomial"):
        for warmup in (0, 4):
            case = Case("curve", steps=13, lr_schedule=schedule, warmup_steps=warmup, lr_cycles=3, lr_power=1.7, learning_rate=2e-4)
            optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=case.learning_rate)
            curve, values = make_curve(case, optimizer), []
            for _ in range(case.steps):
                values.append(optimizer.param_groups[0]["lr"])
                optimizer.step()
                curve.step()
            options = ("steps", "learning_rate", "lr_schedule", "warmup_steps", "lr_cycles", "lr_power")
            entries.append({"options": {name: getattr(case, name) for name in options}, "values": values})
    averages = []
    for warmup, after, decay in ((False, 0, 0.9999), (False, 3, 0.3), (True, 0, 0.9999), (True, 2, 0.7)):
        ema = EMAModel([torch.nn.Parameter(torch.zeros(1))], decay=decay, use_ema_warmup=warmup, update_after_step=after)
        averages.append({"options": {"steps": 20, "ema_decay": decay, "ema_warmup": warmup, "ema_update_after": after},
                         "values": [ema.get_decay(step + 1) for step in range(20)]})
    save_json("training/curves.json", {"versions": VERSIONS, "learning_rates": entries, "averages": averages}, indent=1)


def make(names=None):
    make_curves()
    for index, case in enumerate(CASES):
        if names and case.name not in names:
            continue
        print(f"  {case.name}")
        make_case(case, 2000 + index)
