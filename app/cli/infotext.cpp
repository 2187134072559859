#include <iostream>
#include <iterator>

#include "app/cli/verb.h"
#include "engine/image/picture_settings.h"
#include "engine/image/picture_text.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "image", .value_name = "FILE", .text = "A PNG, JPEG or WebP; without it the text on standard input is read."});
}

image::PictureSettings settings_of(const config::Flags& given) {
  if (given.has("image")) return image::read_settings(image::read_picture_texts(given.text("image")));
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  return image::read_settings({{"parameters", text}});
}

Json run(Call& call) {
  const image::PictureSettings settings = settings_of(call.flags);
  const image::Infotext& infotext = settings.infotext;
  Json parameters = Json::object();
  for (const auto& [key, value] : infotext.parameters) parameters[key] = value;
  return {{"prompt", infotext.prompt},
          {"negative_prompt", infotext.negative_prompt},
          {"parameters", std::move(parameters)},
          {"text", image::format_infotext(infotext)},
          {"source", settings.source},
          {"unknown", settings.unknown}};
}

}  // namespace

Verb infotext_verb() { return {"infotext", "Reads the settings that a picture or a text carries.", flags, run}; }

}  // namespace likeness::cli
