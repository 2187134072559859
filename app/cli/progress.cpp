#include "app/cli/progress.h"

#include <cstdio>
#include <string>

#include <unistd.h>

namespace likeness::cli {

namespace {

const char* phase_text(api::Phase phase) {
  switch (phase) {
    case api::Phase::loading_model: return "loading the model";
    case api::Phase::checking_photos: return "checking photos";
    case api::Phase::making_class_pictures: return "making class pictures";
    case api::Phase::caching_latents: return "encoding photos";
    case api::Phase::sampling: return "sampling";
    case api::Phase::decoding: return "decoding";
    case api::Phase::learning: return "learning";
    case api::Phase::probing: return "probing";
    case api::Phase::saving: return "saving";
    case api::Phase::verifying: return "verifying";
    case api::Phase::hashing: return "hashing";
    case api::Phase::measuring: return "measuring";
  }
  return "";
}

}  // namespace

ProgressPrinter::ProgressPrinter() : terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressPrinter::print(const api::Event& event) {
  if (const auto* line = std::get_if<api::LogLine>(&event)) {
    finish();
    std::fprintf(stderr, "%s\n", line->text.c_str());
    return;
  }
  const auto* progress = std::get_if<api::Progress>(&event);
  if (progress == nullptr || !terminal_ || progress->total <= 0) return;
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(kWidth * progress->step / progress->total);
  std::fprintf(stderr, "\r\033[K%-22s [%s%s] %lld/%lld", phase_text(progress->phase), std::string(filled, '#').c_str(),
               std::string(kWidth - filled, '.').c_str(), static_cast<long long>(progress->step), static_cast<long long>(progress->total));
  if (progress->seconds_left >= 0) std::fprintf(stderr, "  %.0f s left", progress->seconds_left);
  std::fflush(stderr);
  bar_shown_ = true;
}

void ProgressPrinter::finish() {
  if (bar_shown_) std::fputc('\n', stderr);
  bar_shown_ = false;
}

}  // namespace likeness::cli
