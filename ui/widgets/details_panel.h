// How the chosen picture was made, line by line and selectable, with what can be done with it.
// Takes lines of words; says what was clicked. GUI thread only.
#pragma once

#include <utility>
#include <vector>

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace likeness::ui {

class DetailsPanel : public QWidget {
  Q_OBJECT

 public:
  enum class Content { nothing, fileOnly, everything };

  explicit DetailsPanel(QWidget* parent = nullptr);

  void showLines(const std::vector<std::pair<QString, QString>>& lines, Content content);

  QPushButton* useSettingsButton() const { return useSettings_; }
  QPushButton* useSeedButton() const { return useSeed_; }
  QPushButton* startButton() const { return start_; }
  QPushButton* showFolderButton() const { return showFolder_; }
  QPushButton* compareButton() const { return compare_; }
  QPushButton* copyPictureButton() const { return copyPicture_; }
  QPushButton* copyTextButton() const { return copyText_; }

  /// The value shown for a line's name; empty when there is none.
  QString value(const QString& name) const;

 private:
  void clearLines();

  QLabel* hint_;
  QWidget* lines_;
  std::vector<std::pair<QString, QLabel*>> values_;
  QWidget* actions_;
  QPushButton* useSettings_;
  QPushButton* useSeed_;
  QPushButton* start_;
  QPushButton* copyText_;
  QPushButton* copyPicture_;
  QPushButton* compare_;
  QPushButton* showFolder_;
};

}  // namespace likeness::ui
