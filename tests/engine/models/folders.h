// Copies of the tiny model that a test may damage.
#pragma once

#include <functional>
#include <string>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/tensor/files.h"
#include "tests/support/temporary_folder.h"

namespace likeness::models {

class ModelCopy {
 public:
  explicit ModelCopy(const std::string& name = "tiny-sd1");
  std::string path() const { return folder_.path().string() + "/model"; }
  void change_json(const std::string& file, const std::function<void(Json&)>& change) const;
  void change_weights(const std::string& file, const std::function<void(tensor::TensorMap&)>& change) const;
  void remove(const std::string& part) const;

 private:
  test::TemporaryFolder folder_;
};

struct Refusal {
  std::string kind;  // as error_kind_name spells it; empty when nothing was thrown
  std::string message;
  bool mentions(const std::string& part) const { return message.find(part) != std::string::npos; }
};
Refusal refusal_of(const std::function<void()>& work);

}  // namespace likeness::models
