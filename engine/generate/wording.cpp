#include "engine/generate/wording.h"

#include "engine/base/error.h"
#include "engine/generate/generate.h"
#include "engine/generate/prompt_files.h"
#include "engine/tokenizers/prompt_choices.h"
#include "engine/tokenizers/prompt_loras.h"

namespace likeness::generate {
namespace {

constexpr std::size_t max_prompt_bytes = 64u << 10;

std::string chosen(const char* field, const std::string& text, std::mt19937_64& random) {
  const std::string result = text.size() <= max_prompt_bytes ? tokenizers::resolve_choices(text, random, wildcard_lines) : text;
  if (result.size() > max_prompt_bytes)
    throw Error(ErrorKind::bad_input, std::string(field) + ": expected at most " + std::to_string(max_prompt_bytes) + " bytes, found " +
                                          std::to_string(result.size()));
  return result;
}

}  // namespace

Wording wording_of(const api::Generate& request, const std::string& prompt, std::int64_t seed) {
  std::mt19937_64 random(static_cast<std::uint64_t>(seed));
  const std::string words = chosen("prompt", prompt, random), negative = chosen("negative", request.negative, random);
  Wording wording{.prompt = prompt,
                  .resolved = resolve_words(words, request.words),
                  .negative = resolve_words(negative, request.words),
                  .made_choices = words != prompt || negative != request.negative,
                  .loras = {}};
  for (const tokenizers::LoraTag& tag : tokenizers::take_loras(wording.resolved).loras)
    wording.loras.push_back({.file = lora_file(tag.name).string(), .strength = tag.strength});
  return wording;
}

}  // namespace likeness::generate
