#include "engine/models/model.h"

#include "engine/base/error.h"
#include "engine/base/places.h"
#include "engine/models/clip_files.h"
#include "engine/models/components.h"
#include "engine/models/families.h"
#include "engine/models/single_file.h"
#include "engine/models/single_file_config.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// The three must speak of the same widths, or they are of different models.
void check_fit(const fs::path& folder, const ClipTextModel& text_encoder, const UNet2DConditionModel& unet, const AutoencoderKL& vae) {
  const auto refuse = [&](const std::string& what, std::int64_t expected, std::int64_t found) {
    throw Error(ErrorKind::bad_input, folder.string() + ": " + what + ": expected " + std::to_string(expected) + ", found " +
                                          std::to_string(found) + ".", "These are parts of different models.");
  };
  const std::int64_t width = text_encoder.config().hidden_size, context = unet.config().cross_attention_dim;
  if (width != context) refuse("the text encoder's hidden_size is not the UNet's cross_attention_dim", context, width);
  const std::int64_t latent = vae.config().latent_channels;
  // An inpainting UNet takes the masked picture's latent and the mask besides.
  const std::int64_t taken = unet.config().in_channels == 2 * latent + 1 ? latent : unet.config().in_channels;
  for (const std::int64_t channels : {taken, unet.config().out_channels}) {
    if (channels != latent) refuse("the UNet's channels are not the VAE's latent_channels", latent, channels);
  }
}

std::shared_ptr<const tokenizers::Tokenizer> tokenizer_of(const fs::path& folder, const ClipTextConfig& config, const Json& text_config,
                                                          std::vector<std::string>& warnings) {
  if (fs::is_regular_file(folder)) return clip_tokenizer(text_config, warnings);
  if (!fs::is_directory(folder / "tokenizer")) return nullptr;
  std::shared_ptr<const tokenizers::Tokenizer> tokenizer =
      tokenizers::open_tokenizer(folder / "tokenizer", config.max_position_embeddings);
  if (tokenizer->vocabulary_size() > config.vocab_size) {
    throw Error(ErrorKind::bad_input, (folder / "tokenizer").string() + " knows " + std::to_string(tokenizer->vocabulary_size()) +
                                          " words, but the text encoder has room for " + std::to_string(config.vocab_size) + ".",
                "The folder mixes parts of different models.");
  }
  return tokenizer;
}

Json scheduler_config_of(const fs::path& folder, std::vector<std::string>& warnings) {
  if (fs::is_regular_file(folder)) {
    const SingleFile file = open_single_file(folder);
    for (const std::string& leftover : leftovers_of(file)) warnings.push_back(leftover);
    return scheduler_of_single_file(file.index, file.content, warnings);
  }
  const fs::path file = folder / "scheduler" / "scheduler_config.json";
  if (!fs::is_regular_file(file)) {
    throw Error(ErrorKind::bad_input, folder.string() + " lacks its scheduler: " + file.string() + " is not there.",
                "The copy or download is not complete; fetch the model again.");
  }
  return read_json_file(file, 1u << 20, NonFinite::accepted);
}

std::string name_of(const fs::path& folder) {
  std::error_code ignored;
  fs::path whole = fs::weakly_canonical(folder, ignored);
  if (fs::is_regular_file(folder)) return whole.stem().string();
  return whole.filename().empty() ? whole.parent_path().filename().string() : whole.filename().string();
}

template <class Load>
auto component_of(const std::string& model, Component component, std::vector<std::string>* warnings, Load&& load) {
  const fs::path folder = model_folder(model);
  // A part by itself is of no family.
  const bool one_part = fs::is_regular_file(folder) && open_single_file(folder).content.kind == "component";
  if (!one_part && (fs::exists(folder / "model_index.json") || !fs::is_directory(folder))) require_runnable_family(folder);
  std::vector<std::string> unheard;
  return load(folder, component_config(folder, component), warnings ? *warnings : unheard);
}

}  // namespace

fs::path model_folder(const std::string& model) { return model == "starter" ? resources_folder() / "starter" : fs::path(model); }

std::shared_ptr<Model> load_model(const std::string& model, const tensor::Compute& compute, const std::string& vae_path) {
  const fs::path folder = model_folder(model);
  const Family family = require_runnable_family(folder);
  std::vector<std::string> warnings;
  const Json text_config = component_config(folder, Component::text_encoder);
  const Json unet_config = component_config(folder, Component::unet);
  const fs::path vae_folder = vae_path.empty() ? folder : fs::path(vae_path);
  const Json vae_config = component_config(vae_folder, Component::vae);
  const auto text_encoder = load_text_encoder_from(folder, text_config, compute, warnings);
  const auto unet = load_unet_from(folder, unet_config, compute, warnings);
  const auto vae = load_vae_from(vae_folder, vae_config, compute, warnings);
  check_fit(folder, text_encoder, unet, vae);
  const auto tokenizer = tokenizer_of(folder, text_encoder.config(), text_config, warnings);
  const Json scheduler_config = scheduler_config_of(folder, warnings);
  const Json model_index = fs::is_regular_file(folder) ? single_file_model_index() : read_json_file(folder / "model_index.json");
  return std::make_shared<Model>(Model{.folder = folder,
                                       .name = name_of(folder),
                                       .family = family.name,
                                       .compute = compute,
                                       .text_encoder = text_encoder,
                                       .unet = unet,
                                       .vae = vae,
                                       .tokenizer = tokenizer,
                                       .scheduler_config = scheduler_config,
                                       .model_index = model_index,
                                       .text_encoder_config = text_config,
                                       .unet_config = unet_config,
                                       .vae_config = vae_config,
                                       .warnings = warnings,
                                       .without_loras = {}});
}

std::shared_ptr<const tokenizers::Tokenizer> load_tokenizer(const std::string& model) {
  const fs::path folder = model_folder(model);
  if (!fs::is_regular_file(folder)) return tokenizers::open_tokenizer(folder / "tokenizer", 0);
  require_runnable_family(folder);
  std::vector<std::string> reasons;
  auto tokenizer = clip_tokenizer(component_config(folder, Component::text_encoder), reasons);
  if (!tokenizer) throw Error(ErrorKind::bad_input, folder.string() + " has no tokenizer: " + reasons.at(0), "Name a vocabulary with --vocab.");
  return tokenizer;
}

ClipTextModel load_text_encoder(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings) {
  return component_of(model, Component::text_encoder, warnings, [&](const fs::path& folder, const Json& config, auto& heard) {
    return load_text_encoder_from(folder, config, compute, heard);
  });
}

UNet2DConditionModel load_unet(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings) {
  return component_of(model, Component::unet, warnings, [&](const fs::path& folder, const Json& config, auto& heard) {
    return load_unet_from(folder, config, compute, heard);
  });
}

AutoencoderKL load_vae(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings) {
  return component_of(model, Component::vae, warnings, [&](const fs::path& folder, const Json& config, auto& heard) {
    return load_vae_from(folder, config, compute, heard);
  });
}

}  // namespace likeness::models
