// What one forward pass sees, from one of two sources: drawn at random from the photos and class pictures, or read from a draws file.
// All tensors are float32 (ids, timesteps: int64) on the CPU; the subject's rows come first. Random draws per step, in this order from
// one generator: reshuffling of photos, of class pictures, posterior noise of photos, of class pictures, noise, timesteps; then, with
// caption dropout, one uniform number per photo.
// Every fourth class picture is shown without words. Guidance pushes away from what the model draws without words; were that left to
// drift towards the subject, pictures of the kind would be pushed away from the subject into harsh colours (seen on the starter).
// Every fourth photo is called by its bare name: artists write "Biscuit on the beach", and a small model that has only ever read
// "a photo of sks dog" draws an ordinary dog then (seen on the starter). So does every fourth class picture, or the bare kind would
// drift towards the subject.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/data/latents.h"
#include "engine/models/vae.h"
#include "engine/tensor/files.h"
#include "engine/train/noise.h"

namespace likeness::train {

struct Batch {
  at::Tensor latents;        // [N,c,h,w], scaled
  at::Tensor noise;          // [N,c,h,w]
  at::Tensor timesteps;      // [N]
  at::Tensor ids;            // [P,L], complete rows
  at::Tensor prompts;        // [N]: the row of ids that belongs to each picture
  std::int64_t subjects = 0; // rows of the subject; the others are class pictures
};

class Batches {
 public:
  virtual ~Batches() = default;

  /// `row`: batches given before this one in the whole run; step x gradient accumulation + micro batch.
  virtual Batch next(std::int64_t row) = 0;

  /// Position and generator, for checkpoints; names start with "batches.".
  virtual void save(tensor::TensorMap& state) const = 0;
  virtual void load(const tensor::TensorMap& state, const std::filesystem::path& file) = 0;
};

/// Rows of Material::ids.
enum Sentence : std::int64_t { subject_sentence, class_sentence, no_sentence, short_sentence, short_class_sentence };

/// The pictures as latents, unscaled, and what they are called.
struct Material {
  data::LatentStatistics photos;
  data::LatentStatistics class_pictures;  // undefined without prior preservation
  at::Tensor ids;                         // [5,L], see Sentence
  double scaling_factor = 1;
  double shift_factor = 0;
};

struct RandomSettings {
  std::int64_t batch = 1;        // photos per step, and as many class pictures
  NoiseSettings noise;
  double caption_dropout = 0;    // share of photos shown without words
  std::uint64_t seed = 0;
};

/// `material` must outlive the batches.
std::unique_ptr<Batches> random_batches(const Material& material, const RandomSettings& settings);

at::Tensor scaled(const Material& material, const at::Tensor& latents);

/// Indexes 0..count-1 in an order shuffled anew each time all have been dealt.
class Deck {
 public:
  explicit Deck(std::int64_t count) : count_(count) {}
  std::vector<std::int64_t> deal(std::int64_t number, at::Generator& generator);

  /// The cards not dealt yet, [n] int64.
  at::Tensor state() const;
  void set_state(const at::Tensor& left);

 private:
  std::int64_t count_;
  std::vector<std::int64_t> left_;  // dealt from the back
};

}  // namespace likeness::train
