#include <sstream>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/json.h"
#include "engine/tokenizers/byte_symbols.h"
#include "engine/tokenizers/clip_bpe.h"

namespace likeness::tokenizers {
namespace {

constexpr std::int64_t max_id = 1 << 20;
constexpr std::size_t max_file_bytes = 64u << 20;
constexpr std::size_t openai_merges = 49152 - 256 - 2;

std::unordered_map<std::string, std::int64_t> read_ids(const std::filesystem::path& file) {
  const Json json = read_json_file(file, max_file_bytes);
  if (!json.is_object() || json.empty()) throw Error(ErrorKind::bad_input, file.string() + " is not an object of tokens and their ids.");
  std::unordered_map<std::string, std::int64_t> ids;
  std::vector<bool> taken(max_id);
  for (const auto& [token, value] : json.items()) {
    const std::int64_t id = value.is_number_integer() ? value.get<std::int64_t>() : -1;
    if (id < 0 || id >= max_id)
      throw Error(ErrorKind::bad_input, file.string() + ": the id of \"" + token + "\" is " +
                                            value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 100) +
                                            "; a whole number from 0 to " + std::to_string(max_id - 1) + " was expected.");
    if (taken[static_cast<std::size_t>(id)])
      throw Error(ErrorKind::bad_input, file.string() + ": the id " + std::to_string(id) + " is given to two tokens.");
    taken[static_cast<std::size_t>(id)] = true;
    ids.emplace(token, id);
  }
  return ids;
}

/// The two halves of each line after the first; blank lines are passed over.
std::vector<std::pair<std::string, std::string>> read_merges(std::string_view text, const std::string& what, bool first_is_heading) {
  std::vector<std::pair<std::string, std::string>> merges;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (line.empty() || (number == 1 && (first_is_heading || line.starts_with("#version")))) continue;
    const auto space = line.find(' ');
    if (space == 0 || space == std::string_view::npos || space + 1 == line.size() || line.find(' ', space + 1) != std::string_view::npos)
      throw Error(ErrorKind::bad_input, what + ", line " + std::to_string(number) + ": two symbols with one space between were expected.");
    merges.emplace_back(line.substr(0, space), line.substr(space + 1));
    if (first_is_heading && merges.size() == openai_merges) break;
  }
  if (merges.empty()) throw Error(ErrorKind::bad_input, what + " holds no merges.");
  return merges;
}

void check_merges(const ClipVocabulary& vocabulary, const std::string& what) {
  for (const auto& [left, right] : vocabulary.merges)
    for (const std::string& token : {left, right, left + right})
      if (!vocabulary.ids.contains(token))
        throw Error(ErrorKind::bad_input,
                    what + ": the merge \"" + left + " " + right + "\" needs \"" + token + "\", which is not in the vocabulary.",
                    "The two files do not belong together.");
}

}  // namespace

ClipVocabulary read_clip_vocabulary(const std::filesystem::path& vocab_json, const std::filesystem::path& merges_txt) {
  ClipVocabulary vocabulary{read_ids(vocab_json), read_merges(read_file(merges_txt, max_file_bytes), merges_txt.string(), false)};
  check_merges(vocabulary, merges_txt.string());
  return vocabulary;
}

ClipVocabulary clip_vocabulary_of_merges(std::string_view text, const std::string& what) {
  ClipVocabulary vocabulary{{}, read_merges(text, what, true)};
  std::int64_t next = 0;
  const std::vector<std::string> symbols = byte_symbols_in_vocabulary_order();
  for (const std::string& symbol : symbols) vocabulary.ids.emplace(symbol, next++);
  for (const std::string& symbol : symbols) vocabulary.ids.emplace(symbol + "</w>", next++);
  for (const auto& [left, right] : vocabulary.merges) vocabulary.ids.emplace(left + right, next++);
  vocabulary.ids.emplace("<|startoftext|>", next++);
  vocabulary.ids.emplace("<|endoftext|>", next++);
  if (static_cast<std::size_t>(next) != vocabulary.ids.size()) throw Error(ErrorKind::bad_input, what + " makes one token in two ways.");
  check_merges(vocabulary, what);
  return vocabulary;
}

}  // namespace likeness::tokenizers
