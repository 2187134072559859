#include "engine/models/shapes.h"

#include "engine/base/error.h"
#include "engine/io/tensor_index.h"

namespace likeness::models {

void require_shape(const std::string& name, const at::Tensor& tensor, const std::vector<std::int64_t>& expected) {
  bool fits = tensor.dim() == static_cast<std::int64_t>(expected.size());
  for (std::size_t i = 0; fits && i < expected.size(); ++i) {
    const std::int64_t size = tensor.size(static_cast<std::int64_t>(i));
    fits = expected[i] == any_size ? size > 0 : size == expected[i];
  }
  if (fits) return;
  std::string wanted;
  for (const std::int64_t size : expected) wanted += (wanted.empty() ? "" : ", ") + (size == any_size ? "any" : std::to_string(size));
  throw Error(ErrorKind::bad_input, "The tensor " + name + " has the shape " + io::shape_text(tensor.sizes()) +
                                        "; this model expects [" + wanted + "].");
}

}  // namespace likeness::models
