"""The reference training loop: diffusers' classes, torch.optim.AdamW, clip_grad_norm_ on the joint gradient."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from diffusers import DDPMScheduler
from peft import LoraConfig
from peft.tuners.lora import LoraLayer

from common import load_model

LORA_MODULES = {"unet": ["to_q", "to_k", "to_v", "to_out.0"],
                "text_encoder": ["q_proj", "k_proj", "v_proj", "out_proj"]}


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

    def options(self):
        names = ["method", "steps", "learning_rate", "weight_decay", "clip_norm", "train_text_encoder",
                 "prior_preservation", "prior_weight", "gradient_accumulation"]
        return {name: getattr(self, name) for name in names + (["rank", "alpha"] if self.method == "lora" else [])}


def parts(case, model):
    """The trained components by name."""
    text = {"text_encoder": model.text_encoder} if case.train_text_encoder else {}
    return {"unet": model.unet, **text}


def add_lora(case, model):
    for name, component in parts(case, model).items():
        component.add_adapter(LoraConfig(r=case.rank, lora_alpha=case.alpha, lora_dropout=0.0,
                                         target_modules=LORA_MODULES[name]))


def lora_factors(case, model):
    """{`lora.<component>.<module>.lora_A.weight`: parameter, ...}"""
    factors = {}
    for name, component in parts(case, model).items():
        for path, module in component.named_modules():
            if isinstance(module, LoraLayer):
                factors[f"lora.{name}.{path}.lora_A.weight"] = module.lora_A["default"].weight
                factors[f"lora.{name}.{path}.lora_B.weight"] = module.lora_B["default"].weight
    return factors


def trained_parameters(case, model):
    """{component: {full name: parameter}} of everything that the optimizer moves."""
    if case.method == "lora":
        factors = lora_factors(case, model)
        return {name: {key: value for key, value in factors.items() if key.startswith(f"lora.{name}.")}
                for name in parts(case, model)}
    return {name: {f"{name}.{key}": value for key, value in component.named_parameters()}
            for name, component in parts(case, model).items()}


def prepare(case, draws, dtype):
    model = load_model(case.model)
    for component in (model.unet, model.text_encoder, model.vae):
        component.requires_grad_(False).to(dtype)
    if case.method == "lora":
        add_lora(case, model)
        for key, parameter in lora_factors(case, model).items():
            parameter.data = draws[key].to(dtype, copy=True)
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


def micro_losses(case, model, schedule, draws, row, dtype):
    """(loss, subject loss, prior loss) of one micro batch."""
    with torch.no_grad():
        latents = latents_of(model, draws, row, dtype)
    noise, timesteps = draws["noise"][row].to(dtype), draws["timesteps"][row]
    context = model.text_encoder(draws["ids"][row]).last_hidden_state
    prediction = model.unet(schedule.add_noise(latents, noise, timesteps), timesteps, context).sample
    if not case.prior_preservation:
        loss = F.mse_loss(prediction, noise)
        return loss, loss, torch.zeros_like(loss)
    (subject, other), (subject_noise, other_noise) = prediction.chunk(2), noise.chunk(2)
    subject_loss, prior_loss = F.mse_loss(subject, subject_noise), F.mse_loss(other, other_noise)
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


def train(case, draws, dtype=torch.float32):
    """Runs the case; returns what `train --draws` reports and the trained weights before and after."""
    model, trained = prepare(case, draws, dtype)
    schedule = DDPMScheduler.from_pretrained(model.folder / "scheduler")
    start = snapshot(trained)
    optimizer = torch.optim.AdamW([p for parameters in trained.values() for p in parameters.values()],
                                  lr=case.learning_rate, betas=(0.9, case.adam_beta2), eps=1e-8,
                                  weight_decay=case.weight_decay)
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
        for key, total in zip(("losses", "subject_losses", "prior_losses"), totals):
            report[key].append(total)
    if not case.prior_preservation:
        del report["subject_losses"], report["prior_losses"]
    end = snapshot(trained)
    report["abs_sum"] = {name: abs_sum(tensors) for name, tensors in end.items()}
    if case.method == "lora":  # beside the factors' own sum, the one with the frozen base weights
        report["abs_sum_with_base"] = {name: abs_sum(dict(component.named_parameters()))
                                       for name, component in parts(case, model).items()}
    return report, start, end


def snapshot(trained):
    return {name: {key: value.detach().clone() for key, value in parameters.items()} for name, parameters in trained.items()}


def abs_sum(tensors):
    return sum(value.detach().double().abs().sum().item() for value in tensors.values())
