#include "engine/train/lesson.h"
#include "engine/train/train.h"

namespace likeness::train {

Trained teach(Prepared& prepared, api::JobContext& context) {
  Lesson lesson(prepared, context);
  lesson.learn();
  return lesson.finish();
}

}  // namespace likeness::train
