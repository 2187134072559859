// A button that names the chosen base model and opens the list of all of them: family, size, whether it fits, why it cannot be used.
// Models that cannot be used are shown with their reason but cannot be chosen. Folders and files are added and taken out here too.
// Takes AppState's list and follows it; the chosen path is kept while AppState does not know it (yet). GUI thread only.
#pragma once

#include <QPointer>
#include <QPushButton>
#include <QString>

#include "ui/viewmodels/app_state.h"
#include "ui/widgets/model_popup.h"

namespace likeness::ui {

class ModelChooser : public QPushButton {
  Q_OBJECT

 public:
  explicit ModelChooser(AppState& state, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

  /// Path as api::Generate::model takes it; "starter" at first.
  QString model() const { return path_; }

  /// Shows `path` as chosen without emitting modelChosen.
  void setModel(const QString& path);

  /// The popup while it is open, else null.
  ModelPopup* popup() const { return popup_; }

 Q_SIGNALS:
  /// The user chose another usable model.
  void modelChosen(const QString& path);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  enum class Adding { file, folder };

  void openPopup();
  void choose(const QString& path);
  void ask(Adding what);
  QString name() const;
  void updateText();

  AppState& state_;
  QString path_ = QStringLiteral("starter");
  QPointer<ModelPopup> popup_;
};

}  // namespace likeness::ui
