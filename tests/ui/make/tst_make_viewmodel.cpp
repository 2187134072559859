// The Make page's rules without any widget or display: limits, sizes, subjects, reasons, drafts, pictures' settings, progress.
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/temporary_folder.h"
#include "tests/ui/make/make_fixture.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/viewmodels/picture_words.h"
#include "ui/viewmodels/prompt_ideas.h"

using namespace likeness;
using namespace likeness::ui;

namespace {

struct Parts {
  Parts() : session(toQString((folder / "session.json").string())), state(bridge, session) {
    auto made = std::make_unique<test::FakeEngine>();
    engine = made.get();
    bridge.attach(std::move(made));
  }

  void know(std::vector<api::ModelInfo> models, std::vector<api::SubjectInfo> subjects) {
    engine->push(api::ModelsListed{.job = engine->last<api::ListModels>()->job, .models = std::move(models)});
    engine->push(api::SubjectsListed{.job = engine->last<api::ListSubjects>()->job, .subjects = std::move(subjects)});
    QSignalSpy known(&state, &AppState::subjectsChanged);
    QVERIFY(known.wait(2000));
  }

  test::TemporaryFolder folder;
  Session session;
  EngineBridge bridge;
  test::FakeEngine* engine = nullptr;
  AppState state;
};

MakeSettings withPrompt(const QString& prompt) {
  MakeSettings settings;
  settings.prompt = prompt;
  return settings;
}

}  // namespace

class TestMakeViewModel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bringsValuesIntoLimits() {
    MakeSettings wild;
    wild.guidance = 99;
    wild.width = 515;
    wild.height = 1;
    wild.steps = 0;
    wild.count = -4;
    wild.seed = -7;
    wild.sampler = QStringLiteral("dream");
    wild.schedule = QStringLiteral("karras");
    const MakeSettings tame = limited(wild);
    QCOMPARE(tame.guidance, 30.0);
    QCOMPARE(tame.width, 512);
    QCOMPARE(tame.height, 64);
    QCOMPARE(tame.steps, 1);
    QCOMPARE(tame.count, 1);
    QCOMPARE(tame.seed, -1);
    QCOMPARE(tame.sampler, QStringLiteral("ddim"));
    QCOMPARE(tame.schedule, QStringLiteral("normal"));
  }

  void makesPixelsFromShapesAndBack() {
    MakeSettings settings;
    settings.shape = Shape::portrait34;
    QCOMPARE(pixelsOf(settings, 128), QSize(96, 128));
    QCOMPARE(pixelsOf(settings, 512), QSize(384, 512));
    settings.shape = Shape::landscape32;
    QCOMPARE(pixelsOf(settings, 512), QSize(768, 512));
    QCOMPARE(shapeOf({768, 512}, 512), Shape::landscape32);
    QCOMPARE(shapeOf({768, 512}, 128), Shape::custom);
    QCOMPARE(shapeOf({0, 0}, 128), Shape::square);
  }

  void usesTheModelsOwnSizeAndPreviewsSmallPicturesAtEachStep() {
    Parts parts;
    MakeViewModel rules(parts.state);
    rules.change(withPrompt(QStringLiteral("a fox")));
    QCOMPARE(rules.request().sample.width, 0);
    QCOMPARE(rules.request().preview_every, 2);
    parts.know({test::starterModel(), test::sd1Model()}, {});
    QCOMPARE(rules.request().sample.width, 128);
    QCOMPARE(rules.request().preview_every, 1);
    rules.chooseModel(QStringLiteral("/models/sd15"));
    QCOMPARE(rules.request().sample.height, 512);
    QCOMPARE(rules.request().preview_every, 2);
  }

  void tellsWhyNothingCanBeMade() {
    Parts parts;
    MakeViewModel rules(parts.state);
    QVERIFY(rules.whyNot().contains(QStringLiteral("Write")));
    rules.change(withPrompt(QStringLiteral("a fox")));
    QVERIFY(rules.whyNot().contains(QStringLiteral("starting")));
    QVERIFY(!rules.generate());
    parts.know({test::starterModel(), test::unusableModel()}, {});
    QCOMPARE(rules.whyNot(), QString());
    rules.chooseModel(QStringLiteral("/models/sdxl"));
    QCOMPARE(rules.whyNot(), QStringLiteral("This is SDXL, which is not run yet."));
    rules.chooseModel(QStringLiteral("/models/gone"));
    QVERIFY(rules.whyNot().contains(QStringLiteral("no longer in the list")));
    QVERIFY(!parts.engine->last<api::Generate>().has_value());
  }

  void aSubjectBringsItsModelLoraAndWord() {
    Parts parts;
    MakeViewModel rules(parts.state);
    parts.know({test::starterModel()}, {test::biscuit(), test::pip()});
    rules.change(withPrompt(QStringLiteral("Biscuit on the moon")));
    rules.chooseSubject(QStringLiteral("biscuit"));
    api::Generate request = rules.request();
    QCOMPARE(request.model, std::string("/home/runs/biscuit/model"));
    QVERIFY(request.loras.empty());
    QCOMPARE(request.words.size(), std::size_t(1));
    QCOMPARE(request.words[0].token, std::string("sks"));
    QCOMPARE(rules.promptHint(), QStringLiteral("The model reads “Biscuit” as “sks dog”."));
    QCOMPARE(request.sample.width, 128);  // of the model it was taught on

    rules.chooseSubject(QStringLiteral("pip"));
    request = rules.request();
    QCOMPARE(request.model, std::string("starter"));
    QCOMPARE(request.loras.size(), std::size_t(1));
    QCOMPARE(request.loras[0].file, std::string("/home/runs/pip/lora.safetensors"));
    QCOMPARE(rules.promptHint(), QStringLiteral("Write “Pip” where it should appear."));

    rules.chooseModel(QStringLiteral("starter"));
    QVERIFY(rules.request().words.empty());
    QVERIFY(rules.request().loras.empty());
  }

  void aSubjectThatIsGoneIsLetGo() {
    Parts parts;
    {
      MakeViewModel rules(parts.state);
      parts.know({test::starterModel()}, {test::biscuit()});
      rules.change(withPrompt(QStringLiteral("Biscuit")));
      rules.chooseSubject(QStringLiteral("biscuit"));
    }
    Parts later;
    later.session.setValue(QStringLiteral("make/subject"), QStringLiteral("biscuit"));
    later.session.setValue(QStringLiteral("make/prompt"), QStringLiteral("Biscuit"));
    MakeViewModel rules(later.state);
    QVERIFY(!rules.whyNot().isEmpty());
    later.know({test::starterModel()}, {});
    QCOMPARE(rules.settings().subject, QString());
    QCOMPARE(rules.whyNot(), QString());
  }

  void keepsTheDraftInTheSession() {
    Parts parts;
    MakeSettings draft = withPrompt(QStringLiteral("a castle\nat sunset"));
    draft.negative = QStringLiteral("text");
    draft.guidance = 11.5;
    draft.seed = 4294967295;
    draft.shape = Shape::custom;
    draft.width = 192;
    draft.height = 256;
    draft.count = 3;
    draft.steps = 41;
    draft.sampler = QStringLiteral("dpmpp_2m");
    draft.schedule = QStringLiteral("karras");
    draft.strength = 0.65;
    draft.finer.clip_skip = 2;
    draft.finer.variation_seed = 4294967295;
    draft.finer.variation_strength = 0.25;
    draft.finer.noise = "gpu";
    draft.picture.hires_scale = 1.5;
    draft.picture.format = "webp";
    draft.picture.init = "/pictures/sketch.png";
    draft.picture.mask = "/masks/1.png";
    draft.loras = {{.file = "/l/ink.safetensors", .strength = -0.75}};
    draft.embeddings = {{.file = "/e/gold.pt", .token = "goldleaf"}};
    draft.vae = QStringLiteral("/v/vae.safetensors");
    draft.axes = {{.field = "guidance", .values = "1-9 (+2)"}};
    {
      MakeViewModel rules(parts.state);
      rules.change(draft);
    }
    QVERIFY(parts.session.save());
    Session reopened(toQString((parts.folder / "session.json").string()));
    QCOMPARE(readSettings(reopened), draft);
  }

  void ignoresASpoiltDraft() {
    Parts parts;
    parts.session.setValue(QStringLiteral("make/guidance"), QStringLiteral("much"));
    parts.session.setValue(QStringLiteral("make/steps"), 1e9);
    parts.session.setValue(QStringLiteral("make/shape"), 77);
    const MakeSettings read = readSettings(parts.session);
    QCOMPARE(read.guidance, 7.5);
    QVERIFY(read.steps >= 1 && read.steps <= kMostSteps);
    QCOMPARE(read.shape, Shape::square);
  }

  void locksTheSeedOfThePictureShown() {
    Parts parts;
    MakeViewModel rules(parts.state);
    rules.setShownSeed(77);
    rules.lockSeed(true);
    QCOMPARE(rules.settings().seed, 77);
    rules.lockSeed(false);
    QCOMPARE(rules.settings().seed, -1);
    rules.setShownSeed(-1);
    rules.lockSeed(true);
    QVERIFY(rules.settings().seed >= 0);
  }

  void usesThePicturesSettingsAndMakesTheSameRequest() {
    Parts parts;
    MakeViewModel rules(parts.state);
    parts.know({test::starterModel()}, {test::biscuit(), test::pip()});
    MakeSettings before = withPrompt(QStringLiteral("Pip at night"));
    before.shape = Shape::landscape43;
    before.seed = 5;
    before.sampler = QStringLiteral("euler_a");
    before.schedule = QStringLiteral("karras");
    rules.change(before);
    rules.chooseSubject(QStringLiteral("pip"));
    MakeSettings strong = rules.settings();
    strong.strength = 0.8;
    rules.change(strong);
    const api::Generate made = rules.request();

    rules.change(withPrompt(QStringLiteral("something else")));
    rules.chooseSubject(QStringLiteral("biscuit"));
    QSignalSpy notices(&rules, &MakeViewModel::noticeRaised);
    rules.useSettings(made);
    QCOMPARE(test::differences(rules.request(), made), QStringList());
    QCOMPARE(notices.size(), 0);
  }

  void usesTheWordThatASubjectLearnt() {
    Parts parts;
    MakeViewModel rules(parts.state);
    api::SubjectInfo both = test::pip();  // a LoRA with a word of its own
    both.embedding_file = "/home/runs/pip/embedding.safetensors";
    parts.know({test::starterModel()}, {test::comet(), both});
    rules.change(withPrompt(QStringLiteral("Comet at night")));
    QVERIFY(rules.request().embeddings.empty());
    rules.chooseSubject(QStringLiteral("comet"));
    const api::Generate word = rules.request();
    QCOMPARE(word.embeddings.size(), 1U);
    QCOMPARE(word.embeddings[0].file, std::string("/home/runs/comet/embedding.safetensors"));
    QCOMPARE(word.embeddings[0].token, std::string("<zwx>"));
    QCOMPARE(word.words[0].token, std::string("<zwx>"));
    QCOMPARE(word.model, std::string("starter"));
    rules.chooseSubject(QStringLiteral("pip"));
    QCOMPARE(rules.request().embeddings.size(), 1U);
    QCOMPARE(rules.request().loras.size(), 1U);
    rules.useSettings(word);
    QCOMPARE(rules.settings().subject, QStringLiteral("comet"));
    api::Generate plain = word;  // of the base model alone: no subject's
    plain.embeddings.clear();
    rules.useSettings(plain);
    QCOMPARE(rules.settings().subject, QString());
    QSignalSpy notices(&rules, &MakeViewModel::noticeRaised);
    plain.embeddings = {{.file = "/x/style.pt", .token = "style"}};
    rules.useSettings(plain);
    QVERIFY(notices.size() == 1 && notices[0][0].toString().contains(QStringLiteral("style")));
  }

  void tellsWhatAPicturesSettingsCannotBring() {
    Parts parts;
    MakeViewModel rules(parts.state);
    parts.know({test::starterModel()}, {});
    api::Generate foreign;
    foreign.model = "/models/elsewhere";
    foreign.prompts = {"a fox"};
    foreign.loras = {{.file = "/x/style.safetensors", .strength = 1}};
    QSignalSpy notices(&rules, &MakeViewModel::noticeRaised);
    rules.useSettings(foreign);
    QCOMPARE(notices.size(), 1);
    const QString text = notices[0][0].toString();
    QVERIFY(text.contains(QStringLiteral("/models/elsewhere")));
    QVERIFY(text.contains(QStringLiteral("style.safetensors")));
    QVERIFY(rules.settings().loras.empty());
    api::Generate slow{.prompts = {"a fox"}};
    slow.sample.steps = 999;
    rules.useSettings(slow);
    QCOMPARE(notices.size(), 2);
    QVERIFY(notices[1][0].toString().contains(QStringLiteral("differently")));
    QCOMPARE(rules.settings().prompt, QStringLiteral("a fox"));
    QCOMPARE(rules.modelPath(), QStringLiteral("starter"));
  }

  void tellsHowFarItIs() {
    Parts parts;
    MakeViewModel rules(parts.state);
    parts.know({test::starterModel()}, {});
    MakeSettings two = withPrompt(QStringLiteral("a fox"));
    two.count = 2;
    rules.change(two);
    QVERIFY(rules.generate());
    MakeJobs& jobs = rules.jobs();
    QVERIFY(jobs.isBusy());
    QCOMPARE(jobs.waiting(), 1);
    const api::JobId job = parts.engine->last<api::Generate>()->job;
    parts.engine->setState(job, api::State::running);
    parts.engine->push(api::Progress{.job = job, .phase = api::Phase::sampling, .step = 12, .total = 30, .seconds_left = 7.2});
    QTRY_COMPARE(jobs.progressText(), QStringLiteral("0 of 2 pictures done · Step 12 of 30 · 8 s left"));
    QCOMPARE(jobs.fraction(), 0.4);
    QCOMPARE(jobs.waiting(), 0);
    parts.engine->setState(job, api::State::done);
    QTRY_VERIFY(!jobs.isBusy());
    QCOMPARE(jobs.progressText(), QString());
    QCOMPARE(timeLeft(200), QStringLiteral("4 min left"));
  }

  void otherJobsAreNotItsOwn() {
    Parts parts;
    MakeViewModel rules(parts.state);
    QSignalSpy failed(&rules.jobs(), &MakeJobs::failed);
    QSignalSpy previews(&rules.jobs(), &MakeJobs::previewArrived);
    parts.bridge.submit(api::Generate{});
    const api::JobId foreign = parts.engine->last<api::Generate>()->job;
    parts.engine->push(api::ImageReady{.job = foreign, .pixels = test::plainPixels(8, 8, 1, 2, 3), .picture = {}});
    parts.engine->failJob(foreign, {"internal", "no", ""});
    QTest::qWait(80);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(previews.size(), 0);
  }

  void offersPromptsThatTheModelKnows() {
    const api::ModelInfo starter = test::starterModel();
    const QStringList plain = examplePrompts(nullptr, &starter);
    QCOMPARE(plain.size(), 4);
    QCOMPARE(plain[0], QStringLiteral("a photo of a teapot on the moon"));
    for (const QString& prompt : plain) QVERIFY(!prompt.contains(QStringLiteral("owl")));
    const api::SubjectInfo subject = test::biscuit();
    QCOMPARE(examplePrompts(&subject, &starter)[0], QStringLiteral("Biscuit on the moon"));
    QCOMPARE(examplePrompts(nullptr, nullptr).size(), 4);
    QCOMPARE(withArticle(QStringLiteral("owl")), QStringLiteral("an owl"));
    QVERIFY(holdsWord(QStringLiteral("my BISCUIT, at night"), QStringLiteral("Biscuit")));
    QVERIFY(!holdsWord(QStringLiteral("biscuits"), QStringLiteral("Biscuit")));
  }

  void putsAPictureIntoWords() {
    test::TemporaryFolder folder;
    api::Generate request;
    request.prompts = {"Biscuit"};
    request.sample.sampler = "dpmpp_2m";
    request.sample.schedule = "karras";
    api::ImageReady ready = test::finished(1, 0, (folder / "a.png").string(), request, 9);
    ready.picture.resolved_prompt = "sks dog";
    ready.picture.partial = true;
    const auto words = pictureWords(ready.picture);
    const auto value = [&](const QString& name) {
      for (const auto& [key, text] : words)
        if (key == name) return text;
      return QString();
    };
    QCOMPARE(value(QStringLiteral("Read as")), QStringLiteral("sks dog"));
    QCOMPARE(value(QStringLiteral("Sampler")), QStringLiteral("DPM++ 2M"));
    QCOMPARE(value(QStringLiteral("Noise schedule")), QStringLiteral("Karras"));
    QCOMPARE(value(QStringLiteral("Seed")), QStringLiteral("9"));
    QVERIFY(value(QStringLiteral("State")).startsWith(QStringLiteral("Unfinished")));
    QCOMPARE(pictureText(ready.picture), toQString(ready.picture.parameters));
  }
};

QTEST_GUILESS_MAIN(TestMakeViewModel)
#include "tst_make_viewmodel.moc"
