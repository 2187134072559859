#include <algorithm>
#include <cstring>

#include <ATen/ATen.h>

#include "engine/models/components.h"
#include "engine/models/convert_source.h"
#include "engine/models/single_file_config.h"
#include "engine/tensor/files.h"

namespace likeness::models {
namespace {

io::Dtype io_dtype(c10::ScalarType type) {
  switch (type) {
    case at::kHalf: return io::Dtype::f16;
    case at::kBFloat16: return io::Dtype::bf16;
    default: return io::Dtype::f32;
  }
}

bool is_float(io::Dtype dtype) {
  return dtype == io::Dtype::f64 || dtype == io::Dtype::f32 || dtype == io::Dtype::f16 || dtype == io::Dtype::bf16;
}

bool is_pixel_attention(const std::string& name) { return name.find(".mid.attn_1.") != std::string::npos && name.ends_with(".weight"); }

void add_component(const Part& part, const std::filesystem::path& path, Writing& writing) {
  const NameTable table = names_of(part.component, part.config, path);
  std::map<std::string, std::vector<const io::TensorEntry*>> stacked;
  for (const auto& [name, entry] : part.weights.tensors) {
    const Place place = place_in_original(table, name);
    if (place.third >= 0) {
      auto& thirds = stacked[place.name];
      thirds.resize(3);
      thirds[static_cast<std::size_t>(place.third)] = &entry;
      continue;
    }
    std::vector<std::int64_t> shape = entry.shape;
    if (part.component == Component::vae && shape.size() == 2 && is_pixel_attention(place.name)) shape.insert(shape.end(), {1, 1});
    writing.add(entry, place.name, shape);
  }
  for (const auto& [name, thirds] : stacked) writing.add_joined(thirds, name);
}

/// OpenCLIP's last block, projection and scale stand in the original but are used by nobody: as the source has them, else made up (the
/// last block like the one before, as kohya-ss/sd-scripts library/model_util.py does).
void add_unused(const Source& source, const Part& text, Writing& writing) {
  for (const io::TensorEntry& entry : source.surplus) writing.add(entry, entry.name, entry.shape);
  if (!source.surplus.empty() || text.config.value("hidden_act", "") != "gelu") return;
  const auto layers = text.config["num_hidden_layers"].get<std::int64_t>();
  const NameTable table = names_of(Component::text_encoder, text.config, source.path);
  const std::string last = ".layers." + std::to_string(layers - 1) + ".", original = ".resblocks." + std::to_string(layers - 1) + ".";
  std::map<std::string, std::vector<const io::TensorEntry*>> pieces;
  for (const auto& [name, entry] : text.weights.tensors) {
    if (name.find(last) == std::string::npos) continue;
    const Place place = place_in_original(table, name);
    std::string copied = place.name;
    copied.replace(copied.find(original), original.size(), ".resblocks." + std::to_string(layers) + ".");
    auto& piece = pieces[copied];
    piece.resize(place.third < 0 ? 1 : 3);
    piece[static_cast<std::size_t>(std::max(place.third, 0))] = &entry;
  }
  for (const auto& [name, piece] : pieces) writing.add_joined(piece, name);
  const io::TensorEntry& words = text.weights.tensors.at("text_model.embeddings.token_embedding.weight");
  writing.add_filled(table.prefix + "text_projection", words.dtype, {words.shape[1], words.shape[1]}, 1);
  writing.add_filled(table.prefix + "logit_scale", words.dtype, {}, 1);
}

}  // namespace

void Writing::add(const io::TensorEntry& entry, const std::string& name, const std::vector<std::int64_t>& shape) {
  add_joined({&entry}, name);
  tensors_.back().shape = shape;
}

void Writing::add_joined(const std::vector<const io::TensorEntry*>& entries, const std::string& name) {
  const io::TensorEntry& first = *entries[0];
  io::TensorToWrite tensor{name, first.dtype, first.shape, first.bytes};
  if (entries.size() > 1) {
    std::vector<std::byte>& joined = memory_.emplace_back();
    for (const io::TensorEntry* entry : entries) joined.insert(joined.end(), entry->bytes.begin(), entry->bytes.end());
    tensor.shape[0] *= static_cast<std::int64_t>(entries.size());
    tensor.bytes = joined;
  }
  if (dtype_ && is_float(first.dtype) && io_dtype(*dtype_) != first.dtype) {
    const at::Tensor stored = tensor::from_bytes(first.dtype, tensor.shape, tensor.bytes).to(*dtype_);
    std::vector<std::byte>& changed = memory_.emplace_back(stored.nbytes());
    if (!changed.empty()) std::memcpy(changed.data(), stored.const_data_ptr(), changed.size());
    tensor.dtype = io_dtype(*dtype_);
    tensor.bytes = changed;
  }
  tensors_.push_back(std::move(tensor));
}

void Writing::add_filled(const std::string& name, io::Dtype dtype, const std::vector<std::int64_t>& shape, float value) {
  io::TensorEntry entry{name, io::Dtype::f32, "F32", shape, {}};
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  std::vector<std::byte>& filled = memory_.emplace_back(static_cast<std::size_t>(count) * sizeof value);
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(filled.data() + i * static_cast<std::int64_t>(sizeof value), &value, sizeof value);
  entry.bytes = filled;
  const auto wanted = dtype_;
  if (!wanted) dtype_ = dtype == io::Dtype::f16 ? at::kHalf : dtype == io::Dtype::bf16 ? at::kBFloat16 : at::kFloat;
  add_joined({&entry}, name);
  dtype_ = wanted;
}

void Writing::write(const std::filesystem::path& file, const std::map<std::string, std::string>& metadata) {
  io::write_safetensors(file, tensors_, metadata);
  written_ += tensors_.size();
  tensors_.clear();
  memory_.clear();
}

void add_original(const Source& source, Writing& writing) {
  for (const Part& part : source.parts) add_component(part, source.path, writing);
  if (const Part* text = source.part(Component::text_encoder)) add_unused(source, *text, writing);
}

std::map<std::string, std::string> original_metadata(const Source& source) {
  std::map<std::string, std::string> metadata{{"format", "pt"}};
  for (const Part& part : source.parts) metadata.emplace(config_key(part.component), part.config.dump());
  if (!source.scheduler_config.is_null()) metadata.emplace("likeness.scheduler_config", source.scheduler_config.dump());
  return metadata;
}

}  // namespace likeness::models
