#include <chrono>
#include <mutex>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/places.h"
#include "engine/models/components.h"
#include "engine/models/model.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// Two lanes of jobs may ask at once; the memory is one file.
std::mutex memory_mutex;

fs::path memory_file() { return data_home() / "cache" / "file-hashes.json"; }

/// A memory that cannot be read is no memory.
Json remembered() {
  try {
    const Json json = fs::is_regular_file(memory_file()) ? read_json_file(memory_file()) : Json::object();
    return json.is_object() ? json : Json::object();
  } catch (const Error&) {
    return Json::object();
  }
}

Json identity(const fs::path& file) {
  const auto time = fs::last_write_time(file).time_since_epoch();
  return {{"size", fs::file_size(file)}, {"time", std::chrono::duration_cast<std::chrono::nanoseconds>(time).count()}};
}

std::string hash_of_file(const fs::path& file) {
  const std::string key = fs::absolute(file).lexically_normal().string();
  Json entry = identity(file);
  {
    const std::lock_guard lock(memory_mutex);
    const Json memory = remembered();
    const auto known = memory.find(key);
    const bool same = known != memory.end() && known->is_object() && known->value("size", Json()) == entry["size"] &&
                      known->value("time", Json()) == entry["time"];
    if (same && known->value("sha256", Json()).is_string()) return known->at("sha256").get<std::string>();
  }
  entry["sha256"] = sha256_hex_of_file(file);
  const std::lock_guard lock(memory_mutex);
  Json memory = remembered();
  memory[key] = entry;
  try {
    make_folders(memory_file().parent_path());
    write_json_file(memory_file(), memory);
  } catch (const Error&) {
    // Without a place to remember it, the hash is worked out again next time.
  }
  return entry["sha256"].get<std::string>();
}

}  // namespace

std::string model_hash(const fs::path& folder) {
  if (fs::is_regular_file(folder)) return hash_of_file(folder);
  std::string hashes;
  for (const Component component : {Component::unet, Component::vae, Component::text_encoder}) {
    for (const auto& file : component_weights(folder, component).files) hashes += hash_of_file(file->path());
  }
  return sha256_hex(std::as_bytes(std::span(hashes.data(), hashes.size())));
}

}  // namespace likeness::models
