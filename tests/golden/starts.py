"""starts-<model>.safetensors: end latents of diffusers' own image-to-image and inpainting pipelines, and of words alone with rescaled
guidance, one entry "<kind>-<sampler>" each.

The posterior's mean takes the place of its sample (a seed's first draw is the start noise). The inpainting model with 9 input channels
is the tiny one with a conv_in made of its own: its weight, half of it with channels reversed, and its first channel."""

import numpy
import torch
from diffusers import (StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline, StableDiffusionPipeline,
                       UNet2DConditionModel)
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from PIL import Image

from common import MODELS, generator, load_model, save_tensors, stated_scheduler_config, test_picture
from samplers import build

STEPS, GUIDANCE, SEED = 10, 7.5, 77
PROMPT, NEGATIVE = "a photo of a dog on the beach", ""
SAMPLERS = {"tiny-sd1": ["ddim", "euler", "euler_a", "dpmpp_2m"], "starter": ["ddim", "euler_a"]}


def pipeline_of(cls, model, unet, scheduler):
    return cls(vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=unet, scheduler=scheduler,
               safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def nine_channels(unet):
    config = dict(unet.config)
    config["in_channels"] = 9
    wide = UNet2DConditionModel.from_config(config)
    state = unet.state_dict()
    weight = state["conv_in.weight"]
    state["conv_in.weight"] = torch.cat([weight, 0.5 * weight.flip(1), weight[:, :1]], 1)
    wide.load_state_dict(state)
    return wide.eval()


class Subject:
    """One model with a start picture, a mask and its prompt."""

    def __init__(self, name):
        self.model = load_model(name)
        self.side = self.model.latent_shape[-1] * 2 ** (len(self.model.vae.config.block_out_channels) - 1)
        pixels = test_picture(1, self.side, self.side)[0]
        self.picture = ((pixels / 2 + 0.5) * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous()
        self.mask = torch.zeros(self.side, self.side, dtype=torch.uint8)
        self.mask[self.side // 4:3 * self.side // 4, self.side // 3:] = 255
        self.ids, self.negative_ids = self.model.ids([PROMPT]), self.model.ids([NEGATIVE])
        self.embeds, self.negative_embeds = (self.model.text_encoder(rows).last_hidden_state for rows in (self.ids, self.negative_ids))

    def run(self, cls, sampler, strength, unet=None):
        scheduler = build(sampler, "normal", stated_scheduler_config(self.model), STEPS)
        pipe = pipeline_of(cls, self.model, unet or self.model.unet, scheduler)
        pipe.set_progress_bar_config(disable=True)
        extra = {}
        if cls is StableDiffusionInpaintPipeline:
            extra = {"mask_image": Image.fromarray(self.mask.numpy()), "width": self.side, "height": self.side}
        return pipe(prompt_embeds=self.embeds, negative_prompt_embeds=self.negative_embeds, strength=strength, output_type="latent",
                    image=Image.fromarray(numpy.ascontiguousarray(self.picture.numpy())), num_inference_steps=STEPS,
                    guidance_scale=GUIDANCE, generator=generator(SEED), **extra).images


    def rescaled(self, sampler):
        pipe = pipeline_of(StableDiffusionPipeline, self.model, self.model.unet,
                           build(sampler, "normal", stated_scheduler_config(self.model), STEPS))
        pipe.set_progress_bar_config(disable=True)
        return pipe(prompt_embeds=self.embeds, negative_prompt_embeds=self.negative_embeds, output_type="latent",
                    num_inference_steps=STEPS, guidance_scale=GUIDANCE, guidance_rescale=0.7, height=self.side, width=self.side,
                    generator=generator(SEED)).images


@torch.no_grad()
def make():
    DiagonalGaussianDistribution.sample = lambda self, generator=None: self.mean
    for name in MODELS:
        subject = Subject(name)
        tensors = {"picture": subject.picture, "mask": subject.mask, "ids": subject.ids, "negative_ids": subject.negative_ids}
        for sampler in SAMPLERS[name]:
            tensors[f"image-{sampler}"] = subject.run(StableDiffusionImg2ImgPipeline, sampler, 0.65)
        tensors["rescaled-ddim"] = subject.rescaled("ddim")
        if name == "tiny-sd1":  # the pipeline knows 4 and 9 channels only
            tensors["inpaint-ddim"] = subject.run(StableDiffusionInpaintPipeline, "ddim", 1.0)
            tensors["inpaint-euler_a"] = subject.run(StableDiffusionInpaintPipeline, "euler_a", 0.75)
            wide = nine_channels(subject.model.unet)
            tensors["nine-ddim"] = subject.run(StableDiffusionInpaintPipeline, "ddim", 1.0, wide)
            tensors["nine-euler"] = subject.run(StableDiffusionInpaintPipeline, "euler", 0.75, wide)
        save_tensors(f"starts-{name}.safetensors", tensors,
                     {"steps": STEPS, "guidance": GUIDANCE, "seed": SEED, "strength": "0.65, inpainting in order 1, 0.75, 1, 0.75"})
