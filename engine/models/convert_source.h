// Both ends of convert.h: what there is to convert, checked against the model it makes, and the tensors on their way into a file.
// Used by convert.cpp alone. Weights are views into the mapped source, in diffusers' names and shapes.
// Errors: see convert.h.
#pragma once

#include <deque>

#include "engine/base/json.h"
#include "engine/io/safetensors.h"
#include "engine/models/convert.h"
#include "engine/models/single_file.h"

namespace likeness::models {

struct Part {
  Component component;
  Json config;
  io::TensorIndex weights;
};

struct Source {
  std::filesystem::path path;
  bool from_folder = false;
  std::vector<Part> parts;
  std::vector<io::TensorEntry> surplus;  // of OpenCLIP: what the original file has and the folder has not
  io::TensorIndex whole;                 // keeps the mapping that `surplus` looks into
  Json scheduler_config, model_index;

  const Part* part(Component component) const;
  std::uint64_t bytes() const;
};

Source open_source(const Conversion& conversion, Converted& converted);

/// Tensors for one file after the other; those that must be changed (dtype, stacking) live here until written.
class Writing {
 public:
  explicit Writing(std::optional<c10::ScalarType> dtype) : dtype_(dtype) {}

  void add(const io::TensorEntry& entry, const std::string& name, const std::vector<std::int64_t>& shape);
  void add_joined(const std::vector<const io::TensorEntry*>& entries, const std::string& name);
  void add_filled(const std::string& name, io::Dtype dtype, const std::vector<std::int64_t>& shape, float value);
  /// Writes what was added since the last file.
  void write(const std::filesystem::path& file, const std::map<std::string, std::string>& metadata);
  std::size_t written() const { return written_; }

 private:
  std::optional<c10::ScalarType> dtype_;
  std::vector<io::TensorToWrite> tensors_;
  std::deque<std::vector<std::byte>> memory_;
  std::size_t written_ = 0;
};

/// In the original's names and shapes, OpenCLIP's matrices stacked.
void add_original(const Source& source, Writing& writing);
std::map<std::string, std::string> original_metadata(const Source& source);

}  // namespace likeness::models
