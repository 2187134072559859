// A restricted reader of Python pickles (protocols 2 to 5): the operations that torch.save needs, on plain data, executing nothing.
// Operations and names outside the lists are refused by name; every count and size is checked before it is used, and the number of values
// and remembered ones is limited, so a hostile pickle costs bounded memory and time.
// Errors: bad_input. Source: CPython Lib/pickle.py and Lib/pickletools.py; torch/serialization.py (persistent ids).
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/io/pickle_value.h"

namespace likeness::io {

/// One pickle from the start of `bytes`; `length` becomes the bytes up to and with its STOP. `what` names it in errors.
PickleTree read_pickle(std::span<const std::byte> bytes, const std::string& what, std::size_t& length);

}  // namespace likeness::io
