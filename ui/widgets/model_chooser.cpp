#include "ui/widgets/model_chooser.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPainter>
#include <QResizeEvent>
#include <QStyleOption>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

constexpr int kArrow = 10, kArrowRoom = 20;

}  // namespace

ModelChooser::ModelChooser(AppState& state, QWidget* parent) : QPushButton(parent), state_(state) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setStyleSheet(QStringLiteral("text-align: left;"));
  setAccessibleName(tr("Base model"));
  connect(this, &QPushButton::clicked, this, &ModelChooser::openPopup);
  connect(&state, &AppState::modelsChanged, this, [this] {
    updateText();
    if (popup_ != nullptr) popup_->showModels(state_.models(), state_.addedModelPaths(), path_);
  });
  connect(&state, &AppState::subjectsChanged, this, &ModelChooser::updateText);
  updateText();
}

QSize ModelChooser::sizeHint() const { return {220, QPushButton::sizeHint().height()}; }

void ModelChooser::setModel(const QString& path) {
  if (path == path_) return;
  path_ = path;
  updateText();
}

QString ModelChooser::name() const {
  if (const api::ModelInfo* model = state_.model(path_)) return toQString(model->name);
  for (const api::SubjectInfo& subject : state_.subjects())
    if (subject.taught && toQString(subject.model) == path_) return tr("%1’s own model").arg(toQString(subject.name));
  if (path_ == QLatin1String("starter")) return tr("Starter");
  return QFileInfo(path_).fileName();
}

void ModelChooser::updateText() {
  setText(fontMetrics().elidedText(name(), Qt::ElideMiddle, width() - 2 * kArrowRoom));
  setToolTip(tr("Model: %1").arg(name()));
  setAccessibleDescription(name());
}

void ModelChooser::resizeEvent(QResizeEvent* event) {
  QPushButton::resizeEvent(event);
  updateText();
}

void ModelChooser::paintEvent(QPaintEvent* event) {
  QPushButton::paintEvent(event);
  QStyleOption arrow;
  arrow.initFrom(this);
  arrow.rect = QRect(width() - kArrowRoom, (height() - kArrow) / 2, kArrow, kArrow);
  QPainter painter(this);
  style()->drawPrimitive(QStyle::PE_IndicatorArrowDown, &arrow, &painter, this);
}

void ModelChooser::openPopup() {
  if (popup_ != nullptr) return;
  popup_ = new ModelPopup(this);
  popup_->setAttribute(Qt::WA_DeleteOnClose);
  popup_->showModels(state_.models(), state_.addedModelPaths(), path_);
  connect(popup_, &ModelPopup::chosen, this, &ModelChooser::choose);
  connect(popup_, &ModelPopup::removeWanted, &state_, &AppState::removeModelPath);
  connect(popup_, &ModelPopup::addFolderWanted, this, [this] { ask(Adding::folder); });
  connect(popup_, &ModelPopup::addFileWanted, this, [this] { ask(Adding::file); });
  popup_->openBelow(this);
}

void ModelChooser::choose(const QString& path) {
  if (popup_ != nullptr) popup_->close();
  if (path == path_) return;
  setModel(path);
  Q_EMIT modelChosen(path);
}

void ModelChooser::ask(Adding what) {
  if (popup_ != nullptr) popup_->close();
  auto* dialog = new QFileDialog(window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (what == Adding::folder) {
    dialog->setWindowTitle(tr("Add a model folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
  } else {
    dialog->setWindowTitle(tr("Add a model file"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Models (*.safetensors *.ckpt)"), tr("All files (*)")});
  }
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    state_.addModelPath(path);
    openPopup();
  });
  dialog->open();
}

}  // namespace likeness::ui
