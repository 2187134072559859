// How well a subject was learnt, from pictures on the disk: photos, pictures of the subject, pictures of its kind.
// The caller has looked for the files and what they say of themselves. The same call gives the same figures.
// Errors: bad_input for fewer than two photos, no picture of the subject, and, naming the file, for one that is no picture.
#pragma once

#include "engine/api/job_context.h"
#include "engine/train/scores.h"

namespace likeness::train {

struct ToldPicture {
  std::string file;
  std::string prompt;                         // without the taught word; empty: not known
};

struct Evaluation {
  std::vector<std::string> photos;
  std::vector<ToldPicture> subject;
  std::vector<std::string> class_pictures;    // by the taught model
  std::vector<std::string> kind_pictures;     // by the untouched model: what 0 % looks like
  std::string kind;
  std::uint64_t seed = 0;                     // of the intervals
};

/// Throws where there is too little to measure.
void require_pictures(const Evaluation& evaluation);

api::Evaluated evaluate(const Evaluation& evaluation, const models::Model& untouched, api::JobContext& context);

}  // namespace likeness::train
