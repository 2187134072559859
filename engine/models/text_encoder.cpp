#include "engine/models/text_encoder.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/attention.h"
#include "engine/models/recompute.h"
#include "engine/models/shapes.h"

namespace likeness::models {

struct CLIPTextEmbeddings : torch::nn::Module {
  explicit CLIPTextEmbeddings(const ClipTextConfig& config)
      : token_embedding(child<Embedding>(*this, "token_embedding", config.vocab_size, config.hidden_size)),
        position_embedding(child<Embedding>(*this, "position_embedding", config.max_position_embeddings, config.hidden_size)) {}
  at::Tensor forward(const at::Tensor& ids, const at::Tensor& taught) const {
    return rows_of(ids, taught) + position_embedding->weight.slice(0, 0, ids.size(1));
  }
  at::Tensor rows_of(const at::Tensor& ids, const at::Tensor& taught) const {
    const at::Tensor rows = extra(taught);
    if (!rows.defined()) return token_embedding->forward(ids);
    const std::int64_t own = token_embedding->weight.size(0);
    const at::Tensor added = at::embedding(rows.to(token_embedding->weight.options()), (ids - own).clamp_min(0));
    return at::where((ids >= own).unsqueeze(-1), added, token_embedding->forward(ids.clamp_max(own - 1)));
  }
  std::int64_t count(const at::Tensor& taught) const {
    const at::Tensor rows = extra(taught);
    return token_embedding->weight.size(0) + (rows.defined() ? rows.size(0) : 0);
  }
  at::Tensor extra(const at::Tensor& taught) const {
    return taught.defined() || extra_tokens.empty() ? taught : at::cat(extra_tokens);
  }
  std::vector<at::Tensor> extra_tokens;
  std::shared_ptr<Embedding> token_embedding, position_embedding;
};

struct CLIPAttention : torch::nn::Module {
  explicit CLIPAttention(const ClipTextConfig& config)
      : k_proj(child<Linear>(*this, "k_proj", config.hidden_size, config.hidden_size)),
        v_proj(child<Linear>(*this, "v_proj", config.hidden_size, config.hidden_size)),
        q_proj(child<Linear>(*this, "q_proj", config.hidden_size, config.hidden_size)),
        out_proj(child<Linear>(*this, "out_proj", config.hidden_size, config.hidden_size)),
        heads(config.num_attention_heads) {}
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor q = split_heads(q_proj->forward(x), heads);
    const at::Tensor k = split_heads(k_proj->forward(x), heads);
    const at::Tensor v = split_heads(v_proj->forward(x), heads);
    return out_proj->forward(join_heads(attend(q, k, v, /*causal=*/true)));
  }
  std::shared_ptr<Linear> k_proj, v_proj, q_proj, out_proj;
  std::int64_t heads;
};

struct CLIPMLP : torch::nn::Module {
  explicit CLIPMLP(const ClipTextConfig& config)
      : fc1(child<Linear>(*this, "fc1", config.hidden_size, config.intermediate_size)),
        fc2(child<Linear>(*this, "fc2", config.intermediate_size, config.hidden_size)),
        quick(config.hidden_act == "quick_gelu") {}
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor y = fc1->forward(x);
    return fc2->forward(quick ? y * at::sigmoid(1.702 * y) : at::gelu(y));
  }
  std::shared_ptr<Linear> fc1, fc2;
  bool quick;
};

struct CLIPEncoderLayer : torch::nn::Module {
  explicit CLIPEncoderLayer(const ClipTextConfig& config)
      : self_attn(child<CLIPAttention>(*this, "self_attn", config)),
        layer_norm1(child<LayerNorm>(*this, "layer_norm1", config.hidden_size, config.layer_norm_eps)),
        mlp(child<CLIPMLP>(*this, "mlp", config)),
        layer_norm2(child<LayerNorm>(*this, "layer_norm2", config.hidden_size, config.layer_norm_eps)) {}
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor y = x + self_attn->forward(layer_norm1->forward(x));
    return y + mlp->forward(layer_norm2->forward(y));
  }
  std::shared_ptr<CLIPAttention> self_attn;
  std::shared_ptr<LayerNorm> layer_norm1;
  std::shared_ptr<CLIPMLP> mlp;
  std::shared_ptr<LayerNorm> layer_norm2;
};

class ClipTextModelImpl : public torch::nn::Module {
 public:
  explicit ClipTextModelImpl(const ClipTextConfig& text_config) : config(text_config) {
    auto text_model = child<torch::nn::Module>(*this, "text_model");
    embeddings = child<CLIPTextEmbeddings>(*text_model, "embeddings", config);
    layers = child<List<CLIPEncoderLayer>>(*child<torch::nn::Module>(*text_model, "encoder"), "layers");
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) layers->add(config);
    final_layer_norm = child<LayerNorm>(*text_model, "final_layer_norm", config.hidden_size, config.layer_norm_eps);
  }

  ClipTextConfig config;
  std::shared_ptr<CLIPTextEmbeddings> embeddings;
  std::shared_ptr<List<CLIPEncoderLayer>> layers;
  std::shared_ptr<LayerNorm> final_layer_norm;
};

namespace {

void check_ids(const at::Tensor& ids, const ClipTextConfig& config, std::int64_t known) {
  require_shape("ids", ids, {any_size, any_size});
  if (ids.size(1) > config.max_position_embeddings) {
    throw Error(ErrorKind::bad_input, "A row of ids has " + std::to_string(ids.size(1)) + " of them; this text encoder reads " +
                                          std::to_string(config.max_position_embeddings) + " at a time.");
  }
  const auto low = ids.min().item<std::int64_t>(), high = ids.max().item<std::int64_t>();
  if (low >= 0 && high < known) return;
  throw Error(ErrorKind::bad_input, "The ids hold " + std::to_string(low < 0 ? low : high) + "; this text encoder knows 0 to " +
                                        std::to_string(known - 1) + ".");
}

}  // namespace

ClipTextModel::ClipTextModel(const ClipTextConfig& config) : impl_(std::make_shared<ClipTextModelImpl>(config)) {}

at::Tensor ClipTextModel::forward(const at::Tensor& ids, std::int64_t clip_skip, const at::Tensor& taught) const {
  check_ids(ids, impl_->config, impl_->embeddings->count(taught));
  const std::int64_t layers = impl_->config.num_hidden_layers;
  if (clip_skip < 1 || clip_skip > layers) {
    throw Error(ErrorKind::bad_input, "Clip skip is " + std::to_string(clip_skip) + "; this text encoder has " +
                                          std::to_string(layers) + " layers, so 1 to " + std::to_string(layers) + " are possible.");
  }
  at::Tensor x = impl_->embeddings->forward(ids.to(impl_->final_layer_norm->weight.device()), taught);
  for (std::int64_t i = 0; i <= layers - clip_skip; ++i) {
    const CLIPEncoderLayer& layer = *impl_->layers->items[static_cast<std::size_t>(i)];
    x = run_layer([&layer](const Tensors& in) { return layer.forward(in[0]); }, {x});
  }
  return impl_->final_layer_norm->forward(x);
}

void ClipTextModel::set_extra_tokens(std::vector<at::Tensor> rows) { impl_->embeddings->extra_tokens = std::move(rows); }

torch::nn::Module& ClipTextModel::module() const { return *impl_; }
const ClipTextConfig& ClipTextModel::config() const { return impl_->config; }

}  // namespace likeness::models
