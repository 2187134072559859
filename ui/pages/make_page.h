// Make: write what you want to see, move the guidance, get the picture. Settings on the left, the picture and the session's filmstrip
// in the middle, details on the right. Rules and state are MakeViewModel's; this page only joins them with widgets. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/pages/make/generate_bar.h"
#include "ui/pages/make/mask_editor.h"
#include "ui/pages/make/picture_area.h"
#include "ui/pages/make/settings_panel.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/details_panel.h"

class QShortcut;
class QStackedWidget;

namespace likeness::ui {

class MakePage : public QWidget {
  Q_OBJECT

 public:
  explicit MakePage(AppState& state, QWidget* parent = nullptr);

 public Q_SLOTS:
  /// Chooses a taught subject and puts the cursor into the prompt.
  void showSubject(const QString& id);
  void useSettings(const likeness::api::Generate& request);
  void generate();
  void interrupt();
  /// Uses the settings inside a picture file of any program.
  void addDroppedPicture(const QString& file);
  void startFrom(const QString& file);
  /// LoRAs, embeddings, a VAE or a model: each is used as what it is.
  void addWeights(const QStringList& files);
  /// Keeps the seed of the picture shown, or goes back to another one each time.
  void lockOrFreeSeed();
  /// Queues exactly this request, leaving the settings alone.
  void makeAgain(const likeness::api::Generate& request);

 Q_SIGNALS:
  void teachRequested();
  void compareRequested(const QStringList& files);
  void noticeRaised(const QString& text);

 private:
  QWidget* makeLeft();
  void connectMiddle();
  void connectDetails();
  void showMask(bool shown);
  void addShortcuts();
  void refreshStatus();
  void refreshDetails();

  MakeViewModel rules_;
  SettingsPanel* settings_;
  GenerateBar* bar_;
  PictureArea* pictures_;
  MaskEditor* mask_;
  QStackedWidget* middle_;
  DetailsPanel* details_;
  QShortcut* escape_;
};

}  // namespace likeness::ui
