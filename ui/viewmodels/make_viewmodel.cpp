#include "ui/viewmodels/make_viewmodel.h"

#include <algorithm>

#include <QFileInfo>
#include <QJsonArray>
#include <QRandomGenerator>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/prompt_ideas.h"

namespace likeness::ui {
namespace {

constexpr int kRememberedPictures = 200;
const QString kPicturesKey = QStringLiteral("make/pictures");
const QString kDraftsKey = QStringLiteral("make/drafts");

}  // namespace

MakeViewModel::MakeViewModel(AppState& state, QObject* parent)
    : QObject(parent), state_(state), jobs_(state.bridge()), drafts_(state), settings_(readSettings(state.session())) {
  connect(this, &MakeViewModel::settingsChanged, this, &MakeViewModel::refreshDrafts);
  connect(this, &MakeViewModel::knowledgeChanged, this, &MakeViewModel::refreshDrafts);
  connect(&state, &AppState::modelsChanged, this, &MakeViewModel::knowledgeChanged);
  connect(&state, &AppState::subjectsChanged, this, &MakeViewModel::onSubjects);
  connect(&state.bridge(), &EngineBridge::picturesListed, this, &MakeViewModel::onPictures);
  connect(&state.bridge(), &EngineBridge::jobStateChanged, this, [this](const api::JobState& job) {
    if (job.job == drop_ && job.state == api::State::failed) Q_EMIT noticeRaised(toQString(job.error.message));
  });
  connect(&jobs_, &MakeJobs::pictureFinished, this, [this](const api::PictureInfo& picture) { remember(toQString(picture.file)); });
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
  return {};
}

api::Generate MakeViewModel::request() const {
  api::Generate request = requestFrom(settings_, ownSize());
  request.model = toStdString(modelPath());
  if (const api::SubjectInfo* chosen = subject()) {
    request.words.push_back({.name = chosen->name, .token = chosen->token, .kind = chosen->kind});
    if (subjectIsLora()) request.loras.push_back({.file = chosen->lora_file, .strength = settings_.strength});
    if (!chosen->embedding_file.empty()) request.embeddings.push_back({.file = chosen->embedding_file, .token = chosen->token});
  }
  request.out_folder = toStdString(state_.settings().picturesFolder());
  request.compute = state_.settings().compute();
  request.numbered_by_day = true;
  return request;
}

bool MakeViewModel::generate() {
  if (!whyNot().isEmpty()) return false;
  jobs_.submit(request());
  return true;
}

QStringList MakeViewModel::applyModel(const api::Generate& request, MakeSettings& next) const {
  QStringList notices;
  next.subject.clear();
  std::size_t lorasUsed = 0, wordsUsed = 0;
  for (const api::SubjectInfo& taught : taughtSubjects()) {
    const auto lora = std::find_if(request.loras.begin(), request.loras.end(),
                                   [&](const api::LoraUse& use) { return use.file == taught.lora_file; });
    const bool byLora = lora != request.loras.end();
    if (!byLora && (!taught.lora_file.empty() || taught.model != request.model)) continue;
    const bool wordFits = taught.embedding_file.empty() ||
                          std::any_of(request.embeddings.begin(), request.embeddings.end(),
                                      [&](const api::EmbeddingUse& use) { return use.file == taught.embedding_file; });
    if (!wordFits) continue;
    next.subject = toQString(taught.id);
    next.strength = byLora ? lora->strength : 1;
    lorasUsed = byLora ? 1 : 0;
    wordsUsed = taught.embedding_file.empty() ? 0 : 1;
    break;
  }
  if (next.subject.isEmpty()) {
    const QString path = toQString(request.model);
    if (state_.model(path) != nullptr) next.model = path;
    else notices << tr("Its model, %1, is not in the list of models; the one chosen here stays.").arg(path);
  }
  if (request.embeddings.size() > wordsUsed) notices << tr("Its learnt word belongs to no subject taught here and was left out.");
  if (request.loras.size() > lorasUsed) notices << tr("Its LoRA belongs to no subject taught here and was left out.");
  return notices;
}

void MakeViewModel::useSettings(const api::Generate& request) {
  MakeSettings next = settings_;
  QStringList notices = applyModel(request, next);
  change(settingsFrom(request, ownSizeOf(next), next));

  const api::SampleOptions& wanted = request.sample;
  const api::SampleOptions got = this->request().sample;
  const bool same = wanted.steps == got.steps && wanted.guidance == got.guidance && wanted.count == got.count &&
                    (wanted.sampler.empty() || wanted.sampler == got.sampler) && wanted.schedule == got.schedule &&
                    wanted.eta == got.eta && wanted.clip_skip == got.clip_skip &&
                    (wanted.width == 0 || (wanted.width == got.width && wanted.height == got.height));
  if (!same) notices << tr("Some of its values cannot be set on this page, so the picture may come out differently.");
  if (!notices.isEmpty()) Q_EMIT noticeRaised(notices.join(QLatin1Char(' ')));
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

void MakeViewModel::usePictureFile(const QString& file) {
  dropped_ = file;
  drop_ = state_.bridge().submit(api::ListPictures{.folders = {toStdString(file)}});
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
  if (listed.job == lookUp_) Q_EMIT picturesKnown(listed.pictures);
  if (listed.job != drop_ || listed.job == 0) return;
  const bool ours = !listed.pictures.empty() && !listed.pictures.front().request.prompts.empty();
  if (ours) useSettings(listed.pictures.front().request);
  else Q_EMIT noticeRaised(tr("%1 holds no settings of a picture made here.").arg(QFileInfo(dropped_).fileName()));
}

}  // namespace likeness::ui
