// The printable character that stands for each byte in CLIP's vocabulary (openai/CLIP clip/simple_tokenizer.py, bytes_to_unicode).
#pragma once

#include <string>
#include <vector>

namespace likeness::tokenizers {

/// The symbol of `byte`, as UTF-8.
std::string byte_symbol(unsigned char byte);

/// All 256 in the order of OpenAI's vocabulary: the printable bytes first.
std::vector<std::string> byte_symbols_in_vocabulary_order();

}  // namespace likeness::tokenizers
