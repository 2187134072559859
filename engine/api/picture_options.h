// What belongs to a request for pictures beside sampling: a picture to start from, a second pass at a larger size, the file's kind.
// Each field once, as in options.h: defaults, limits, meaning. Terms: diffusers (strength), A1111 (mask blur, hires).
#pragma once

#include <string>

#include "engine/api/field.h"

namespace likeness::api {

struct PictureOptions {
  std::string init;               // picture to start from, stretched to width x height; empty: noise alone
  double strength = 0.8;          // int(steps * strength) steps are made of it, as diffusers counts
  std::string mask;               // picture; white is painted anew, black stays; needs init
  int mask_blur = 4;              // standard deviation of the Gaussian at the mask's edge
  bool masked_only = false;       // the mask's surroundings alone at width x height, then put back into the whole start picture
  int mask_padding = 32;          // surroundings kept around the mask with masked_only
  double hires_scale = 1;         // second pass at this many times the size; 1: none
  int hires_steps = 0;            // 0: as the first pass
  double hires_strength = 0.7;
  std::string hires_upscaler = "latent";
  int vae_tile = 0;               // 0: the VAE sees pictures whole
  std::string taesd;              // a tiny decoder's file or folder, for previews and pictures; empty: none
  bool taesd_previews_only = false;
  std::string format = "png";
  int quality = 95;               // of jpeg and webp; webp 100 is lossless
};

template <class Options, class Visit>
void picture_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "init", .text = "A picture to start from."}, o.init);
  visit(Field{.key = "strength", .text = "How much of the start picture may change.", .minimum = 0, .maximum = 1}, o.strength);
  visit(Field{.key = "mask", .text = "Where to paint anew: white in this picture; black stays as it is."}, o.mask);
  visit(Field{.key = "mask_blur", .text = "How softly the new part meets the old.", .unit = "pixels", .minimum = 0, .maximum = 256},
        o.mask_blur);
  visit(Field{.key = "masked_only", .text = "Paint the masked area alone, at full size, and put it back."}, o.masked_only);
  visit(Field{.key = "mask_padding", .text = "Surroundings to look at with masked_only.", .unit = "pixels", .minimum = 0,
              .maximum = 1024}, o.mask_padding);
  visit(Field{.key = "hires_scale", .text = "A second pass, this many times larger; 1 makes none.", .minimum = 1, .maximum = 8},
        o.hires_scale);
  visit(Field{.key = "hires_steps", .text = "Steps of the second pass; 0 takes those of the first.", .unit = "steps", .minimum = 0,
              .maximum = 1000}, o.hires_steps);
  visit(Field{.key = "hires_strength", .text = "How much the second pass may change.", .minimum = 0, .maximum = 1}, o.hires_strength);
  visit(Field{.key = "hires_upscaler", .text = "How the first pass is enlarged: inside the model, or as a picture.",
              .choices = "latent|lanczos"}, o.hires_upscaler);
  visit(Field{.key = "vae_tile", .text = "Encode and decode in overlapping tiles of this side to save memory; 0 does not.",
              .unit = "pixels", .minimum = 0, .maximum = 8192}, o.vae_tile);
  visit(Field{.key = "taesd", .text = "A tiny decoder (TAESD) in place of the model's own: far faster, a little softer."}, o.taesd);
  visit(Field{.key = "taesd_previews_only", .text = "The tiny decoder for previews alone; pictures get the model's own."},
        o.taesd_previews_only);
  visit(Field{.key = "format", .text = "Kind of file.", .choices = "png|jpeg|webp"}, o.format);
  visit(Field{.key = "quality", .text = "Of JPEG and WebP files; WebP at 100 loses nothing.", .minimum = 1, .maximum = 100}, o.quality);
}
template <class Visit> void fields(PictureOptions& o, Visit&& visit) { picture_fields(o, visit); }
template <class Visit> void fields(const PictureOptions& o, Visit&& visit) { picture_fields(o, visit); }

}  // namespace likeness::api
