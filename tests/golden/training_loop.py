"""The reference training loop: diffusers' classes, torch.optim.AdamW, clip_grad_norm_ on the joint gradient."""

import json
import re

from dataclasses import dataclass, fields

import torch
import torch.nn.functional as F
from diffusers import DDPMScheduler
from diffusers.optimization import (get_constant_schedule_with_warmup, get_cosine_schedule_with_warmup,
                                    get_cosine_with_hard_restarts_schedule_with_warmup, get_linear_schedule_with_warmup,
                                    get_polynomial_decay_schedule_with_warmup)
from diffusers.training_utils import EMAModel, compute_snr
from peft import LoraConfig
from peft.tuners.lora import LoraLayer
from prodigyopt import Prodigy
from torch.func import functional_call
from transformers.optimization import Adafactor

from common import load_model

EXTRAS = ("min_snr_gamma", "loss", "huber_c", "lr_schedule", "warmup_steps", "lr_cycles", "lr_power", "ema_decay", "optimizer", "adam_beta2",
          "lora_conv_rank", "dora", "new_word", "word_learning_rate", "train_only", "unet_parts", "text_encoder_parts")
TOKEN_EMBEDDING = "text_model.embeddings.token_embedding.weight"
LORA_MODULES = {"unet": ["to_q", "to_k", "to_v", "to_out.0"],
                "text_encoder": ["q_proj", "k_proj", "v_proj", "out_proj"]}
CONVOLUTIONS = ["conv1", "conv2", "conv_shortcut", "downsamplers.0.conv", "upsamplers.0.conv"]
# The parts that the cases name, as patterns of parameter names
PARTS = {"cross_attention_kv": r"\.attn2\.to_[kv]\.", "mid": r"^mid_block\.", "up.1": r"^up_blocks\.1\.",
         "layers.1": r"^text_model\.encoder\.layers\.1\.", "norm": r"^text_model\.final_layer_norm\."}


@dataclass(frozen=True)
class Case:
    """One training run; the fields named like train options are those options."""
    name: str
    model: str = "tiny-sd1"
    method: str = "full"
    steps: int = 10
    learning_rate: float = 1e-4
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    adam_beta2: float = 0.999
    train_text_encoder: bool = True
    prior_preservation: bool = False
    prior_weight: float = 1.0
    gradient_accumulation: int = 1
    rank: int = 4
    alpha: int = 16
    pixels: bool = False          # the draws hold pixels and vae_noise instead of latents
    noise_scale: float = 1.0      # of the noise in the draws, so that gradients reach the clipping
    separate_clip: bool = False   # a mutant: each component clipped on its own
    draws: str = ""               # the case whose draws are used; empty: its own
    scheduler: str = "{}"         # fields of the scheduler config that differ from the model's, as JSON
    min_snr_gamma: float = 0.0
    weights_of_both_halves: bool = False  # a mutant: diffusers' train_dreambooth
    loss: str = "mse"
    huber_c: float = 0.1
    lr_schedule: str = "constant"
    warmup_steps: int = 0
    lr_cycles: int = 1
    lr_power: float = 1.0
    ema_decay: float = 0.0
    optimizer: str = "adamw"
    lora_conv_rank: int = 0
    dora: bool = False
    new_word: bool = False        # beside lora
    word_learning_rate: float = 0.0
    train_only: str = "all"
    unet_parts: str = ""
    text_encoder_parts: str = ""

    def options(self):
        names = ["method", "steps", "learning_rate", "weight_decay", "clip_norm", "train_text_encoder",
                 "prior_preservation", "prior_weight", "gradient_accumulation"]
        usual = {field.name: field.default for field in fields(self)}
        names += [name for name in EXTRAS if getattr(self, name) != usual[name]]
        return {name: getattr(self, name) for name in names + (["rank", "alpha"] if self.method == "lora" else [])}


def parts(case, model):
    """The trained components by name."""
    text = {"text_encoder": model.text_encoder} if case.train_text_encoder else {}
    return {"unet": model.unet, **text}


def add_lora(case, model):
    for name, component in parts(case, model).items():
        convolutions = CONVOLUTIONS if case.lora_conv_rank and name == "unet" else []
        component.add_adapter(LoraConfig(r=case.rank, lora_alpha=case.alpha, lora_dropout=0.0, use_dora=case.dora,
                                         target_modules=LORA_MODULES[name] + convolutions,
                                         rank_pattern={conv: case.lora_conv_rank for conv in convolutions}))


def lora_factors(case, model):
    """{`lora.<component>.<module>.lora_A.weight`: parameter, ...}"""
    factors = {}
    for name, component in parts(case, model).items():
        for path, module in component.named_modules():
            if isinstance(module, LoraLayer):
                factors[f"lora.{name}.{path}.lora_A.weight"] = module.lora_A["default"].weight
                factors[f"lora.{name}.{path}.lora_B.weight"] = module.lora_B["default"].weight
                if case.dora:
                    factors[f"lora.{name}.{path}.lora_magnitude_vector"] = module.lora_magnitude_vector["default"].weight
    return factors


def trained_parameters(case, model):
    """{component: {full name: parameter}} of everything that the optimizer moves."""
    if case.method == "textual_inversion":
        return {"text_encoder": {"text_encoder.embedding": model.embedding}}
    if case.method == "lora":
        factors = lora_factors(case, model)
        word = {"word": {"word.embedding": model.embedding}} if case.new_word else {}
        return {name: {key: value for key, value in factors.items() if key.startswith(f"lora.{name}.")}
                for name in parts(case, model)} | word
    return {name: {f"{name}.{key}": value for key, value in component.named_parameters() if rate(case, name, key) is not None}
            for name, component in parts(case, model).items()}


def rate(case, component, key):
    """The learning rate of a parameter; None where it is frozen."""
    if component == "word":
        return case.word_learning_rate or case.learning_rate
    chosen = case.text_encoder_parts if component == "text_encoder" else case.unet_parts if case.train_only == "all" else case.train_only
    found = None if chosen else case.learning_rate
    for item in filter(None, chosen.split(",")):
        name, _, own = item.strip().partition("=")
        if re.search(PARTS[name], key):
            found = float(own or case.learning_rate)
    return found


def groups(case, trained):
    """Parameter groups of torch's optimizers, one for each rate, in the order of the parts."""
    by_rate = {}
    for component, parameters in trained.items():
        for key, parameter in parameters.items():
            own = rate(case, component, key.removeprefix(f"{component}.")) if component == "word" or case.method == "full" else case.learning_rate
            by_rate.setdefault(own, []).append(parameter)
    return [{"params": parameters, "lr": own} for own, parameters in by_rate.items()]


def has_word(case):
    return case.method == "textual_inversion" or case.new_word


def prepare(case, draws, dtype):
    model = load_model(case.model)
    for component in (model.unet, model.text_encoder, model.vae):
        component.requires_grad_(False).to(dtype)
    if case.method == "lora":
        add_lora(case, model)
        for key, parameter in lora_factors(case, model).items():
            parameter.data = draws[key].to(dtype, copy=True).reshape(parameter.shape)
    if has_word(case):
        model.embedding = draws["embedding"].to(dtype, copy=True)
    trained = trained_parameters(case, model)
    for parameters in trained.values():
        for parameter in parameters.values():
            parameter.requires_grad_(True)
    return model, trained


def latents_of(model, draws, row, dtype):
    if "latents" in draws:
        return draws["latents"][row].to(dtype)
    posterior = model.vae.encode(draws["pixels"][row].to(dtype)).latent_dist
    return (posterior.mean + posterior.std * draws["vae_noise"][row].to(dtype)) * model.vae.config.scaling_factor


def context_of(case, model, ids):
    """The states; with textual inversion the ids beyond the vocabulary are the learnt vectors."""
    if not has_word(case):
        return model.text_encoder(ids).last_hidden_state
    rows = torch.cat([dict(model.text_encoder.named_parameters())[TOKEN_EMBEDDING], model.embedding])
    return functional_call(model.text_encoder, {TOKEN_EMBEDDING: rows}, (ids,)).last_hidden_state


def mean_error(case, schedule, prediction, target, timesteps):
    """The mean over rows, each weighted by its own timestep."""
    error = F.mse_loss(prediction, target, reduction="none")
    if case.loss == "huber":
        error = 2 * case.huber_c * (torch.sqrt(error + case.huber_c ** 2) - case.huber_c)
    if not case.min_snr_gamma:
        return error.mean()
    snr = compute_snr(schedule, timesteps)
    divisor = snr + 1 if schedule.config.prediction_type == "v_prediction" else snr
    weights = torch.clamp(snr, max=case.min_snr_gamma) / divisor
    return (error.mean(dim=[1, 2, 3]) * weights).mean()


def micro_losses(case, model, schedule, draws, row, dtype):
    """(loss, subject loss, prior loss) of one micro batch."""
    with torch.no_grad():
        latents = latents_of(model, draws, row, dtype)
    noise, timesteps = draws["noise"][row].to(dtype), draws["timesteps"][row]
    context = context_of(case, model, draws["ids"][row])
    prediction = model.unet(schedule.add_noise(latents, noise, timesteps), timesteps, context).sample
    target = noise if schedule.config.prediction_type == "epsilon" else schedule.get_velocity(latents, noise, timesteps)
    if not case.prior_preservation:
        loss = mean_error(case, schedule, prediction, target, timesteps)
        return loss, loss, torch.zeros_like(loss)
    halves = [timesteps, timesteps] if case.weights_of_both_halves else timesteps.chunk(2)
    subject_loss, prior_loss = (mean_error(case, schedule, *half) for half in zip(prediction.chunk(2), target.chunk(2), halves))
    return subject_loss + case.prior_weight * prior_loss, subject_loss, prior_loss


def clip(case, trained):
    """The joint norm before clipping."""
    groups = [list(parameters.values()) for parameters in trained.values()]
    everything = [parameter for group in groups for parameter in group]
    norm = torch.nn.utils.get_total_norm([p.grad for p in everything if p.grad is not None])
    for group in groups if case.separate_clip else [everything]:
        if case.clip_norm:
            torch.nn.utils.clip_grad_norm_(group, case.clip_norm)
    return norm.item()


def make_optimizer(case, parameters):
    decay, rate = case.weight_decay, case.learning_rate
    if case.optimizer == "adafactor":
        return Adafactor(parameters, lr=rate, weight_decay=decay, scale_parameter=False, relative_step=False, warmup_init=False)
    if case.optimizer == "prodigy":
        return Prodigy(parameters, lr=rate, weight_decay=decay, betas=(0.9, case.adam_beta2))
    if case.optimizer == "lion":
        return Lion(parameters, lr=rate, weight_decay=decay, betas=(0.9, case.adam_beta2))
    return torch.optim.AdamW(parameters, lr=rate, betas=(0.9, case.adam_beta2), eps=1e-8, weight_decay=decay)


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al. 2023."""

    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for parameter in group["params"]:
                moment = self.state[parameter].setdefault("moment", torch.zeros_like(parameter))
                update = torch.sign(beta1 * moment + (1 - beta1) * parameter.grad)
                parameter -= group["lr"] * (update + group["weight_decay"] * parameter)
                moment.mul_(beta2).add_(parameter.grad, alpha=1 - beta2)


def make_curve(case, optimizer):
    """The learning rate scheduler; a constant one has a warm-up, too."""
    warmup, steps = case.warmup_steps, case.steps
    return {"constant": lambda: get_constant_schedule_with_warmup(optimizer, warmup),
            "linear": lambda: get_linear_schedule_with_warmup(optimizer, warmup, steps),
            "cosine": lambda: get_cosine_schedule_with_warmup(optimizer, warmup, steps),
            "cosine_restarts": lambda: get_cosine_with_hard_restarts_schedule_with_warmup(optimizer, warmup, steps, case.lr_cycles),
            "polynomial": lambda: get_polynomial_decay_schedule_with_warmup(optimizer, warmup, steps, power=case.lr_power),
            }[case.lr_schedule]()


def train(case, draws, dtype=torch.float32):
    """Runs the case; returns what `train --draws` reports and the trained weights before and after."""
    model, trained = prepare(case, draws, dtype)
    schedule = DDPMScheduler.from_pretrained(model.folder / "scheduler", **json.loads(case.scheduler))
    start = snapshot(trained)
    everything = [p for parameters in trained.values() for p in parameters.values()]
    optimizer = make_optimizer(case, groups(case, trained) if len(groups(case, trained)) > 1 else everything)
    curve = make_curve(case, optimizer)
    ema = EMAModel(everything, decay=case.ema_decay) if case.ema_decay else None
    report = {key: [] for key in ("losses", "subject_losses", "prior_losses", "grad_norms", "learning_rates")}
    micros = case.gradient_accumulation
    for index in range(case.steps):
        optimizer.zero_grad()
        totals = [0.0, 0.0, 0.0]
        for micro in range(micros):
            losses = micro_losses(case, model, schedule, draws, index * micros + micro, dtype)
            (losses[0] / micros).backward()
            totals = [total + loss.item() / micros for total, loss in zip(totals, losses)]
        report["grad_norms"].append(clip(case, trained))
        report["learning_rates"].append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        curve.step()
        if ema:
            ema.step(everything)
        for key, total in zip(("losses", "subject_losses", "prior_losses"), totals):
            report[key].append(total)
    if not case.prior_preservation:
        del report["subject_losses"], report["prior_losses"]
    end = snapshot(trained)
    report["abs_sum"] = {name: abs_sum(tensors) for name, tensors in end.items()}
    if ema:  # what is saved
        ema.copy_to(everything)
        end = snapshot(trained)
    if case.method == "lora":  # beside the factors' own sum, the one with the frozen base weights
        report["abs_sum_with_base"] = {name: abs_sum(dict(component.named_parameters()))
                                       for name, component in parts(case, model).items()}
    return report, start, end


def snapshot(trained):
    flat = lambda key, value: value.flatten() if key.endswith("magnitude_vector") else value
    return {name: {key: flat(key, value.detach()).clone() for key, value in parameters.items()} for name, parameters in trained.items()}


def abs_sum(tensors):
    return sum(value.detach().double().abs().sum().item() for value in tensors.values())
