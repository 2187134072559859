#include "engine/tokenizers/byte_symbols.h"

#include "engine/tokenizers/unicode.h"

namespace likeness::tokenizers {
namespace {

bool stands_for_itself(int byte) { return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174; }

}  // namespace

std::string byte_symbol(unsigned char byte) {
  char32_t code = byte;
  if (!stands_for_itself(byte)) {
    code = 256;
    for (int lower = 0; lower < byte; ++lower) code += !stands_for_itself(lower);
  }
  return encode_utf8(std::u32string(1, code));
}

std::vector<std::string> byte_symbols_in_vocabulary_order() {
  std::vector<std::string> printable, moved;
  for (int byte = 0; byte < 256; ++byte)
    (stands_for_itself(byte) ? printable : moved).push_back(byte_symbol(static_cast<unsigned char>(byte)));
  printable.insert(printable.end(), moved.begin(), moved.end());
  return printable;
}

}  // namespace likeness::tokenizers
