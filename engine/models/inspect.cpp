#include "engine/models/inspect.h"

#include <map>
#include <optional>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "engine/io/file_kind.h"
#include "engine/io/shards.h"
#include "engine/models/content.h"
#include "engine/models/families.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

struct Findings {
  std::string kind = "other";
  std::string architecture;
  std::vector<std::string> components;
  std::size_t tensors = 0;
  std::map<std::string, std::size_t> dtypes;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> warnings;
};

Json as_json(const Findings& findings) {
  return {{"kind", findings.kind},
          {"architecture", findings.architecture.empty() ? Json() : Json(findings.architecture)},
          {"components", findings.components},
          {"tensors", findings.tensors},
          {"dtypes", findings.dtypes},
          {"metadata", findings.metadata},
          {"warnings", findings.warnings}};
}

void count_tensors(Findings& findings, const io::TensorIndex& index) {
  findings.tensors += index.tensors.size();
  for (const auto& [name, entry] : index.tensors) ++findings.dtypes[entry.dtype_text];
  findings.warnings.insert(findings.warnings.end(), index.warnings.begin(), index.warnings.end());
}

bool holds(const fs::path& folder, const std::string& ending) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(ending) != std::string::npos) return true;
  }
  return false;
}

/// Opens the weights of a component's folder if it has any that we read.
std::optional<io::TensorIndex> weights_in(const fs::path& folder) {
  if (holds(folder, ".safetensors") || holds(folder, ".bin")) return io::open_weights(folder, {"model", "diffusion_pytorch_model"});
  return {};
}

Findings inspect_model_folder(const fs::path& folder) {
  Findings findings{.kind = "diffusers"};
  const Family family = family_of(folder);
  findings.architecture = family.architecture;
  if (!family.reason.empty()) findings.warnings.push_back(family.reason);
  const Json index = read_json_file(folder / "model_index.json");
  for (const auto& [part, value] : index.items()) {
    const bool plain_name = !part.empty() && part.find_first_of("/\\.") == std::string::npos;
    if (!value.is_array() || value.size() != 2 || !value[0].is_string() || !plain_name) continue;
    if (!fs::is_directory(folder / part)) {
      findings.warnings.push_back(folder.string() + " lacks its " + part + ".");
      continue;
    }
    findings.components.push_back(part);
    if (const auto weights = weights_in(folder / part)) count_tensors(findings, *weights);
  }
  return findings;
}

void take_content(Findings& findings, const io::TensorIndex& index) {
  const Content content = content_of(index);
  findings.kind = content.kind;
  findings.architecture = content.architecture;
  findings.components = content.components;
  findings.warnings.insert(findings.warnings.end(), content.warnings.begin(), content.warnings.end());
  count_tensors(findings, index);
}

Findings inspect_folder(const fs::path& folder) {
  if (fs::exists(folder / "model_index.json")) return inspect_model_folder(folder);
  Findings findings;
  if (fs::exists(folder / "run.json")) {
    findings.kind = "run";
  } else if (fs::exists(folder / "config.json")) {
    if (const auto weights = weights_in(folder)) take_content(findings, *weights);
    findings.kind = "component";
  }
  return findings;
}

Findings inspect_file(const fs::path& file) {
  Findings findings;
  io::FileKind kind = io::sniff(file);
  // A damaged one is told so by its reader.
  if (kind == io::FileKind::other && file.extension() == ".safetensors") kind = io::FileKind::safetensors;
  switch (kind) {
    case io::FileKind::png:
    case io::FileKind::jpeg:
    case io::FileKind::webp: findings.kind = "picture"; break;
    case io::FileKind::json: break;
    case io::FileKind::zip:
    case io::FileKind::pickle:
    case io::FileKind::safetensors: {
      const io::TensorIndex index = io::open_tensors(file);
      take_content(findings, index);
      findings.metadata = index.metadata;
      break;
    }
    default: throw io::wrong_kind(file, kind, "a model, an add-on or a picture");
  }
  return findings;
}

}  // namespace

Json inspect(const fs::path& path) {
  if (!fs::exists(path)) throw Error(ErrorKind::bad_input, path.string() + " is not there.");
  return as_json(fs::is_directory(path) ? inspect_folder(path) : inspect_file(path));
}

}  // namespace likeness::models
