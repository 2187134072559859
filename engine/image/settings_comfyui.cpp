// ComfyUI: "prompt" is the graph in API form: node id -> {class_type, inputs}; an input is a value or a link [node id, output].
#include <set>

#include "engine/image/picture_settings.h"

namespace likeness::image::dialects {
namespace {

constexpr int max_depth = 50;  // of links followed; a hostile graph may be a circle

class Graph {
 public:
  Graph(const Json& nodes, PictureSettings& found) : nodes_(nodes), found_(found) {}

  void read() {
    const std::string sampler = first_sampler();
    if (!sampler.empty()) read_sampler(sampler);
    for (const auto& [id, node] : nodes_.items())
      if (const std::string type = class_of(id); !used_.contains(id) && !harmless(type) && !type.empty())
        found_.unknown.push_back(type + " (node " + id + ")");
  }

 private:
  std::string class_of(const std::string& id) const {
    const auto node = nodes_.find(id);
    return node != nodes_.end() && node->is_object() && node->contains("class_type") ? plain((*node)["class_type"]) : "";
  }

  Json input(const std::string& id, const char* name) const {
    const auto node = nodes_.find(id);
    if (node == nodes_.end() || !node->is_object() || !node->contains("inputs") || !(*node)["inputs"].is_object()) return nullptr;
    const Json& inputs = (*node)["inputs"];
    return inputs.contains(name) ? inputs[name] : Json();
  }

  /// The node that an input is linked to, or "".
  std::string linked(const std::string& id, const char* name) const {
    const Json value = input(id, name);
    return value.is_array() && value.size() == 2 ? plain(value[0]) : "";
  }

  /// A value, or what the node it is linked to holds under a usual name.
  std::string value(const std::string& id, const char* name, int depth = 0) {
    const std::string source = linked(id, name);
    if (source.empty() || depth > max_depth) return plain(input(id, name));
    used_.insert(source);
    for (const char* inner : {name, "text", "string", "value", "int", "float", "seed"})
      if (!input(source, inner).is_null()) return value(source, inner, depth + 1);
    return "";
  }

  static bool is_sampler(const std::string& type) { return type == "KSampler" || type == "KSamplerAdvanced"; }
  static bool harmless(const std::string& type) {
    static const std::set<std::string> names = {"SaveImage", "PreviewImage", "VAEDecode", "VAEDecodeTiled", "Note", "Reroute"};
    return names.contains(type);
  }

  /// The one that starts from no other's latent.
  std::string first_sampler() const {
    std::string any;
    for (const auto& [id, node] : nodes_.items()) {
      if (!is_sampler(class_of(id))) continue;
      any = id;
      if (class_of(linked(id, "latent_image")) == "EmptyLatentImage") return id;
    }
    return any;
  }

  /// The words behind a conditioning link; nodes in between are named.
  std::string words(const std::string& id, int depth = 0) {
    if (id.empty() || depth > max_depth) return "";
    if (class_of(id) == "CLIPTextEncode") {
      used_.insert(id);
      look_at_clip(linked(id, "clip"));
      return value(id, "text");
    }
    for (const char* name : {"conditioning", "conditioning_1", "positive", "conditioning_to"})
      if (const std::string next = linked(id, name); !next.empty()) return words(next, depth + 1);
    return "";
  }

  void look_at_clip(std::string id) {
    for (int depth = 0; !id.empty() && depth < max_depth; ++depth, id = linked(id, "clip")) {
      if (class_of(id) != "CLIPSetLastLayer") continue;
      used_.insert(id);
      const std::string layer = value(id, "stop_at_clip_layer");
      if (layer.starts_with('-') && layer != "-1") clip_skip_ = layer.substr(1);
    }
  }

  void read_model(std::string id) {
    for (int depth = 0; !id.empty() && depth < max_depth; ++depth, id = linked(id, "model")) {
      const std::string type = class_of(id);
      if (type.starts_with("LoraLoader")) {
        used_.insert(id);
        found_.infotext.prompt += "<lora:" + model_stem(value(id, "lora_name")) + ":" + value(id, "strength_model") + ">";
      } else if (!input(id, "ckpt_name").is_null()) {
        used_.insert(id);
        add(found_, "Model", model_stem(value(id, "ckpt_name")));
      }
    }
  }

  void read_sampler(const std::string& id) {
    used_.insert(id);
    found_.infotext.prompt = words(linked(id, "positive"));
    found_.infotext.negative_prompt = words(linked(id, "negative"));
    add(found_, "Steps", value(id, "steps"));
    add_sampler(found_, value(id, "sampler_name"));
    add_schedule(found_, value(id, "scheduler"));
    add(found_, "CFG scale", value(id, "cfg"));
    add(found_, "Seed", value(id, class_of(id) == "KSampler" ? "seed" : "noise_seed"));
    const std::string latent = linked(id, "latent_image");
    if (class_of(latent) == "EmptyLatentImage") {
      used_.insert(latent);
      add(found_, "Size", value(latent, "width") + "x" + value(latent, "height"));
    }
    read_model(linked(id, "model"));
    const std::string denoise = value(id, "denoise");
    if (denoise != "1" && denoise != "1.0") add(found_, "Denoising strength", denoise);
    add(found_, "Clip skip", clip_skip_);
  }

  const Json& nodes_;
  PictureSettings& found_;
  std::set<std::string> used_;
  std::string clip_skip_;
};

}  // namespace

void read_comfyui(const Json& graph, PictureSettings& found) { Graph(graph, found).read(); }

}  // namespace likeness::image::dialects
