"""loras/: adapter files on tiny-sd1 in the dialects that Likeness reads, and what UNet and text encoder give with them.

Written by peft and diffusers where they can write the kind, else by the plain formulas of the papers (LyCORIS' names); the outputs
come from the layers as those libraries run them, or from the adapter's own layers run beside the base's.
"""

import json
import shutil
import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import StableDiffusionPipeline
from diffusers.loaders import StableDiffusionLoraLoaderMixin
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from peft.tuners.loha.layer import make_weight, make_weight_cp
from peft.tuners.lokr.layer import make_kron
from peft.tuners.lokr.layer import make_weight_cp as tucker
from safetensors import safe_open
from safetensors.torch import load_file

from common import HERE, TINY, generator, load_model, randn, save_tensors

FOLDER = HERE / "loras"
ATTENTION = "down_blocks.0.attentions.0.transformer_blocks.0"
TEXT = "text_model.encoder.layers.1"


def outputs(model):
    ids = model.ids(["a photo of sks dog on the beach", "a red castle, detailed painting"])
    context = model.text_encoder(ids).last_hidden_state
    sample = randn([2, model.unet.config.in_channels, 16, 16], 11)
    return {"context": context, "prediction": model.unet(sample, torch.tensor([981, 37]), context).sample}


def randomise(module, seed):
    """Trained-looking factors; magnitudes near what they were."""
    g = generator(seed)
    for name, parameter in module.named_parameters():
        if "magnitude" in name:
            parameter.data *= 1 + 0.2 * torch.randn(parameter.shape, generator=g)
        elif "lora_" in name:
            parameter.data = 0.3 * torch.randn(parameter.shape, generator=g) / parameter[0].numel() ** 0.5


def by_peft():
    """diffusers' third generation: DoRA, ranks and alphas by pattern, linear layers, 1x1 and 3x3 convolutions."""
    model = load_model("tiny-sd1")
    unet = LoraConfig(r=4, lora_alpha=6, use_dora=True, target_modules=["to_q", "to_out.0", "proj_in", "conv1", "ff.net.2"],
                      rank_pattern={"to_out.0": 2, "conv1": 3}, alpha_pattern={"to_out.0": 5, "proj_in": 1})
    text = LoraConfig(r=3, lora_alpha=2, use_dora=True, target_modules=["q_proj", "fc1"], alpha_pattern={"fc1": 4})
    model.unet.add_adapter(unet)
    model.text_encoder.add_adapter(text)
    randomise(model.unet, 201)
    randomise(model.text_encoder, 202)
    with tempfile.TemporaryDirectory() as folder:
        StableDiffusionLoraLoaderMixin.save_lora_weights(
            folder, unet_lora_layers=get_peft_model_state_dict(model.unet),
            text_encoder_lora_layers=get_peft_model_state_dict(model.text_encoder), unet_lora_adapter_metadata=unet.to_dict(),
            text_encoder_lora_adapter_metadata=text.to_dict())
        file = next(Path(folder).glob("*.safetensors"))
        with safe_open(file, "pt") as opened:
            settings = json.loads(opened.metadata()["lora_adapter_metadata"])
        settings = {key: None if key.endswith("base_model_name_or_path") else value for key, value in settings.items()}
        save_tensors("loras/diffusers-dora.safetensors", load_file(file), {"lora_adapter_metadata": settings})
    return outputs(model)


def by_raw_peft():
    """peft's own folder: rsLoRA and a rank pattern, everything else in adapter_config.json."""
    model = load_model("tiny-sd1")
    config = LoraConfig(r=4, lora_alpha=3, use_rslora=True, target_modules=["to_k", "to_v", "conv2"], rank_pattern={"to_v": 2},
                        alpha_pattern={"mid_block.attentions.0.transformer_blocks.0.attn2.to_k": 7})
    wrapped = get_peft_model(model.unet, config)
    randomise(wrapped, 203)
    with tempfile.TemporaryDirectory() as folder:
        wrapped.save_pretrained(folder)
        save_tensors("loras/peft/adapter_model.safetensors", load_file(Path(folder) / "adapter_model.safetensors"))
        settings = json.loads((Path(folder) / "adapter_config.json").read_text())
    settings["base_model_name_or_path"] = None
    settings["target_modules"] = sorted(settings["target_modules"])
    (FOLDER / "peft" / "adapter_config.json").write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    return outputs(model)


def by_older_diffusers():
    """The first and second generation, as diffusers still reads them itself."""
    values = {}
    for part, names in (("unet", ("to_q", "to_k", "to_out.0")), ("text_encoder", ("q_proj", "out_proj"))):
        for i, name in enumerate(names):
            width = 8 if part == "unet" else 32
            inner = 32 if name == "to_k" else width
            module = f"{ATTENTION}.attn2.{name}" if part == "unet" else f"{TEXT}.self_attn.{name}"
            values[part, module] = (randn([4, inner], 210 + i) * 0.3, randn([width, 4], 220 + i) * 0.3)
    second, first = {}, {}
    for (part, module), factors in values.items():
        layer = "lora" if part == "unet" else "lora_linear_layer"
        old = module.removesuffix(".0").rsplit(".", 1)
        for which, tensor in zip(("down", "up"), factors):
            second[f"{part}.{module}.{layer}.{which}.weight"] = tensor
            where = (f"unet.{old[0]}.processor.{old[1]}_lora" if part == "unet" else
                     f"text_encoder.{old[0]}.to_{old[1].removesuffix('_proj')}_lora")
            first[f"{where}.{which}.weight"] = tensor
    save_tensors("loras/diffusers-second.safetensors", second)
    save_tensors("loras/diffusers-first.safetensors", first)
    results = []
    for name in ("second", "first"):
        model = load_model("tiny-sd1")
        pipeline = StableDiffusionPipeline.from_pretrained(TINY, safety_checker=None, requires_safety_checker=False)
        pipeline.load_lora_weights(str(FOLDER), weight_name=f"diffusers-{name}.safetensors")
        model.unet, model.text_encoder = pipeline.unet, pipeline.text_encoder
        results.append(outputs(model))
    for key, value in results[0].items():
        assert (value - results[1][key]).abs().max() < 1e-6, f"diffusers reads the two generations differently: {key}"
    return results[0]


def layer_of(model, module):
    return (model.unet if not module.startswith("text_model") else model.text_encoder).get_submodule(module)


def flat(module):
    return ("lora_te_" if module.startswith("text_model") else "lora_unet_") + module.replace(".", "_")


def run_beside(layer, extra):
    """layer(x) + extra(x), the adapter as a network of its own."""
    layer.register_forward_hook(lambda _, inputs, output: output + extra(inputs[0]))


def by_kohya():
    """LoRA and LoCon with alphas; one convolution in three factors (lora_mid)."""
    model, tensors = load_model("tiny-sd1"), {}
    for i, module in enumerate([f"{ATTENTION}.attn1.to_v", f"{ATTENTION}.ff.net.0.proj", f"{TEXT}.mlp.fc2",
                                f"{TEXT}.self_attn.k_proj"]):
        layer = layer_of(model, module)
        down, up = randn([3, layer.in_features], 230 + i) * 0.3, randn([layer.out_features, 3], 240 + i) * 0.3
        tensors |= {f"{flat(module)}.lora_down.weight": down, f"{flat(module)}.lora_up.weight": up,
                    f"{flat(module)}.alpha": torch.tensor(1.5 + i)}
        run_beside(layer, lambda x, d=down, u=up, s=(1.5 + i) / 3: s * F.linear(F.linear(x, d), u))
    for i, (module, stride) in enumerate([("down_blocks.0.resnets.1.conv2", 1), ("down_blocks.0.downsamplers.0.conv", 2)]):
        layer = layer_of(model, module)
        down = randn([2, layer.in_channels, 3, 3], 250 + i) * 0.2
        up = randn([layer.out_channels, 2, 1, 1], 260 + i) * 0.2
        tensors |= {f"{flat(module)}.lora_down.weight": down, f"{flat(module)}.lora_up.weight": up,
                    f"{flat(module)}.alpha": torch.tensor(1.0)}
        run_beside(layer, lambda x, d=down, u=up, s=stride: 0.5 * F.conv2d(F.conv2d(x, d, stride=s, padding=1), u))
    module = "up_blocks.0.resnets.0.conv1"
    layer = layer_of(model, module)
    down, mid = randn([3, layer.in_channels, 1, 1], 270) * 0.3, randn([2, 3, 3, 3], 271) * 0.3
    up = randn([layer.out_channels, 2, 1, 1], 272) * 0.3
    tensors |= {f"{flat(module)}.lora_down.weight": down, f"{flat(module)}.lora_mid.weight": mid, f"{flat(module)}.lora_up.weight": up}
    run_beside(layer, lambda x: F.conv2d(F.conv2d(F.conv2d(x, down), mid, padding=1), up))
    save_tensors("loras/kohya-locon.safetensors", tensors, {"ss_network_module": "lycoris.kohya"})
    torch.save(tensors, FOLDER / "kohya-locon.pt")
    return outputs(model)


def add_factors(tensors, module, factors, alpha=None):
    tensors |= {f"{flat(module)}.{part}": value for part, value in factors.items()}
    if alpha is not None:
        tensors[f"{flat(module)}.alpha"] = torch.tensor(float(alpha))


def factors_of(names_and_shapes, seed):
    return {name: randn(list(shape), seed + i) * 0.5 for i, (name, shape) in enumerate(names_and_shapes.items())}


def by_loha():
    model, tensors = load_model("tiny-sd1"), {}
    for i, module in enumerate([f"{ATTENTION}.attn2.to_k", "mid_block.resnets.0.conv1", f"{TEXT}.mlp.fc1"]):
        layer = layer_of(model, module)
        rows, columns = layer.weight.shape[0], layer.weight[0].numel()
        factors = factors_of({"hada_w1_a": (rows, 2), "hada_w1_b": (2, columns), "hada_w2_a": (rows, 2), "hada_w2_b": (2, columns)},
                             300 + 10 * i)
        add_factors(tensors, module, factors, 3)
        layer.weight.data += make_weight(*factors.values(), scale=torch.tensor(3 / 2)).reshape(layer.weight.shape)
    module = "mid_block.resnets.1.conv2"
    layer = layer_of(model, module)
    rows, columns = layer.weight.shape[:2]
    factors = factors_of({"hada_t1": (2, 2, 3, 3), "hada_w1_a": (2, rows), "hada_w1_b": (2, columns), "hada_t2": (2, 2, 3, 3),
                          "hada_w2_a": (2, rows), "hada_w2_b": (2, columns)}, 340)
    add_factors(tensors, module, factors, 1)
    layer.weight.data += make_weight_cp(*factors.values(), scale=torch.tensor(1 / 2))
    save_tensors("loras/loha.safetensors", tensors)
    return outputs(model)


def by_lokr():
    """Every way in which the two matrices are stored, one layer with magnitudes by input channel."""
    model, tensors = load_model("tiny-sd1"), {}
    square, words, conv = f"{ATTENTION}.attn1.to_q", f"{ATTENTION}.attn2.to_v", "down_blocks.1.resnets.1.conv1"
    tucker_conv, small = "up_blocks.1.resnets.0.conv2", f"{TEXT}.self_attn.v_proj"
    whole = factors_of({"lokr_w1": (2, 4), "lokr_w2": (4, 2)}, 400)
    add_factors(tensors, square, whole, 9)  # without a rank the alpha says nothing
    changed = {square: make_kron(whole["lokr_w1"], whole["lokr_w2"])}
    halves = factors_of({"lokr_w1_a": (2, 1), "lokr_w1_b": (1, 4), "lokr_w2_a": (4, 2), "lokr_w2_b": (2, 8)}, 410)
    add_factors(tensors, words, halves, 3)
    changed[words] = make_kron(halves["lokr_w1_a"] @ halves["lokr_w1_b"], halves["lokr_w2_a"] @ halves["lokr_w2_b"], 3 / 2)
    places = factors_of({"lokr_w1": (4, 4), "lokr_w2": (4, 4, 3, 3)}, 420)
    add_factors(tensors, conv, places)
    changed[conv] = make_kron(places["lokr_w1"], places["lokr_w2"])
    core = factors_of({"lokr_w1": (2, 2), "lokr_t2": (3, 3, 3, 3), "lokr_w2_a": (3, 4), "lokr_w2_b": (3, 4)}, 430)
    add_factors(tensors, tucker_conv, core, 6)
    changed[tucker_conv] = make_kron(core["lokr_w1"], tucker(core["lokr_t2"], core["lokr_w2_a"], core["lokr_w2_b"]), 6 / 3)
    scaled = factors_of({"lokr_w1": (4, 4), "lokr_w2_a": (8, 2), "lokr_w2_b": (2, 8)}, 440)
    changed[small] = make_kron(scaled["lokr_w1"], scaled["lokr_w2_a"] @ scaled["lokr_w2_b"], 1 / 2)
    for module, change in changed.items():
        layer = layer_of(model, module)
        layer.weight.data += change.reshape(layer.weight.shape)
    layer = layer_of(model, small)
    scale = layer.weight.norm(dim=0, keepdim=True) * (1 + 0.3 * randn([1, 32], 450))
    add_factors(tensors, small, {**scaled, "dora_scale": scale}, 1)
    layer.weight.data *= scale / layer.weight.norm(dim=0, keepdim=True)
    save_tensors("loras/lokr.safetensors", tensors)
    return outputs(model)


@torch.no_grad()
def make():
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "peft").mkdir(parents=True)
    base, expected = outputs(load_model("tiny-sd1")), {}
    for name, case in (("diffusers-dora", by_peft), ("peft", by_raw_peft), ("diffusers-second", by_older_diffusers),
                       ("kohya-locon", by_kohya), ("loha", by_loha), ("lokr", by_lokr)):
        for key, value in case().items():
            change = ((value - base[key]).norm() / base[key].norm()).item()
            print(f"    {name} {key}: changed by {change:.3f}")
            assert change > 0.01 or (name == "peft" and key == "context"), f"{name} hardly changes the {key}"
            expected[f"{name}.{key}"] = value
    save_tensors("loras/expected.safetensors", expected)
