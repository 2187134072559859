#include "engine/data/latents.h"

#include <utility>

#include <ATen/ATen.h>

#include "engine/image/picture.h"
#include "engine/image/resize.h"
#include "engine/tensor/pictures.h"
#include "engine/tensor/random.h"

namespace likeness::data {

LatentStatistics encode_pictures(const std::vector<std::string>& files, int resolution, const Encode& encode,
                                 api::JobContext& context) {
  const auto total = static_cast<std::int64_t>(files.size());
  std::vector<at::Tensor> means, log_variances;
  context.step(api::Phase::caching_latents, 0, total);
  for (const std::string& file : files) {
    const image::Picture square = image::square_crop(image::read_picture(file).picture, resolution);
    auto [mean, log_variance] = encode(tensor::pixels_from_picture(square));
    means.push_back(mean.to(at::kCPU, at::kFloat).contiguous());
    log_variances.push_back(log_variance.to(at::kCPU, at::kFloat).contiguous());
    context.step(api::Phase::caching_latents, static_cast<std::int64_t>(means.size()), total);
  }
  return {at::cat(means), at::cat(log_variances)};
}

at::Tensor draw_latents(const LatentStatistics& statistics, const std::vector<std::int64_t>& rows, at::Generator& generator) {
  const at::Tensor index = at::tensor(rows, at::kLong);
  const at::Tensor mean = statistics.mean.index_select(0, index);
  const at::Tensor deviation = (statistics.log_variance.index_select(0, index) * 0.5).exp();
  return mean + deviation * tensor::randn(mean.sizes(), generator);
}

}  // namespace likeness::data
