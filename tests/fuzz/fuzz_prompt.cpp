// Prompt syntax: choices, LoRA tags, AND, schedules, weights, and the rows for the text encoder that come of them.
#include "engine/tokenizers/chunks.h"
#include "engine/tokenizers/prompt_choices.h"
#include "engine/tokenizers/prompt_loras.h"
#include "engine/tokenizers/prompt_schedule.h"
#include "engine/tokenizers/prompt_weights.h"
#include "tests/fuzz/target.h"

namespace likeness::fuzz {
namespace {

const tokenizers::Tokenizer& tokenizer() {
  static const auto opened = tokenizers::open_tokenizer(LIKENESS_SOURCE_DIR "/tests/golden/tiny-sd1/tokenizer", 77);
  return *opened;
}

std::vector<std::string> lines_of(const std::string& name) {
  if (name == "animal") return {"dog", "{cat|__bird__}", "[fox:owl:0.5]"};
  if (name == "bird") return {"wren", "__animal__"};
  throw Error(ErrorKind::bad_input, "no list " + name);
}

}  // namespace
}  // namespace likeness::fuzz

LIKENESS_FUZZ_TARGET(input) {
  const tokenizers::TaughtWord taught[] = {{"sks", 714, 3}};
  allow_refusal([&] {
    std::mt19937_64 random(1);
    const std::string resolved = tokenizers::resolve_choices(input, random, lines_of);
    const tokenizers::TaggedPrompt tagged = tokenizers::take_loras(resolved);
    for (const auto& part : tokenizers::split_and(tagged.text)) {
      int step = 0;
      for (const auto& timed : tokenizers::prompt_schedule(part.text, {.count = 10, .first_pass = 0})) {
        if (timed.until_step <= step) std::abort();
        step = timed.until_step;
        tokenizers::parse_weights(timed.text);
        const auto pieces = tokenizers::prompt_pieces(tokenizer(), timed.text, taught);
        for (const auto& chunk : tokenizers::chunked(pieces, tokenizer().specials()))
          if (chunk.ids.size() != 77 || chunk.weights.size() != 77) std::abort();
      }
      if (step != 10) std::abort();
    }
  });
}
