#include <iostream>
#include <iterator>

#include "app/cli/verb.h"
#include "engine/image/infotext.h"
#include "engine/image/png.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "image", .value_name = "FILE", .text = "A PNG; without it the text on standard input is read."});
}

std::string text_of(const config::Flags& given) {
  if (!given.has("image")) return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  for (const image::PngText& text : image::read_png_texts(given.text("image")))
    if (text.key == "parameters") return text.text;
  return {};
}

Json run(Call& call) {
  const image::Infotext infotext = image::parse_infotext(text_of(call.flags));
  Json parameters = Json::object();
  for (const auto& [key, value] : infotext.parameters) parameters[key] = value;
  return {{"prompt", infotext.prompt},
          {"negative_prompt", infotext.negative_prompt},
          {"parameters", std::move(parameters)},
          {"text", image::format_infotext(infotext)}};
}

}  // namespace

Verb infotext_verb() { return {"infotext", "Reads the settings that a picture or a text carries.", flags, run}; }

}  // namespace likeness::cli
