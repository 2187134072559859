#include "engine/models/unet.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/models/shapes.h"
#include "engine/models/unet_blocks.h"

namespace likeness::models {

struct TimestepEmbedding : torch::nn::Module {
  TimestepEmbedding(std::int64_t in, std::int64_t out)
      : linear_1(child<Linear>(*this, "linear_1", in, out)), linear_2(child<Linear>(*this, "linear_2", out, out)) {}
  at::Tensor forward(const at::Tensor& x) const { return linear_2->forward(at::silu(linear_1->forward(x))); }
  std::shared_ptr<Linear> linear_1, linear_2;
};

namespace {

/// Sinusoids of the time (Vaswani et al. 2017) in float32: [N] -> [N,channels].
at::Tensor sinusoids(const at::Tensor& timestep, std::int64_t channels, bool cosine_first, double freq_shift) {
  const std::int64_t half = channels / 2;
  const at::Tensor exponent = at::arange(half, timestep.options().dtype(at::kFloat)) * -std::log(10000.0);
  const at::Tensor frequency = at::exp(exponent / (static_cast<double>(half) - freq_shift));
  const at::Tensor angle = timestep.to(at::kFloat).unsqueeze(1) * frequency.unsqueeze(0);
  const at::Tensor sine = at::sin(angle), cosine = at::cos(angle);
  const at::Tensor both = cosine_first ? at::cat({cosine, sine}, 1) : at::cat({sine, cosine}, 1);
  return channels % 2 == 1 ? at::constant_pad_nd(both, {0, 1}, 0) : both;
}

LevelShape level_shape(const UNetConfig& config, std::size_t level) {
  LevelShape shape{.out = config.block_out_channels[level],
                   .time_channels = config.time_embedding_dim,
                   .layers = config.layers_per_block[level],
                   .groups = config.norm_num_groups,
                   .eps = config.norm_eps,
                   .downsample_padding = config.downsample_padding};
  shape.transformer = {.heads = config.attention_heads[level],
                       .layers = config.transformer_layers[level],
                       .context_channels = config.cross_attention_dim,
                       .norm_groups = config.norm_num_groups,
                       .linear_projection = config.use_linear_projection,
                       .upcast = config.upcast_attention};
  return shape;
}

void check_inputs(const UNetConfig& config, const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context) {
  require_shape("sample", sample, {any_size, config.in_channels, any_size, any_size});
  require_shape("context", context, {sample.size(0), any_size, config.cross_attention_dim});
  if (timestep.dim() > 0) require_shape("timestep", timestep, {timestep.numel() == 1 ? 1 : sample.size(0)});
}

}  // namespace

class UNetImpl : public torch::nn::Module {
 public:
  explicit UNetImpl(const UNetConfig& config);
  at::Tensor forward(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context, const UNetPass& pass) const;
  const UNetConfig& config() const { return config_; }

 private:
  Conditions conditions(std::size_t level, const Conditions& given, const UNetPass& pass) const;
  at::Tensor whole_way(at::Tensor x, const Conditions& given, const UNetPass& pass) const;
  void build_down();
  void build_mid();
  void build_up();

  UNetConfig config_;
  std::size_t finest_attention_ = 0;  // level; the number of levels where none attends
  std::shared_ptr<Conv2d> conv_in_, conv_out_;
  std::shared_ptr<TimestepEmbedding> time_embedding_;
  std::shared_ptr<List<DownBlock>> down_blocks_;
  std::shared_ptr<List<UpBlock>> up_blocks_;
  std::shared_ptr<MidBlock> mid_block_;
  std::shared_ptr<GroupNorm> conv_norm_out_;
};

UNetImpl::UNetImpl(const UNetConfig& config) : config_(config) {
  const std::int64_t first = config_.block_out_channels.front();
  if (config_.time_embedding_dim == 0) config_.time_embedding_dim = 4 * first;
  const auto& types = config_.down_block_types;
  finest_attention_ = static_cast<std::size_t>(std::find(types.begin(), types.end(), "CrossAttnDownBlock2D") - types.begin());
  conv_in_ = child<Conv2d>(*this, "conv_in", config_.in_channels, first, config_.conv_in_kernel, 1, (config_.conv_in_kernel - 1) / 2);
  time_embedding_ = child<TimestepEmbedding>(*this, "time_embedding", first, config_.time_embedding_dim);
  down_blocks_ = child<List<DownBlock>>(*this, "down_blocks");
  up_blocks_ = child<List<UpBlock>>(*this, "up_blocks");
  build_down();
  if (config_.has_mid_block) build_mid();
  build_up();
  conv_norm_out_ = child<GroupNorm>(*this, "conv_norm_out", config_.norm_num_groups, first, config_.norm_eps);
  conv_out_ = child<Conv2d>(*this, "conv_out", first, config_.out_channels, config_.conv_out_kernel, 1,
                            (config_.conv_out_kernel - 1) / 2);
}

void UNetImpl::build_down() {
  const std::size_t levels = config_.block_out_channels.size();
  for (std::size_t i = 0; i < levels; ++i) {
    LevelShape shape = level_shape(config_, i);
    shape.in = config_.block_out_channels[i == 0 ? 0 : i - 1];
    shape.cross_attention = config_.down_block_types[i] == "CrossAttnDownBlock2D";
    shape.resample = i + 1 < levels;
    down_blocks_->add(shape);
  }
}

void UNetImpl::build_mid() {
  LevelShape shape = level_shape(config_, config_.block_out_channels.size() - 1);
  shape.in = shape.out;
  shape.layers = 1;
  shape.output_scale = config_.mid_block_scale_factor;
  shape.cross_attention = true;
  mid_block_ = child<MidBlock>(*this, "mid_block", shape);
}

void UNetImpl::build_up() {
  const std::size_t levels = config_.block_out_channels.size();
  for (std::size_t i = 0; i < levels; ++i) {
    const std::size_t level = levels - 1 - i;
    LevelShape shape = level_shape(config_, level);
    shape.in = config_.block_out_channels[level == 0 ? 0 : level - 1];
    shape.below = config_.block_out_channels[i == 0 ? level : level + 1];
    shape.layers += 1;
    shape.cross_attention = config_.up_block_types[i] == "CrossAttnUpBlock2D";
    shape.resample = level > 0;
    up_blocks_->add(shape);
  }
}

Conditions UNetImpl::conditions(std::size_t level, const Conditions& given, const UNetPass& pass) const {
  Conditions of_level = given;
  if (level == finest_attention_) of_level.attention.merge_ratio = pass.merge_ratio;
  return of_level;
}

at::Tensor UNetImpl::whole_way(at::Tensor x, const Conditions& given, const UNetPass& pass) const {
  const std::size_t levels = down_blocks_->items.size();
  Skips skips{x};
  for (std::size_t i = 0; i < levels; ++i) x = down_blocks_->items[i]->forward(x, conditions(i, given, pass), skips);
  if (mid_block_) {
    Conditions middle = given;
    middle.attention.apart_rows = pass.perturbed_rows;
    x = mid_block_->forward(x, middle);
  }
  for (std::size_t i = 0; i < levels; ++i) {
    at::Tensor* const deep = i + 1 == levels ? pass.deep : nullptr;
    x = up_blocks_->items[i]->forward(x, conditions(levels - 1 - i, given, pass), skips, deep);
  }
  return x;
}

at::Tensor UNetImpl::forward(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context, const UNetPass& pass) const {
  const auto dtype = conv_in_->weight.scalar_type();
  const at::Tensor times = timestep.to(sample.device()).expand({sample.size(0)});
  const at::Tensor sinus = sinusoids(times, config_.block_out_channels.front(), config_.flip_sin_to_cos, config_.freq_shift);
  const Conditions given{.time = time_embedding_->forward(sinus.to(dtype)), .context = context.to(dtype), .attention = {}};
  at::Tensor x = sample.to(dtype);
  if (config_.center_input_sample) x = 2 * x - 1;
  x = conv_in_->forward(x);
  x = pass.reuse_deep ? up_blocks_->items.back()->last_layer(*pass.deep, conditions(0, given, pass), x) : whole_way(x, given, pass);
  return conv_out_->forward(at::silu(conv_norm_out_->forward(x))).to(sample.scalar_type());
}

UNet2DConditionModel::UNet2DConditionModel(const UNetConfig& config) : impl_(std::make_shared<UNetImpl>(config)) {}

at::Tensor UNet2DConditionModel::forward(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context,
                                         const UNetPass& pass) const {
  check_inputs(config(), sample, timestep, context);
  return impl_->forward(sample, timestep, context, pass);
}

torch::nn::Module& UNet2DConditionModel::module() const { return *impl_; }
const UNetConfig& UNet2DConditionModel::config() const { return impl_->config(); }

}  // namespace likeness::models
