// Messages and progress of a verb on standard error: a bar only on a terminal, messages always.
#pragma once

#include "engine/api/events.h"

namespace likeness::cli {

class ProgressPrinter {
 public:
  ProgressPrinter();
  void print(const api::Event& event);

  /// Ends the line of the bar.
  void finish();

 private:
  bool terminal_;
  bool bar_shown_ = false;
};

}  // namespace likeness::cli
