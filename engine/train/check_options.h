// What a request to teach must have before anything is loaded or written. Ranges are the fields' own (api/options.h).
// Errors: bad_input naming the field, what was expected and what was found, and a way out.
#pragma once

#include "engine/api/requests.h"
#include "engine/models/model.h"

namespace likeness::train {

/// Fields alone.
void check_options(const api::Train& request);

/// Kind and token against the model's vocabulary.
void check_words(const api::Train& request, const models::Model& model);

}  // namespace likeness::train
