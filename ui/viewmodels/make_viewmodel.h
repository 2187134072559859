// State and rules of the Make page: the settings and their draft in the session, what model and subject mean for a request, why
// nothing can be made yet, what a picture's settings change, and which pictures belong to the session.
// No QWidget: tested without a display. GUI thread only.
#pragma once

#include <vector>

#include <QObject>
#include <QSet>
#include <QStringList>

#include "ui/viewmodels/app_state.h"
#include "ui/viewmodels/guidance_drafts.h"
#include "ui/viewmodels/make_jobs.h"
#include "ui/viewmodels/make_settings.h"
#include "ui/viewmodels/start_picture.h"

namespace likeness::ui {

class MakeViewModel : public QObject {
  Q_OBJECT

 public:
  explicit MakeViewModel(AppState& state, QObject* parent = nullptr);

  MakeJobs& jobs() { return jobs_; }
  GuidanceDrafts& drafts() { return drafts_; }
  StartPicture& start() { return start_; }

  /// Whether drafts over the guidance are wanted; they need a locked seed.
  bool showsDrafts() const;
  void setShowsDrafts(bool shown);
  const MakeSettings& settings() const { return settings_; }

  /// Takes what was typed or moved: brought into limits, remembered, announced.
  void change(const MakeSettings& settings);

  /// A base model; the subject chosen so far belongs to another one and is let go.
  void chooseModel(const QString& path);

  /// A taught subject, or none for an empty id: the page goes back to the base model.
  void chooseSubject(const QString& id);
  std::vector<api::SubjectInfo> taughtSubjects() const;

  /// The chosen subject; null when there is none or its teaching is not known (any more).
  const api::SubjectInfo* subject() const { return subjectOf(settings_); }
  bool subjectIsLora() const;

  /// What Generate::model gets.
  QString modelPath() const;

  /// Of the chosen model in pixels; 0 when not known.
  int ownSize() const { return ownSizeOf(settings_); }

  /// Words that can be completed: subjects, then kinds and places the model knows.
  QStringList vocabulary() const;

  /// Prompts to begin with, from the subject or from what the model knows.
  QStringList examples() const;

  /// How the subject's name is read, or that it is missing from the prompt; empty without a subject.
  QString promptHint() const;

  /// Why Generate cannot be pressed; empty when it can.
  QString whyNot() const;

  api::Generate request() const;

  /// Queues the request; false when whyNot() speaks against it.
  bool generate();

  /// All that this page can set; what it cannot is told by noticeRaised.
  void useSettings(const api::Generate& request);
  void useSeed(qint64 seed);

  /// Keeps the seed of the picture shown (a fresh one without), or goes back to another one each time.
  void lockSeed(bool locked);
  void setShownSeed(qint64 seed) { shownSeed_ = seed; }

  /// Reads the settings out of a picture file of any program and uses them once the engine has answered.
  void usePictureFile(const QString& file);

  /// The next pictures are made from this one, in its size as far as the model can; empty: from noise again.
  void startFrom(const QString& file);

  /// White is painted anew; an all-black mask is none.
  void paintMask(const QImage& mask);

  /// Files of weights dropped here: each is asked what it is, then used as that.
  void addWeights(const QStringList& files);

  /// Pictures of this session and the ones before that are still on disk, oldest first; the engine is asked for what they were made of.
  QStringList rememberedPictures() const;
  void lookUpPictures(const QStringList& files);

 Q_SIGNALS:
  void settingsChanged();
  void knowledgeChanged();                       // models or subjects: examples, sizes, vocabulary, reasons
  void picturesKnown(const std::vector<likeness::api::PictureInfo>& pictures);
  void noticeRaised(const QString& text);

 private:
  const api::SubjectInfo* subjectOf(const MakeSettings& settings) const;
  const api::ModelInfo* baseModelOf(const MakeSettings& settings) const;
  int ownSizeOf(const MakeSettings& settings) const;
  void refreshDrafts();
  void onSubjects();
  void onPictures(const api::PicturesListed& listed);
  void onPictureRead(const api::PictureRead& read);
  void onWeightsRead(const api::WeightsRead& weights);
  void onStartOpened();
  void remember(const QString& file);
  void use(api::Generate request, const QString& modelName, QStringList notices);
  QStringList applySubject(api::Generate& request, MakeSettings& settings) const;
  QStringList applyModel(const api::Generate& request, const QString& modelName, MakeSettings& settings) const;

  AppState& state_;
  MakeJobs jobs_;
  GuidanceDrafts drafts_;
  StartPicture start_;
  MakeSettings settings_;
  qint64 shownSeed_ = -1;
  api::JobId lookUp_ = 0;
  api::JobId drop_ = 0;
  QString dropped_;
  QSet<api::JobId> weights_;
  bool takesStartSize_ = false;
  QString unusedMask_;
};

}  // namespace likeness::ui
