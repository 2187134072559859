#include "ui/widgets/prompt_weights.h"

#include <algorithm>
#include <cmath>

#include <QRegularExpression>

namespace likeness::ui {
namespace {

constexpr double kLeast = 0, kMost = 3;

bool isInWord(QChar letter) { return letter.isLetterOrNumber() || letter == QLatin1Char('-') || letter == QLatin1Char('_') || letter == QLatin1Char('\''); }

struct Span {
  int from = 0;
  int to = 0;
};

Span chosenWords(const QString& prompt, int from, int length) {
  Span span{from, from + length};
  if (length == 0) {
    while (span.from > 0 && isInWord(prompt[span.from - 1])) --span.from;
    while (span.to < prompt.size() && isInWord(prompt[span.to])) ++span.to;
  }
  while (span.from < span.to && prompt[span.from].isSpace()) ++span.from;
  while (span.to > span.from && prompt[span.to - 1].isSpace()) --span.to;
  return span;
}

/// "1.25", "0.9": two places at most, with a point in every language.
QString numberOf(double weight) {
  QString text = QString::number(weight, 'f', 2);
  while (text.endsWith(QLatin1Char('0'))) text.chop(1);
  if (text.endsWith(QLatin1Char('.'))) text.chop(1);
  return text;
}

}  // namespace

WeightChange weighted(const QString& prompt, int from, int length, double step) {
  static const QRegularExpression brackets(QStringLiteral(R"(\(([^()]*):([0-9]*\.?[0-9]+)\))"));
  Span span = chosenWords(prompt, from, length);
  double weight = 1;
  Span replaced = span;
  for (auto each = brackets.globalMatch(prompt); each.hasNext();) {
    const auto match = each.next();
    if (match.capturedStart() > span.from || match.capturedEnd() < span.to) continue;
    weight = match.captured(2).toDouble();
    span = {static_cast<int>(match.capturedStart(1)), static_cast<int>(match.capturedEnd(1))};
    replaced = {static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedEnd())};
  }
  if (span.from == span.to) return {};
  const QString words = prompt.mid(span.from, span.to - span.from);
  weight = std::clamp(std::round((weight + step) * 100) / 100, kLeast, kMost);
  WeightChange change{.from = replaced.from, .length = replaced.to - replaced.from, .text = words, .chosenFrom = replaced.from,
                      .chosenLength = static_cast<int>(words.size())};
  if (weight != 1) {
    change.text = QStringLiteral("(%1:%2)").arg(words, numberOf(weight));
    ++change.chosenFrom;
  }
  return change;
}

}  // namespace likeness::ui
