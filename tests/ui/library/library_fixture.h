// What the tests of the Library share: pictures as files and as the engine reports them.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include <QAbstractButton>
#include <QImage>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QStringList>
#include <QTest>

#include "tests/support/ui_helpers.h"
#include "tests/ui/make/make_fixture.h"
#include "ui/pages/library_page.h"

namespace likeness::test {

/// A request that differs from the defaults in every field.
inline api::Generate unusualRequest() {
  api::Generate request;
  request.model = "/models/Ünusual";
  request.vae = "/vae/soft.safetensors";
  request.embeddings = {{.file = "/words/gold.pt", .token = "goldleaf"}};
  request.axes = {{.field = "guidance", .values = "1-9 (+2)"}};
  request.picture.init = "/sketch.png";
  request.picture.mask = "/mask.png";
  request.picture.hires_scale = 1.5;
  request.picture.format = "webp";
  request.loras = {{.file = "/runs/pip/lora.safetensors", .strength = 0.1 + 0.2}};
  request.words = {{.name = "Pip", .token = "zwx", .kind = "cup"}};
  request.prompts = {"Pip auf dem Mond, \"große\" 100 % Tasse 🫖"};
  request.negative = "blur\ntext";
  request.sample = {.sampler = "dpmpp_2m", .schedule = "karras", .steps = 17, .guidance = 7.1, .eta = 0.3, .width = 96, .height = 160,
                    .count = 1, .seed = 4294967295, .clip_skip = 2};
  request.compute = {.device = "cuda:1", .dtype = "bf16", .threads = 3, .deterministic = true};
  request.out_folder = "/pictures";
  request.numbered_by_day = true;
  request.dump_latents_file = "/latents";
  request.ids_file = "/ids";
  request.preview_every = 5;
  return request;
}

inline QStringList strings(std::initializer_list<const char*> texts) {
  QStringList made;
  for (const char* text : texts) made << QString::fromUtf8(text);
  return made;
}

inline api::PictureInfo pictureInfo(const std::string& file, const std::string& prompt, std::int64_t modified_ms) {
  api::PictureInfo picture;
  picture.file = file;
  picture.request.prompts = {prompt};
  picture.request.sample.seed = modified_ms;
  picture.request.sample.sampler = "ddim";
  picture.resolved_prompt = prompt;
  picture.parameters = prompt + "\nSteps: 30";
  picture.model_name = "Starter";
  picture.model_hash = "0123456789";
  picture.width = 128;
  picture.height = 128;
  picture.modified_ms = modified_ms;
  return picture;
}

/// A picture of one of the sample subjects, as a file.
inline void writePicture(const std::string& file, int number, QSize size = {128, 128}) {
  const QString subjects[] = {QStringLiteral("biscuit/01.png"), QStringLiteral("pip/02.png"), QStringLiteral("comet/01.png"),
                              QStringLiteral("biscuit/03.png"), QStringLiteral("pip/01.png"), QStringLiteral("comet/02.png")};
  QImage image(QStringLiteral(LIKENESS_SOURCE_DIR "/resources/subjects/") + subjects[number % 6]);
  image.scaled(size, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation).copy(0, 0, size.width(), size.height())
      .save(QString::fromStdString(file));
}

/// Home and pictures folder of their own, the engine scripted, and a Library page on top: real files, real index.
class LibraryWindow {
 public:
  LibraryWindow()
      : home_("LIKENESS_HOME", (parts.folder / "home").string()), pictures_("LIKENESS_PICTURES", (parts.folder / "pictures").string()) {
    std::filesystem::create_directories(parts.folder / "pictures/2026-08-24");
  }

  void open() {
    page.reset();
    page = std::make_unique<ui::LibraryPage>(parts.state);
    page->resize(1200, 690);
    page->show();
    page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
  }

  /// A picture in the pictures folder, written as a file; the newer the larger its number.
  api::PictureInfo picture(int number, const std::string& prompt) const {
    const std::string file = (parts.folder / ("pictures/2026-08-24/" + std::to_string(10000 + number) + "-7.png")).string();
    writePicture(file, number);
    return pictureInfo(file, prompt, 1'700'000'000'000 + number);
  }

  /// Answers the newest question for the pictures in the folder.
  void answer(std::vector<api::PictureInfo> pictures) {
    const api::JobId job = parts.engine->last<api::ListPictures>()->job;
    parts.engine->push(api::PicturesListed{.job = job, .pictures = std::move(pictures)});
    parts.engine->setState(job, api::State::done);
  }

  void knowSubjects(std::vector<api::SubjectInfo> subjects) {
    QSignalSpy known(&parts.state, &ui::AppState::subjectsChanged);
    parts.engine->push(api::SubjectsListed{.job = parts.engine->last<api::ListSubjects>()->job, .subjects = std::move(subjects)});
    QVERIFY(known.wait(5000));
  }

  /// The visible widget with this accessible name or text.
  template <class Widget>
  Widget* find(const QString& name) const {
    for (Widget* widget : page->findChildren<Widget*>()) {
      if (!widget->isVisible()) continue;
      if (widget->accessibleName() == name || widget->property("text").toString() == name) return widget;
    }
    return nullptr;
  }
  bool says(const char* text) const { return find<QLabel>(QString::fromUtf8(text)) != nullptr; }

  void click(const char* name) const {
    auto* button = find<QAbstractButton>(QString::fromUtf8(name));
    QVERIFY2(button != nullptr && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
  }

  QListView* grid() const { return find<QListView>(QStringLiteral("Pictures, newest first")); }
  int shownTiles() const { return grid() == nullptr ? 0 : grid()->model()->rowCount(); }

  void clickTile(int row) const {
    const QRect tile = grid()->visualRect(grid()->model()->index(row, 0));
    QVERIFY(grid()->viewport()->rect().contains(tile.center()));
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, tile.center());
  }

  WindowParts parts;

 private:
  EnvironmentOverride home_;
  EnvironmentOverride pictures_;

 public:
  std::unique_ptr<ui::LibraryPage> page;   // goes first
};

}  // namespace likeness::test
