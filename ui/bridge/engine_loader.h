// Opens liblikeness_engine.so in a thread of its own, once the window is on screen, and hands the engine to the bridge.
// Searched: $LIKENESS_ENGINE_LIBRARY, then lib/likeness beside the program's bin/. What cannot be opened becomes EngineBridge::fail, with
// a way out.
// GUI thread only; the destructor waits for the thread. The bridge must outlive the loader.
#pragma once

#include <thread>

#include <QObject>

#include "ui/bridge/engine_bridge.h"

namespace likeness::ui {

class EngineLoader : public QObject {
  Q_OBJECT

 public:
  explicit EngineLoader(EngineBridge& bridge, QObject* parent = nullptr);
  ~EngineLoader() override;

  void start();

 private:
  EngineBridge& bridge_;
  std::thread thread_;
};

}  // namespace likeness::ui
