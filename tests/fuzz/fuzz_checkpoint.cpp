// PyTorch checkpoints: a pickle alone, an archive alone, whole files of both containers, and a pickle in an archive whose checksums are
// right, so that mutations reach what comes behind them.
#include "engine/io/checkpoint.h"

#include "engine/io/pickle.h"
#include "engine/io/zip_archive.h"
#include "tests/engine/io/torch_bytes.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace likeness::fuzz {
namespace {

void open_whole(std::string_view bytes) {
  const MemoryFile file(bytes);
  allow_refusal([&] {
    const io::Checkpoint checkpoint = io::open_checkpoint(file.path());
    const io::TensorIndex index = io::tensors_of(checkpoint, checkpoint.root());
    unsigned sum = 0;
    for (const auto& [name, entry] : index.tensors)
      if (!entry.bytes.empty()) sum += static_cast<unsigned>(entry.bytes.front()) + static_cast<unsigned>(entry.bytes.back());
    if (sum == ~0u) std::abort();
  });
}

}  // namespace
}  // namespace likeness::fuzz

LIKENESS_FUZZ_TARGET(input) {
  const auto bytes = std::as_bytes(std::span(input));
  if (input.starts_with("\x80")) {
    allow_refusal([&] {
      std::size_t length = 0;
      io::read_pickle(bytes, "input", length);
      if (length > input.size()) std::abort();
    });
    open_whole(test::checkpoint_bytes(std::string(input), {std::string(24, 'a'), std::string(16, 'b')}));
  }
  allow_refusal([&] {
    for (const auto& [name, entry] : io::read_zip(bytes, "input")) io::check_crc(entry, name, "input");
  });
  open_whole(input);
}
