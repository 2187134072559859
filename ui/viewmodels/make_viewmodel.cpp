#include "ui/viewmodels/make_viewmodel.h"

#include <algorithm>

#include <QFileInfo>
#include <QJsonArray>
#include <QRandomGenerator>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/make_grid.h"
#include "ui/viewmodels/prompt_ideas.h"

namespace likeness::ui {
namespace {

constexpr int kRememberedPictures = 200;
const QString kPicturesKey = QStringLiteral("make/pictures");
const QString kDraftsKey = QStringLiteral("make/drafts");

}  // namespace

MakeViewModel::MakeViewModel(AppState& state, QObject* parent)
    : QObject(parent),
      state_(state),
      jobs_(state.bridge()),
      drafts_(state),
      start_(state.bridge()),
      settings_(readSettings(state.session())) {
  connect(this, &MakeViewModel::settingsChanged, this, &MakeViewModel::refreshDrafts);
  connect(this, &MakeViewModel::knowledgeChanged, this, &MakeViewModel::refreshDrafts);
  connect(&state, &AppState::modelsChanged, this, &MakeViewModel::knowledgeChanged);
  connect(&state, &AppState::subjectsChanged, this, &MakeViewModel::onSubjects);
  connect(&state.bridge(), &EngineBridge::picturesListed, this, &MakeViewModel::onPictures);
  connect(&state.bridge(), &EngineBridge::pictureRead, this, &MakeViewModel::onPictureRead);
  connect(&state.bridge(), &EngineBridge::weightsRead, this, &MakeViewModel::onWeightsRead);
  connect(&state.bridge(), &EngineBridge::jobStateChanged, this, [this](const api::JobState& job) {
    if (job.state != api::State::failed || !(job.job == drop_ || weights_.remove(job.job))) return;
    Q_EMIT noticeRaised(toQString(job.error.message));
  });
  connect(&start_, &StartPicture::opened, this, &MakeViewModel::onStartOpened);
  connect(&start_, &StartPicture::failed, this, [this](const QString& reason) {
    startFrom({});
    Q_EMIT noticeRaised(reason);
  });
  connect(&jobs_, &MakeJobs::pictureFinished, this, [this](const api::PictureInfo& picture) { remember(toQString(picture.file)); });
  start_.open(toQString(settings_.picture.init));
}

bool MakeViewModel::showsDrafts() const { return state_.session().value(kDraftsKey).toBool(true); }

void MakeViewModel::setShowsDrafts(bool shown) {
  state_.session().setValue(kDraftsKey, shown);
  refreshDrafts();
}

void MakeViewModel::refreshDrafts() {
  const bool wanted = showsDrafts() && settings_.seed >= 0 && whyNot().isEmpty();
  drafts_.setRequest(wanted ? std::optional(request()) : std::nullopt);
}

void MakeViewModel::change(const MakeSettings& settings) {
  const MakeSettings next = limited(settings);
  if (next == settings_) return;
  settings_ = next;
  start_.open(toQString(settings_.picture.init));
  writeSettings(state_.session(), settings_);
  Q_EMIT settingsChanged();
}

void MakeViewModel::chooseModel(const QString& path) {
  MakeSettings next = settings_;
  next.model = path;
  next.subject.clear();
  change(next);
}

void MakeViewModel::chooseSubject(const QString& id) {
  MakeSettings next = settings_;
  next.subject = id;
  if (id != settings_.subject) next.strength = 1;
  change(next);
}

std::vector<api::SubjectInfo> MakeViewModel::taughtSubjects() const {
  std::vector<api::SubjectInfo> taught;
  for (const api::SubjectInfo& subject : state_.subjects())
    if (subject.taught) taught.push_back(subject);
  return taught;
}

const api::SubjectInfo* MakeViewModel::subjectOf(const MakeSettings& settings) const {
  if (settings.subject.isEmpty()) return nullptr;
  const api::SubjectInfo* found = state_.subject(settings.subject);
  return found != nullptr && found->taught ? found : nullptr;
}

bool MakeViewModel::subjectIsLora() const { return subject() != nullptr && !subject()->lora_file.empty(); }

QString MakeViewModel::modelPath() const { return subject() != nullptr ? toQString(subject()->model) : settings_.model; }

const api::ModelInfo* MakeViewModel::baseModelOf(const MakeSettings& settings) const {
  const api::SubjectInfo* chosen = subjectOf(settings);
  return state_.model(chosen != nullptr ? toQString(chosen->base_model) : settings.model);
}

int MakeViewModel::ownSizeOf(const MakeSettings& settings) const {
  const api::ModelInfo* model = baseModelOf(settings);
  return model == nullptr ? 0 : model->own_size;
}

QStringList MakeViewModel::vocabulary() const {
  QStringList words;
  if (subject() != nullptr) words << toQString(subject()->name);
  if (const api::ModelInfo* model = baseModelOf(settings_))
    for (const auto* list : {&model->kinds, &model->places})
      for (const std::string& word : *list) words << toQString(word);
  words.removeDuplicates();
  return words;
}

QStringList MakeViewModel::examples() const { return examplePrompts(subject(), baseModelOf(settings_)); }

QString MakeViewModel::promptHint() const {
  if (subject() == nullptr || settings_.prompt.trimmed().isEmpty()) return {};
  const QString name = toQString(subject()->name);
  const QString token = toQString(subject()->token);
  if (holdsWord(settings_.prompt, name)) return tr("The model reads “%1” as “%2 %3”.").arg(name, token, toQString(subject()->kind));
  if (holdsWord(settings_.prompt, token)) return {};
  return tr("Write “%1” where it should appear.").arg(name);
}

QString MakeViewModel::whyNot() const {
  if (settings_.prompt.trimmed().isEmpty()) return tr("Write what you want to see.");
  if (state_.models().empty() || (!settings_.subject.isEmpty() && subject() == nullptr)) return tr("The engine is starting …");
  const api::ModelInfo* model = baseModelOf(settings_);
  if (model != nullptr && !model->usable) return toQString(model->reason);
  if (model == nullptr && subject() == nullptr) return tr("The chosen model is no longer in the list. Choose another one.");
  return gridPlan(settings_).problem;
}

api::Generate MakeViewModel::request() const {
  api::Generate request = requestFrom(settings_, ownSize());
  request.model = toStdString(modelPath());
  if (const api::SubjectInfo* chosen = subject()) {
    request.words.push_back({.name = chosen->name, .token = chosen->token, .kind = chosen->kind});
    if (subjectIsLora()) request.loras.insert(request.loras.begin(), {.file = chosen->lora_file, .strength = settings_.strength});
    if (!chosen->embedding_file.empty())
      request.embeddings.insert(request.embeddings.begin(), {.file = chosen->embedding_file, .token = chosen->token});
  }
  request.out_folder = toStdString(state_.settings().picturesFolder());
  request.compute = state_.settings().compute();
  request.numbered_by_day = true;
  return request;
}

bool MakeViewModel::generate() {
  if (!whyNot().isEmpty()) return false;
  unusedMask_.clear();
  jobs_.submit(request());
  return true;
}

void MakeViewModel::useSeed(qint64 seed) {
  MakeSettings next = settings_;
  next.seed = seed;
  change(next);
}

void MakeViewModel::lockSeed(bool locked) {
  if (!locked) return useSeed(-1);
  if (settings_.seed >= 0) return;
  useSeed(shownSeed_ >= 0 ? shownSeed_ : static_cast<qint64>(QRandomGenerator::global()->generate()));
}

QStringList MakeViewModel::rememberedPictures() const {
  QStringList files;
  for (const QJsonValue& value : state_.session().value(kPicturesKey).toArray())
    if (QFileInfo::exists(value.toString())) files << value.toString();
  return files;
}

void MakeViewModel::lookUpPictures(const QStringList& files) {
  if (files.isEmpty()) return;
  api::ListPictures ask;
  for (const QString& file : files) ask.folders.push_back(toStdString(file));
  lookUp_ = state_.bridge().submit(ask);
}

void MakeViewModel::remember(const QString& file) {
  QJsonArray files = QJsonArray::fromStringList(rememberedPictures());
  files.append(file);
  while (files.size() > kRememberedPictures) files.removeFirst();
  state_.session().setValue(kPicturesKey, files);
}

void MakeViewModel::onSubjects() {
  Q_EMIT knowledgeChanged();
  if (!settings_.subject.isEmpty() && subject() == nullptr) chooseSubject({});
}

void MakeViewModel::onPictures(const api::PicturesListed& listed) {
  if (listed.job == lookUp_ && lookUp_ != 0) Q_EMIT picturesKnown(listed.pictures);
}

}  // namespace likeness::ui
