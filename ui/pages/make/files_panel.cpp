#include "ui/pages/make/files_panel.h"

#include <utility>

#include <QFileDialog>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

FilesPanel::FilesPanel(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent),
      rules_(rules),
      rows_(new QVBoxLayout),
      add_(new QPushButton(theme::icon(QStringLiteral("add")), tr("Add LoRA, embedding, VAE …"))) {
  add_->setToolTip(tr("Files of weights that change how pictures come out; they can also be dropped on this page"));
  rows_->setSpacing(4);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(rows_);
  column->addWidget(add_);
  connect(add_, &QPushButton::clicked, this, &FilesPanel::ask);
  connect(&rules_, &MakeViewModel::settingsChanged, this, &FilesPanel::refresh);
  refresh();
}

/// What each file is, the engine tells.
void FilesPanel::ask() {
  const QStringList files =
      QFileDialog::getOpenFileNames(this, tr("Add LoRA, embedding, VAE …"), {}, tr("Weights (*.safetensors *.pt *.bin *.ckpt)"));
  rules_.addWeights(files);
}

template <class Change>
void FilesPanel::change(Change&& with) {
  MakeSettings next = rules_.settings();
  with(next);
  rules_.change(next);
}

void FilesPanel::refresh() {
  const MakeSettings& now = rules_.settings();
  QStringList files;
  for (const api::LoraUse& lora : now.loras) files << QStringLiteral("lora:") + toQString(lora.file);
  for (const api::EmbeddingUse& embedding : now.embeddings) files << QStringLiteral("word:") + toQString(embedding.file);
  if (!now.vae.isEmpty()) files << QStringLiteral("vae:") + now.vae;
  if (files != shown_) {
    shown_ = files;
    rebuild();
  }
  std::size_t at = 0;
  for (const api::LoraUse& lora : now.loras) lines_[at++]->setStrength(lora.strength);
  for (const api::EmbeddingUse& embedding : now.embeddings) lines_[at++]->setWord(toQString(embedding.token));
}

FileRow* FilesPanel::addRow(const QString& kind, const QString& file, FileRow::Value value) {
  auto* row = new FileRow(kind, file, value);
  lines_.push_back(row);
  rows_->addWidget(row);
  row->show();  // the layout would do it later
  return row;
}

void FilesPanel::rebuild() {
  for (FileRow* row : std::exchange(lines_, {})) {
    rows_->removeWidget(row);
    row->hide();
    row->deleteLater();
  }
  const MakeSettings& now = rules_.settings();
  addLoras(now);
  addEmbeddings(now);
  if (now.vae.isEmpty()) return;
  FileRow* row = addRow(tr("VAE"), now.vae, FileRow::Value::none);
  connect(row, &FileRow::removeClicked, this, [this] { change([](MakeSettings& next) { next.vae.clear(); }); });
}

void FilesPanel::addLoras(const MakeSettings& settings) {
  for (std::size_t i = 0; i < settings.loras.size(); ++i) {
    FileRow* row = addRow(tr("LoRA"), toQString(settings.loras[i].file), FileRow::Value::strength);
    connect(row, &FileRow::strengthChosen, this,
            [this, i](double strength) { change([&](MakeSettings& next) { next.loras.at(i).strength = strength; }); });
    connect(row, &FileRow::removeClicked, this,
            [this, i] { change([&](MakeSettings& next) { next.loras.erase(next.loras.begin() + static_cast<std::ptrdiff_t>(i)); }); });
  }
}

void FilesPanel::addEmbeddings(const MakeSettings& settings) {
  for (std::size_t i = 0; i < settings.embeddings.size(); ++i) {
    FileRow* row = addRow(tr("Embedding"), toQString(settings.embeddings[i].file), FileRow::Value::word);
    connect(row, &FileRow::wordChosen, this, [this, i](const QString& word) {
      change([&](MakeSettings& next) { next.embeddings.at(i).token = toStdString(word.trimmed()); });
    });
    connect(row, &FileRow::removeClicked, this, [this, i] {
      change([&](MakeSettings& next) { next.embeddings.erase(next.embeddings.begin() + static_cast<std::ptrdiff_t>(i)); });
    });
  }
}

}  // namespace likeness::ui
