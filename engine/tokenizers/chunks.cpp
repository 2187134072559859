#include "engine/tokenizers/chunks.h"

#include <algorithm>

#include "engine/base/error.h"

namespace likeness::tokenizers {

std::vector<Chunk> chunked(const std::vector<Piece>& pieces, const Specials& specials) {
  const std::int64_t room = specials.length - (specials.start >= 0) - (specials.end >= 0);
  if (room < 1) throw Error(ErrorKind::internal, "A row of " + std::to_string(specials.length) + " ids has no room for words.");
  std::vector<Chunk> chunks;
  auto next = pieces.begin();
  do {
    Chunk chunk;
    if (specials.start >= 0) chunk.ids.push_back(specials.start);
    const auto end = next + std::min<std::ptrdiff_t>(room, pieces.end() - next);
    for (; next != end; ++next) chunk.ids.push_back(next->id);
    if (specials.end >= 0) chunk.ids.push_back(specials.end);
    chunk.ids.resize(static_cast<std::size_t>(specials.length), specials.pad);
    chunk.weights.assign(chunk.ids.size(), 1.0f);
    chunks.push_back(std::move(chunk));
  } while (next != pieces.end());
  return chunks;
}

}  // namespace likeness::tokenizers
