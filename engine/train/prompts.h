// The sentences of a teaching run: what the photos are called, what the class pictures are called, what is drawn to watch it learn.
// Templates as DreamBooth has them: "a photo of TOKEN KIND" and "a photo of a KIND", and the bare name, see batches.h.
#pragma once

#include <string>
#include <vector>

#include "engine/api/requests.h"

namespace likeness::train {

/// "sks dog"
std::string short_prompt(const api::Train& request);

/// "a photo of sks dog"
std::string subject_prompt(const api::Train& request);

/// The request's own sentences, else four: the subject, the subject somewhere else, drawn, and its kind without the name.
/// `places`: what the model says it knows; empty for models that do not say.
std::vector<std::string> sample_prompts(const api::Train& request, const std::vector<std::string>& places);

/// So that prompts may use the artist's name for the subject.
std::vector<api::SubjectWord> subject_words(const api::Train& request);

}  // namespace likeness::train
