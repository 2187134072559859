// The autoencoder in overlapping tiles: memory grows with the tile, not with the picture. A quarter of each tile overlaps its neighbour
// and is blended linearly, so no seam shows (diffusers autoencoder_kl.py, tiled_decode). A picture no larger than a tile is one call.
// Errors: bad_input for a tile under 8 latent pixels.
#pragma once

#include "engine/models/vae.h"

namespace likeness::generate {

/// `tile` in pixels; 0: whole. As AutoencoderKL's functions of these names.
at::Tensor decode_tiled(const models::AutoencoderKL& vae, const at::Tensor& latent, int tile);
at::Tensor encode_tiled(const models::AutoencoderKL& vae, const at::Tensor& pixels, int tile);

}  // namespace likeness::generate
