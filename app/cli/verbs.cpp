#include <charconv>

#include "app/cli/verb.h"

namespace likeness::cli {

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      generate_verb(), train_verb(),       prior_verb(),      photos_verb(),   inspect_verb(), tokenize_verb(), encode_text_verb(),
      unet_verb(),     vae_encode_verb(),  vae_decode_verb(), schedule_verb(), sampler_loop_verb(), infotext_verb(), eval_verb(), bench_verb(),
      convert_verb(),  merge_verb(),       lr_curve_verb(),   ema_curve_verb(),
  };
  return all;
}

tensor::Compute prepare_compute(const Call& call) {
  return tensor::prepare_compute(call.compute.device, call.compute.dtype, call.compute.threads, call.compute.deterministic);
}

std::vector<api::LoraUse> loras(const config::Flags& flags) {
  std::vector<api::LoraUse> uses;
  for (const std::string& value : flags.all("lora")) {
    api::LoraUse use{.file = value, .strength = 1};
    if (const std::size_t colon = value.rfind(':'); colon != std::string::npos) {
      const char* begin = value.data() + colon + 1;
      if (*begin == '+') ++begin;
      const char* end = value.data() + value.size();
      double strength = 0;
      const auto [last, fault] = std::from_chars(begin, end, strength);
      if (begin != end && fault == std::errc() && last == end) use = {.file = value.substr(0, colon), .strength = strength};
    }
    uses.push_back(std::move(use));
  }
  return uses;
}

std::vector<api::EmbeddingUse> embeddings(const config::Flags& flags) {
  std::vector<api::EmbeddingUse> uses;
  for (const std::string& value : flags.all("embedding")) {
    const std::size_t colon = value.rfind(':');
    const bool has_token = colon != std::string::npos && colon + 1 < value.size() &&
                           value.find_first_of("/ \t\r\n", colon) == std::string::npos;
    uses.push_back(has_token ? api::EmbeddingUse{value.substr(0, colon), value.substr(colon + 1)} : api::EmbeddingUse{value, {}});
  }
  return uses;
}

config::Flag lora_flag() {
  return {.key = "lora", .value_name = "FILE[:STRENGTH]", .text = "A LoRA to add, strength 1 unless said.", .repeats = true};
}

config::Flag embedding_flag() {
  return {.key = "embedding", .value_name = "FILE[:TOKEN]",
          .text = "A textual-inversion file, and the word for it; the file's name unless said.", .repeats = true};
}

}  // namespace likeness::cli
