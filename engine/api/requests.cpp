#include "engine/api/requests.h"

namespace likeness::api {

bool is_heavy(const Command& command) {
  return std::holds_alternative<Generate>(command) || std::holds_alternative<MakePrior>(command) ||
         std::holds_alternative<Train>(command) || std::holds_alternative<Evaluate>(command);
}

}  // namespace likeness::api
