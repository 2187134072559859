#include "engine/generate/tiled_vae.h"

#include <algorithm>
#include <functional>

#include <ATen/ATen.h>

#include "engine/base/error.h"

namespace likeness::generate {
namespace {

constexpr std::int64_t least_tile = 8;  // latent pixels

/// Starts of tiles of `tile` that cover `length`, evenly spread, each overlapping the next by a quarter or more.
std::vector<std::int64_t> starts_of(std::int64_t length, std::int64_t tile) {
  if (length <= tile) return {0};
  const std::int64_t stride = tile - tile / 4;
  const std::int64_t more = (length - tile + stride - 1) / stride;
  std::vector<std::int64_t> starts;
  for (std::int64_t i = 0; i <= more; ++i) starts.push_back(i * (length - tile) / more);
  return starts;
}

/// [length]: 1 inside, falling linearly towards edges that have a neighbour.
at::Tensor ramp(std::int64_t length, std::int64_t overlap, bool neighbour_before, bool neighbour_after) {
  const at::Tensor place = at::arange(length, at::kFloat) + 0.5;
  at::Tensor weight = at::ones({length}, at::kFloat);
  const double reach = static_cast<double>(std::max<std::int64_t>(overlap, 1));
  if (neighbour_before) weight = at::minimum(weight, place / reach);
  if (neighbour_after) weight = at::minimum(weight, (static_cast<double>(length) - place) / reach);
  return weight;
}

struct Tiling {
  std::int64_t tile;               // of the input
  std::int64_t up = 1, down = 1;   // output sizes are input sizes * up / down
};

at::Tensor by_tiles(const at::Tensor& input, const Tiling& tiling, const std::function<at::Tensor(const at::Tensor&)>& convert) {
  const std::int64_t height = input.size(2), width = input.size(3), tile = tiling.tile;
  const auto scaled = [&](std::int64_t size) { return size * tiling.up / tiling.down; };
  at::Tensor sum, weights;
  for (const std::int64_t y : starts_of(height, tile))
    for (const std::int64_t x : starts_of(width, tile)) {
      const std::int64_t bottom = std::min(y + tile, height), right = std::min(x + tile, width);
      const at::Tensor part = convert(input.slice(2, y, bottom).slice(3, x, right).contiguous());
      const at::Tensor weight =
          (ramp(part.size(2), scaled(tile / 4), y > 0, bottom < height).unsqueeze(1) *
           ramp(part.size(3), scaled(tile / 4), x > 0, right < width).unsqueeze(0)).to(part.options());
      if (!sum.defined()) {
        sum = at::zeros({part.size(0), part.size(1), scaled(height), scaled(width)}, part.options());
        weights = at::zeros({scaled(height), scaled(width)}, part.options());
      }
      const auto place = [&](const at::Tensor& whole) {
        return whole.slice(-2, scaled(y), scaled(y) + part.size(2)).slice(-1, scaled(x), scaled(x) + part.size(3));
      };
      place(sum).add_(part * weight);
      place(weights).add_(weight);
    }
  return sum / weights;
}

/// In latent pixels.
std::int64_t checked_tile(const models::AutoencoderKL& vae, int tile) {
  const std::int64_t latent = tile / vae.factor();
  if (latent < least_tile)
    throw Error(ErrorKind::bad_input, "vae_tile: expected 0, or at least " + std::to_string(least_tile * vae.factor()) +
                                          " for this model, found " + std::to_string(tile));
  return latent;
}

}  // namespace

at::Tensor decode_tiled(const models::AutoencoderKL& vae, const at::Tensor& latent, int tile) {
  if (tile == 0) return vae.decode_scaled(latent);
  const std::int64_t side = checked_tile(vae, tile);
  if (latent.size(2) <= side && latent.size(3) <= side) return vae.decode_scaled(latent);
  return by_tiles(latent, {.tile = side, .up = vae.factor()}, [&vae](const at::Tensor& part) { return vae.decode_scaled(part); });
}

at::Tensor encode_tiled(const models::AutoencoderKL& vae, const at::Tensor& pixels, int tile) {
  if (tile == 0) return vae.encode_mean_scaled(pixels);
  const std::int64_t side = checked_tile(vae, tile) * vae.factor();
  if (pixels.size(2) <= side && pixels.size(3) <= side) return vae.encode_mean_scaled(pixels);
  // Starts must lie on latent pixels, so tiles are counted in them.
  const std::int64_t factor = vae.factor();
  const at::Tensor grid = pixels.unflatten(2, {-1, factor}).unflatten(4, {-1, factor}).permute({0, 1, 3, 5, 2, 4}).flatten(1, 3);
  return by_tiles(grid, {.tile = side / factor}, [&](const at::Tensor& part) {
    const at::Tensor folded = part.unflatten(1, {pixels.size(1), factor, factor}).permute({0, 1, 4, 2, 5, 3});
    return vae.encode_mean_scaled(folded.flatten(4, 5).flatten(2, 3).contiguous());
  });
}

}  // namespace likeness::generate
