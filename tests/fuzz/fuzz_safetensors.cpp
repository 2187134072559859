// safetensors: the header alone, and the whole file. Whatever opens has every byte inside the file.
#include "engine/io/safetensors.h"

#include "engine/io/safetensors_header.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

LIKENESS_FUZZ_TARGET(input) {
  allow_refusal([&] { io::parse_safetensors_header(input, "input"); });
  const MemoryFile file(input);
  allow_refusal([&] {
    const io::TensorIndex index = io::open_safetensors(file.path());
    unsigned sum = 0;
    for (const auto& [name, entry] : index.tensors)
      if (!entry.bytes.empty()) sum += static_cast<unsigned>(entry.bytes.front()) + static_cast<unsigned>(entry.bytes.back());
    if (sum == ~0u) std::abort();  // keeps the reads
  });
}
