#include "ui/viewmodels/prompt_ideas.h"

#include <algorithm>

#include <QRegularExpression>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kExamples = 4;

QStringList toStringList(const std::vector<std::string>& texts) {
  QStringList list;
  for (const std::string& text : texts) list << toQString(text);
  return list;
}

/// The preferred words that are known, filled up with other known ones; the preferred words themselves when nothing is listed.
QStringList knownFirst(const QStringList& preferred, const QStringList& known) {
  if (known.isEmpty()) return preferred;
  QStringList chosen;
  for (const QStringList& words : {preferred, known})
    for (const QString& word : words)
      if (known.contains(word) && !chosen.contains(word)) chosen << word;
  return chosen;
}

}  // namespace

QString withArticle(const QString& noun) {
  const bool vowel = !noun.isEmpty() && QStringLiteral("aeiou").contains(noun.front().toLower());
  return (vowel ? QStringLiteral("an ") : QStringLiteral("a ")) + noun;
}

QStringList examplePrompts(const api::SubjectInfo* subject, const api::ModelInfo* model) {
  const QStringList places = knownFirst({QStringLiteral("on the moon"), QStringLiteral("in the snow"), QStringLiteral("on the beach"),
                                         QStringLiteral("in the forest")},
                                        model == nullptr ? QStringList() : toStringList(model->places));
  const QStringList kinds = knownFirst({QStringLiteral("teapot"), QStringLiteral("fox"), QStringLiteral("penguin"), QStringLiteral("owl")},
                                       model == nullptr ? QStringList() : toStringList(model->kinds));
  QStringList prompts;
  for (int i = 0; i < std::min<int>(kExamples, static_cast<int>(places.size())); ++i) {
    const QString what = subject != nullptr ? toQString(subject->name)
                                            : QStringLiteral("a photo of ") + withArticle(kinds[i % kinds.size()]);
    prompts << what + QLatin1Char(' ') + places[i];
  }
  return prompts;
}

bool holdsWord(const QString& prompt, const QString& word) {
  if (word.isEmpty()) return false;
  const QRegularExpression whole(QStringLiteral("(?<!\\w)%1(?!\\w)").arg(QRegularExpression::escape(word)),
                                 QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
  return whole.match(prompt).hasMatch();
}

}  // namespace likeness::ui
