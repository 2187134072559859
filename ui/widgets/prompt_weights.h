// Weights in a prompt, as A1111 writes them: (words:1.2) counts for more, (words:0.8) for less. What Ctrl+Up and Ctrl+Down do.
// Pure functions.
#pragma once

#include <QString>

namespace likeness::ui {

/// A part of the prompt to be replaced, and where the chosen words lie afterwards.
struct WeightChange {
  int from = 0;
  int length = 0;
  QString text;
  int chosenFrom = 0;
  int chosenLength = 0;
};

/// The words in [from, from + length) (for length 0: the word at `from`) weighted by `step` more. An existing weight around them is
/// changed, one that becomes 1 loses its brackets. Length 0 and empty text where there is no word.
WeightChange weighted(const QString& prompt, int from, int length, double step);

}  // namespace likeness::ui
