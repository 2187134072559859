// Words for the prompt: examples to begin with and how a subject's name is read. Prompts are English, the models' language.
// Free functions on plain values.
#pragma once

#include <QStringList>

#include "engine/api/events.h"

namespace likeness::ui {

/// Four prompts: with the subject's name where one is given, else with kinds and places `model` knows (null: any model).
QStringList examplePrompts(const api::SubjectInfo* subject, const api::ModelInfo* model);

/// "a dog", "an owl".
QString withArticle(const QString& noun);

/// Whether `prompt` holds `word` as a whole word, in any letter case.
bool holdsWord(const QString& prompt, const QString& word);

}  // namespace likeness::ui
