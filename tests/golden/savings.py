"""savings-<model>.safetensors: end latents of pictures with perturbed-attention guidance (diffusers' own pipeline), token merging (tomesd)
and DeepCache (its authors' helper), and of LCM's sampler at guidance 1, one entry "<kind>-<sampler>" each. taesd/: decoders of TAESD's kind with random weights, as diffusers
saves them and in the original's layout, and what the first makes of a latent."""

import tomesd
import torch
from DeepCache import DeepCacheSDHelper
from diffusers import AutoencoderTiny, StableDiffusionPAGPipeline, StableDiffusionPipeline
from safetensors.torch import save_file

from common import HERE, MODELS, generator, load_model, randn, save_tensors, sort_metadata, stated_scheduler_config
from samplers import build

STEPS, GUIDANCE, SEED = 10, 7.5, 77
PROMPT, NEGATIVE = "a photo of a dog on the beach", ""


class Subject:
    def __init__(self, name):
        self.model = load_model(name)
        self.side = self.model.latent_shape[-1] * 2 ** (len(self.model.vae.config.block_out_channels) - 1)
        self.ids, self.negative_ids = self.model.ids([PROMPT]), self.model.ids([NEGATIVE])
        self.embeds, self.negative_embeds = (self.model.text_encoder(rows).last_hidden_state for rows in (self.ids, self.negative_ids))

    def pipeline(self, cls, sampler, **extra):
        model = self.model
        pipe = cls(vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=model.unet,
                   scheduler=build(sampler, "normal", stated_scheduler_config(model), STEPS), safety_checker=None,
                   feature_extractor=None, requires_safety_checker=False, **extra)
        pipe.set_progress_bar_config(disable=True)
        return pipe

    def run(self, pipe, guidance=GUIDANCE, **extra):
        return pipe(prompt_embeds=self.embeds, negative_prompt_embeds=self.negative_embeds, output_type="latent",
                    num_inference_steps=STEPS, guidance_scale=guidance, height=self.side, width=self.side, generator=generator(SEED),
                    **extra).images

    def perturbed(self, sampler, guidance=GUIDANCE, **extra):
        # Its processors stay in the UNet: put the plain ones back.
        plain = dict(self.model.unet.attn_processors)
        latents = self.run(self.pipeline(StableDiffusionPAGPipeline, sampler, pag_applied_layers="mid"), guidance, **extra)
        self.model.unet.set_attn_processor(plain)
        return latents

    def merged(self, sampler, ratio):
        pipe = self.pipeline(StableDiffusionPipeline, sampler)
        tomesd.apply_patch(pipe, ratio=ratio, use_rand=False)
        latents = self.run(pipe)
        tomesd.remove_patch(pipe)
        return latents

    def cached(self, sampler, interval):
        pipe = self.pipeline(StableDiffusionPipeline, sampler)
        helper = DeepCacheSDHelper(pipe=pipe)
        helper.set_params(cache_interval=interval, cache_branch_id=0)
        helper.enable()
        latents = self.run(pipe)
        helper.disable()
        return latents


def make_decoders():
    torch.manual_seed(5)
    tiny = AutoencoderTiny(latent_channels=4, encoder_block_out_channels=(8, 8, 8), decoder_block_out_channels=(8, 8, 8),
                           num_encoder_blocks=(1, 1, 1), num_decoder_blocks=(2, 1, 1)).eval()
    folder = HERE / "taesd"
    folder.mkdir(exist_ok=True)
    state = {key: value.contiguous() for key, value in tiny.state_dict().items()}
    save_file(state, folder / "diffusers.safetensors", {"format": "pt"})
    prefix = "decoder.layers."
    original = {}
    for key, value in state.items():
        if key.startswith(prefix):
            number, rest = key[len(prefix):].split(".", 1)
            original[f"{int(number) + 1}.{rest}"] = value  # the original's first layer clamps and has no weights
    save_file(original, folder / "taesd_decoder.safetensors", {"format": "pt"})
    torch.save(original, folder / "taesd_decoder.pth")
    for name in ("diffusers.safetensors", "taesd_decoder.safetensors"):
        sort_metadata(folder / name)
    latent = randn([1, 4, 8, 12], 3)
    save_tensors("taesd/expected.safetensors", {"latent": latent, "pixels": tiny.decode(latent).sample})


@torch.no_grad()
def make():
    for name in MODELS:
        subject = Subject(name)
        tensors = {"ids": subject.ids, "negative_ids": subject.negative_ids,
                   "pag-ddim": subject.perturbed("ddim", pag_scale=3.0),
                   "pag-euler": subject.perturbed("euler", pag_scale=3.0),
                   "pag_adaptive-ddim": subject.perturbed("ddim", pag_scale=3.0, pag_adaptive_scale=0.005),
                   "pag_rescaled-ddim": subject.perturbed("ddim", pag_scale=3.0, guidance_rescale=0.7),
                   "pag_alone-ddim": subject.perturbed("ddim", guidance=1.0, pag_scale=3.0),
                   "alone-lcm": subject.run(subject.pipeline(StableDiffusionPipeline, "lcm"), guidance=1.0),
                   "cached-ddim": subject.cached("ddim", 3),
                   "cached-euler": subject.cached("euler", 2)}
        if name == "tiny-sd1":  # the starter's finest level has no attention, where tomesd merges
            tensors["merged-ddim"] = subject.merged("ddim", 0.5)
            tensors["merged-euler"] = subject.merged("euler", 0.3)
        save_tensors(f"savings-{name}.safetensors", tensors, {"steps": STEPS, "guidance": GUIDANCE, "seed": SEED})
    make_decoders()
