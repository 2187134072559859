#include "ui/bridge/engine_loader.h"

#include <dlfcn.h>

#include <memory>
#include <utility>

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

using CreateEngine = decltype(&likeness_engine_create);

struct Opened {
  std::unique_ptr<api::Engine> engine;
  api::ErrorText error;
};

QString engineLibrary() {
  const QString named = qEnvironmentVariable("LIKENESS_ENGINE_LIBRARY");
  if (!named.isEmpty()) return named;
  return QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/../lib/likeness/liblikeness_engine.so"));
}

QString loaderMessage() {
  const char* message = dlerror();
  return message == nullptr ? QString() : QString::fromLocal8Bit(message);
}

api::ErrorText engineError(const QString& message, const QString& hint) {
  return {.kind = "engine_missing", .message = toStdString(message), .hint = toStdString(hint)};
}

Opened openEngine(const QString& file) {
  if (!QFile::exists(file)) {
    return {nullptr, engineError(EngineLoader::tr("The part that draws is missing: %1 was not found.").arg(file),
                                 EngineLoader::tr("Install Likeness again, or start it with packaging/run."))};
  }
  // Never closed again: LibTorch does not survive it.
  void* library = dlopen(QFile::encodeName(file).constData(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return {nullptr, engineError(EngineLoader::tr("The part that draws could not be opened: %1").arg(loaderMessage()),
                                 EngineLoader::tr("Install Likeness again; LibTorch must lie beside it."))};
  }
  const auto create = reinterpret_cast<CreateEngine>(dlsym(library, "likeness_engine_create"));
  if (create == nullptr) {
    return {nullptr, engineError(EngineLoader::tr("%1 belongs to another version of Likeness.").arg(file),
                                 EngineLoader::tr("Install Likeness again."))};
  }
  const api::EngineFolders folders;
  Opened opened;
  opened.engine.reset(create(&folders, &opened.error));
  return opened;
}

}  // namespace

EngineLoader::EngineLoader(EngineBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {}

EngineLoader::~EngineLoader() {
  if (thread_.joinable()) thread_.join();
}

void EngineLoader::start() {
  if (thread_.joinable()) return;
  thread_ = std::thread([this, file = engineLibrary()] {
    auto opened = std::make_shared<Opened>(openEngine(file));
    QMetaObject::invokeMethod(
        this,
        [this, opened] {
          if (opened->engine) {
            bridge_.attach(std::move(opened->engine));
          } else {
            bridge_.fail(opened->error);
          }
        },
        Qt::QueuedConnection);
  });
}

}  // namespace likeness::ui
