// What the tests of the Teach page share: the page on screen over the fake engine, in a home folder of its own, with the engine's side
// of each conversation as one call: photos looked at, a run that passes through its phases, metrics, samples, verdict.
#pragma once

#include <cmath>

#include <QAbstractButton>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QTest>

#include "tests/support/ui_helpers.h"
#include "ui/bridge/convert.h"
#include "ui/pages/teach_page.h"

namespace likeness::test {

inline QString sourceFile(const QString& name) { return QStringLiteral(LIKENESS_SOURCE_DIR "/") + name; }

inline api::SharedPixels pixelsOf(const QImage& image) {
  const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
  auto pixels = std::make_shared<api::Pixels>();
  pixels->width = rgb.width();
  pixels->height = rgb.height();
  for (int y = 0; y < rgb.height(); ++y)
    pixels->rgb.insert(pixels->rgb.end(), rgb.constScanLine(y), rgb.constScanLine(y) + 3 * rgb.width());
  return pixels;
}

inline api::PhotoReport goodPhoto(const QString& file) {
  const QImage image(file);
  api::PhotoReport report;
  report.file = file.toStdString();
  report.width = image.width();
  report.height = image.height();
  report.accepted = true;
  report.thumbnail = pixelsOf(image.scaled(192, 192, Qt::KeepAspectRatio, Qt::SmoothTransformation));
  return report;
}

inline api::PhotoReport badPhoto(const QString& file, const QString& reason) {
  api::PhotoReport report;
  report.file = file.toStdString();
  report.reason = reason.toStdString();
  return report;
}

class TeachBench {
 public:
  explicit TeachBench(QSize size = {1200, 660}) { newPage(size); }

  void newPage(QSize size = {1200, 660}) {
    page.reset();
    page = std::make_unique<ui::TeachPage>(parts.state);
    page->resize(size);
    page->show();
    QVERIFY(QTest::qWaitForWindowExposed(page.get()));
  }

  template <class Widget = QAbstractButton>
  Widget* find(const char* name) {
    auto* widget = page->findChild<Widget*>(QLatin1String(name));
    if (widget == nullptr) qFatal("no widget named %s", name);
    return widget;
  }

  bool shows(const char* name) { return find<QWidget>(name)->isVisibleTo(page.get()) && find<QWidget>(name)->isVisible(); }

  void click(const char* name) {
    auto* button = find(name);
    QVERIFY2(button->isVisible(), name);
    QVERIFY2(button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
  }

  /// Waits until the window has got all that was pushed.
  void deliver() {
    const int before = parts.engine->drainCount();
    parts.engine->push(api::LogLine{});
    QTRY_VERIFY(parts.engine->drainCount() > before);
    QCoreApplication::processEvents();
  }

  QStringList biscuit() {
    const QDir folder(sourceFile(QStringLiteral("resources/subjects/biscuit")));
    QStringList files;
    for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
      if (!name.endsWith(QStringLiteral(".json")) && !name.endsWith(QStringLiteral(".md"))) files << folder.filePath(name);
    }
    return files;
  }

  /// The engine's answer to the newest import.
  void answerPhotos(const std::vector<api::PhotoReport>& photos) {
    QTRY_VERIFY(parts.engine->last<api::ImportPhotos>());
    const auto import = *parts.engine->last<api::ImportPhotos>();
    parts.engine->push(api::PhotosChecked{.job = import.job, .subject_id = import.request.subject_id, .photos = photos});
    parts.engine->setState(import.job, api::State::done);
    deliver();
  }

  void collect() {
    QVERIFY(dropFiles(*page, biscuit()));
    std::vector<api::PhotoReport> photos;
    for (const QString& file : biscuit()) photos.push_back(goodPhoto(file));
    answerPhotos(photos);
  }

  void fillIn() {
    QTest::keyClicks(find<QLineEdit>("teachName"), QStringLiteral("Biscuit"));
    QTest::keyClicks(page->findChild<QWidget*>(QStringLiteral("teachKind"))->findChild<QLineEdit*>(), QStringLiteral("dog"));
  }

  void startRun() {
    click("teachStart");
    deliver();
    QTRY_VERIFY(parts.engine->last<api::Train>());
    run = parts.engine->last<api::Train>()->job;
  }

  void state(api::State state) {
    parts.engine->setState(run, state);
    deliver();
  }

  void progress(api::Phase phase, std::int64_t step, std::int64_t total, double speed = 0, double left = -1) {
    parts.engine->push(
        api::Progress{.job = run, .phase = phase, .step = step, .total = total, .steps_per_second = speed, .seconds_left = left});
    deliver();
  }

  static api::Metrics metricsOf(api::JobId job, std::int64_t step) {
    api::Metrics metrics;
    metrics.job = job;
    metrics.step = step;
    if (step > 0) {
      const double x = static_cast<double>(step);
      metrics.subject_loss = 0.12 + 0.25 * std::exp(-x / 120) + 0.06 * std::sin(x * 1.7) * std::cos(x * 0.9);
      metrics.prior_loss = 0.11 + 0.03 * std::sin(x * 2.3);
      metrics.loss = metrics.subject_loss + metrics.prior_loss;
      metrics.learning_rate = 1e-4;
      metrics.seconds = x / 5;
    }
    if (step % 50 == 0) {
      metrics.probe_loss = 0.1 + 0.22 * std::exp(-static_cast<double>(step) / 150);
      metrics.probe_prior_loss = 0.105 + 0.00002 * static_cast<double>(step);
    }
    return metrics;
  }

  void learn(std::int64_t from, std::int64_t to, std::int64_t total) {
    for (std::int64_t step = from; step <= to; ++step) parts.engine->push(metricsOf(run, step));
    progress(api::Phase::learning, to, total, 5.1, static_cast<double>(total - to) / 5.1);
  }

  static QStringList prompts() {
    return {QStringLiteral("a photo of Biscuit dog"), QStringLiteral("a photo of Biscuit dog on the beach"),
            QStringLiteral("a drawing of Biscuit dog"), QStringLiteral("a photo of a dog")};
  }

  void sample(std::int64_t step) {
    const QStringList files = biscuit();
    for (int prompt = 0; prompt < prompts().size(); ++prompt) {
      QImage picture(files[prompt % files.size()]);
      if (step == 0) picture = picture.mirrored(true, false).convertToFormat(QImage::Format_Grayscale8);
      api::ImageReady image{.job = run,
                            .kind = api::ImageKind::sample,
                            .index = prompt,
                            .step = step,
                            .file = QStringLiteral("/run/samples/step-%1-%2.png").arg(step).arg(prompt).toStdString(),
                            .pixels = pixelsOf(picture),
                            .picture = {}};
      image.picture.request.prompts = {prompts()[prompt].toStdString()};
      parts.engine->push(std::move(image));
    }
    deliver();
  }

  void checkpoint(std::int64_t step) {
    parts.engine->push(api::CheckpointSaved{.job = run, .step = step, .folder = "/run/checkpoints"});
    deliver();
  }

  static api::Verdict verdict(bool ok) {
    return {.ok = ok,
            .checks = {{"steps_done", true, "400 of 400 steps."},
                       {"losses_finite", true, "All 400 losses are numbers; the largest is 0.41."},
                       {"probe_fell", ok, "On your photos from 0.3200 to 0.1153."},
                       {"weights_differ", true, "118 of 118 tensors changed, by 2.1 % on average."},
                       {"files_reopen", true, "The picture drawn from the saved files is the same to the byte."},
                       {"token_matters", true, "With and without the name the picture differs by 31 of 255."},
                       {"class_kept", true, "The class probe went from 0.1050 to 0.1130."}}};
  }

  void finish(bool ok = true) {
    api::TrainFinished result;
    result.job = run;
    result.verdict = verdict(ok);
    parts.engine->push(result);
    state(api::State::done);
  }

  TemporaryFolder home;
  EnvironmentOverride homeVariable{"LIKENESS_HOME", home.path().string()};
  EnvironmentOverride resourcesVariable{"LIKENESS_RESOURCES", LIKENESS_SOURCE_DIR "/resources"};
  WindowParts parts;
  std::unique_ptr<ui::TeachPage> page;
  api::JobId run = 0;
};

}  // namespace likeness::test
