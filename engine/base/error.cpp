#include "engine/base/error.h"

#include <algorithm>

namespace likeness {

std::string_view error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::internal: return "internal";
    case ErrorKind::usage: return "usage";
    case ErrorKind::bad_input: return "bad_input";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::out_of_memory: return "out_of_memory";
    case ErrorKind::disk_full: return "disk_full";
    case ErrorKind::cancelled: return "cancelled";
  }
  return "internal";
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::internal: return 1;
    case ErrorKind::usage: return 2;
    case ErrorKind::bad_input: return 3;
    case ErrorKind::unsupported: return 4;
    case ErrorKind::out_of_memory:
    case ErrorKind::disk_full: return 5;
    case ErrorKind::cancelled: return 130;
  }
  return 1;
}

std::string without_nul(std::string message) {
  std::replace(message.begin(), message.end(), '\0', ' ');
  return message;
}

}  // namespace likeness
