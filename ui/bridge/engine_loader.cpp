#include "ui/bridge/engine_loader.h"

#include <dlfcn.h>
#include <link.h>

#include <filesystem>
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

/// The folder that a library, already in the process, was loaded from.
std::filesystem::path folderOfLoaded(const char* library) {
  void* handle = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
  if (handle == nullptr) return {};
  link_map* map = nullptr;
  const bool known = dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map != nullptr;
  const std::filesystem::path folder = known ? std::filesystem::path(map->l_name).parent_path() : std::filesystem::path();
  dlclose(handle);
  return folder;
}

/// ATen asks for its CUDA part once, at its first call, so the part must be there before. Without a driver it is never opened.
void openCudaPart() {
  if (dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL) == nullptr) return;
  const std::filesystem::path part = folderOfLoaded("libc10.so") / "libtorch_cuda.so";
  if (std::filesystem::exists(part)) dlopen(part.c_str(), RTLD_NOW | RTLD_GLOBAL);
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
  openCudaPart();
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
