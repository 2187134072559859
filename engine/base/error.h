// The one exception type of the engine: what is wrong, in which file or field, what was expected and found, and a way out.
// Thrown anywhere below the two places that catch it: the job runner (engine/jobs) and the command line's main (app/cli).
// Use: throw Error(ErrorKind::bad_input, "model.safetensors: the header is 10 bytes but the file only 7", "Download it again.");
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace likeness {

/// The kinds and their spelling are frozen by the command line's surface; each has one exit code.
enum class ErrorKind { internal, usage, bad_input, unsupported, out_of_memory, disk_full, cancelled };

/// "internal", "usage", "bad_input", "unsupported", "out_of_memory", "disk_full" or "cancelled".
std::string_view error_kind_name(ErrorKind kind);

/// 1, 2, 3, 4, 5, 5 or 130.
int exit_code(ErrorKind kind);

/// Names out of hostile files may hold NUL bytes, at which what() would stop.
std::string without_nul(std::string message);

class Error : public std::runtime_error {
 public:
  /// `message` is never empty; `hint` says what to do about it and may be empty.
  Error(ErrorKind kind, const std::string& message, std::string hint = {})
      : std::runtime_error(without_nul(message)), kind_(kind), hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& hint() const { return hint_; }

 private:
  ErrorKind kind_;
  std::string hint_;
};

/// Thrown by JobContext::step when the job was asked to stop.
class Cancelled : public Error {
 public:
  Cancelled() : Error(ErrorKind::cancelled, "The work was cancelled.") {}
};

}  // namespace likeness
