#include "engine/train/batches.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/tensor/random.h"

namespace likeness::train {

std::vector<std::int64_t> Deck::deal(std::int64_t number, at::Generator& generator) {
  std::vector<std::int64_t> dealt;
  while (static_cast<std::int64_t>(dealt.size()) < number) {
    if (left_.empty()) {
      const at::Tensor order = at::randperm(count_, generator, at::TensorOptions(at::kLong));
      left_.assign(order.const_data_ptr<std::int64_t>(), order.const_data_ptr<std::int64_t>() + count_);
    }
    dealt.push_back(left_.back());
    left_.pop_back();
  }
  return dealt;
}

at::Tensor Deck::state() const { return at::tensor(left_, at::kLong); }

void Deck::set_state(const at::Tensor& left) {
  const at::Tensor cards = left.to(at::kLong).contiguous();
  left_.assign(cards.const_data_ptr<std::int64_t>(), cards.const_data_ptr<std::int64_t>() + cards.numel());
  const bool in_range = std::all_of(left_.begin(), left_.end(), [this](std::int64_t card) { return card >= 0 && card < count_; });
  if (!in_range) {
    throw Error(ErrorKind::bad_input, "The checkpoint names pictures that the run does not have.",
                "Resume with the photos that the run began with.");
  }
}

at::Tensor scaled(const Material& material, const at::Tensor& latents) {
  return (latents - material.shift_factor) * material.scaling_factor;
}

namespace {

// What photos and class pictures are called, in turn.
constexpr std::array photo_turns{subject_sentence, subject_sentence, subject_sentence, short_sentence};
constexpr std::array class_turns{class_sentence, short_class_sentence, class_sentence, no_sentence};

class RandomBatches : public Batches {
 public:
  RandomBatches(const Material& material, const RandomSettings& settings)
      : material_(material),
        settings_(settings),
        photos_(material.photos.mean.size(0)),
        class_pictures_(has_prior() ? material.class_pictures.mean.size(0) : 0),
        generator_(tensor::make_generator(settings.seed)) {}

  Batch next(std::int64_t row) override {
    const std::int64_t batch = settings_.batch;
    const std::vector<std::int64_t> photos = photos_.deal(batch, generator_);
    std::vector<std::int64_t> others;
    if (has_prior()) others = class_pictures_.deal(batch, generator_);
    at::Tensor latents = data::draw_latents(material_.photos, photos, generator_);
    if (has_prior()) latents = at::cat({latents, data::draw_latents(material_.class_pictures, others, generator_)});
    const at::Tensor noise = draw_noise(latents.sizes(), settings_.noise, generator_);
    const at::Tensor timesteps = draw_timesteps(latents.size(0), settings_.noise, generator_);
    return {.latents = scaled(material_, latents), .noise = noise, .timesteps = timesteps, .ids = material_.ids,
            .prompts = prompts(row, latents.size(0)), .subjects = batch};
  }

  void save(tensor::TensorMap& state) const override {
    state["batches.generator"] = tensor::generator_state(generator_);
    state["batches.photos"] = photos_.state();
    state["batches.class_pictures"] = class_pictures_.state();
  }

  void load(const tensor::TensorMap& state, const std::filesystem::path& file) override {
    tensor::set_generator_state(generator_, tensor::require_tensor(state, "batches.generator", 1, file));
    photos_.set_state(tensor::require_tensor(state, "batches.photos", 1, file));
    class_pictures_.set_state(tensor::require_tensor(state, "batches.class_pictures", 1, file));
  }

 private:
  /// Rows of ids: the subject's, then the class's.
  at::Tensor prompts(std::int64_t row, std::int64_t rows) {
    std::vector<std::int64_t> found;
    for (std::int64_t i = 0; i < rows; ++i) {
      const auto& turns = i < settings_.batch ? photo_turns : class_turns;
      found.push_back(turns[static_cast<std::size_t>(row * settings_.batch + i % settings_.batch) % turns.size()]);
    }
    for (std::int64_t i = 0; settings_.caption_dropout > 0 && i < settings_.batch; ++i) {
      const double drawn = at::rand({1}, generator_, at::TensorOptions(at::kDouble)).item<double>();
      if (drawn < settings_.caption_dropout) found[static_cast<std::size_t>(i)] = no_sentence;
    }
    return at::tensor(found, at::kLong);
  }

  bool has_prior() const { return material_.class_pictures.mean.defined(); }

  const Material& material_;
  RandomSettings settings_;
  Deck photos_;
  Deck class_pictures_;
  at::Generator generator_;
};

}  // namespace

std::unique_ptr<Batches> random_batches(const Material& material, const RandomSettings& settings) {
  return std::make_unique<RandomBatches>(material, settings);
}

}  // namespace likeness::train
