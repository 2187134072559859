// Which parts of the model learn, and how fast: train_only, unet_parts and text_encoder_parts.
// A choice is a list such as "mid, up.3=5e-6, cross_attention": names of parts, some with a learning rate of their own; where several
// fit, the last one counts; rate 0 freezes. Nothing written means all. UNet: all, in, time, down, down.0 ..., mid, up, up.0 ..., out,
// self_attention, cross_attention, cross_attention_kv, feed_forward, resnets. Text encoder: all, words, positions, layers, layers.0 ...,
// norm, attention, feed_forward. train_only is a choice for the UNet with the text encoder frozen (Kumari et al. 2022, custom diffusion).
// A full run trains the parameters chosen, a LoRA is attached to the layers chosen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/train_options.h"
#include "engine/models/model.h"

namespace likeness::train {

/// textual_inversion, or new_word beside another method.
bool teaches_word(const api::TrainOptions& options);
bool teaches_unet(const api::TrainOptions& options);

/// Its own weights; a new word is none of them.
bool teaches_text_encoder(const api::TrainOptions& options);

class PartChoice {
 public:
  /// `component`: "unet" or "text_encoder". Errors: bad_input naming the field for a name or number that means nothing.
  PartChoice(const api::TrainOptions& options, const std::string& component);

  /// Of a parameter or a layer by its path in the component, "down_blocks.0.resnets.0.conv1"; nothing where it is frozen.
  std::optional<double> rate(const std::string& path) const;

  /// Error{bad_input} for a part that this model does not have, or when nothing is left to learn.
  void check(const torch::nn::Module& module) const;

 private:
  struct Rule {
    std::string name;
    std::optional<double> rate;
  };

  bool fits(const Rule& rule, const std::string& path) const;

  std::string component_, field_;
  double full_rate_;
  std::vector<Rule> rules_;
};

}  // namespace likeness::train
