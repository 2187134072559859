// The pictures laid side by side on the Compare page, two to four of them, and in which settings they differ. Remembered in the session
// by file; what they were made of is read from the files by the engine, the pictures themselves in a thread. No QWidget. GUI thread only.
#pragma once

#include <vector>

#include <QImage>
#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include "ui/viewmodels/app_state.h"

namespace likeness::ui {

class CompareViewModel : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMost = 4;

  struct Picture {
    QString file;
    api::PictureInfo info;   // empty until the engine has answered
    QImage image;            // null until it has been read
    bool unreadable = false;
  };
  /// A setting that is not the same for all, with its value for each picture.
  struct Difference {
    QString name;
    QStringList values;
  };

  explicit CompareViewModel(AppState& state, QObject* parent = nullptr);
  ~CompareViewModel() override;

  const std::vector<Picture>& pictures() const { return pictures_; }
  /// Adds behind the others; those that are there already stay, the oldest give way to more than four.
  void add(const QStringList& files);
  void remove(std::size_t index);
  void clear();

  std::vector<Difference> differences() const;
  /// Every picture's settings are known.
  bool isEverythingKnown() const;

 Q_SIGNALS:
  void changed();

 private:
  void load(const QStringList& files);
  void onListed(const api::PicturesListed& listed);
  void onRead(const QString& file, const QImage& image);
  void remember();

  AppState& state_;
  std::vector<Picture> pictures_;
  api::JobId ask_ = 0;
  QThreadPool pool_;
};

}  // namespace likeness::ui
