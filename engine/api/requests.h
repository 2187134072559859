// What the engine can be asked to do: plain data, the same fields in run.json, on the command line and in a picture's own text.
// Each request names its job; JobContext carries progress and results back (events.h). Paths are UTF-8; relative ones are the caller's.
// The config room turns each struct into JSON and back; a field left out keeps its default.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/api/options.h"
#include "engine/api/train_options.h"
#include "engine/api/picture_options.h"
#include "engine/api/types.h"

namespace likeness::api {

struct LoraUse {
  std::string file;
  double strength = 1;

  bool operator==(const LoraUse&) const = default;
};

/// A textual-inversion file and the word that stands for it in prompts; an empty token is the file's stem.
struct EmbeddingUse {
  std::string file;
  std::string token;

  bool operator==(const EmbeddingUse&) const = default;
};

/// A taught subject's name as the artist writes it, and what the model was taught to call it. In prompts the whole word `name` (any
/// letter case) becomes "token kind", or "token" where the kind follows anyway: "Biscuit on the moon" -> "sks dog on the moon".
struct SubjectWord {
  std::string name;
  std::string token;
  std::string kind;
};

/// One axis of a labelled grid: a field of SampleOptions, PictureOptions, `model`, `negative`, or `prompt`, whose first value is searched
/// in the words and replaced by the others in turn. Values as A1111 writes them: `1, 4, 7.5`, `1-5`, `1-9 (+2)`, `1-10 [5]`, "a, b".
struct GridAxis {
  std::string field;
  std::string values;

  bool operator==(const GridAxis&) const = default;
};

/// Pictures from words. Order: `count` pictures of the first prompt, then of the second; seeds count on through them.
struct Generate {
  std::string model = "starter";          // diffusers folder, single file, or "starter"
  std::string vae;                        // another autoencoder's file or folder; empty: the model's own
  std::vector<LoraUse> loras;
  std::vector<EmbeddingUse> embeddings;
  std::vector<SubjectWord> words;
  std::vector<std::string> prompts;
  std::string negative;
  SampleOptions sample;
  PictureOptions picture;
  ComputeOptions compute;
  std::string out_folder;                 // finished pictures; empty: none are written
  bool numbered_by_day = false;           // out_folder/2026-08-24/00017-SEED.png instead of out_folder/00000-SEED.png
  std::string dump_latents_file;          // empty: none
  std::string ids_file;                   // token ids instead of prompts; empty: none
  bool grid = false;                      // also one sheet of all pictures, out_folder/grid-00000.png
  std::vector<GridAxis> axes;             // up to three (x, y, z): a picture a cell, all of one seed, and the labelled sheet
  int preview_every = 1;                  // steps between ImageReady previews; 0: none
};

/// Copies photos into a subject's folder (decoded once to look at them) and answers with PhotosChecked for the whole folder.
struct ImportPhotos {
  std::string subject_id;                 // folder name under data_home()/subjects; made when missing
  std::vector<std::string> files;         // files and folders to add
  std::vector<std::string> remove;        // file names inside the subject's folder to take out
};

/// Looks at photos as training would, copying nothing; answers with PhotosChecked.
struct LookAtPhotos {
  std::vector<std::string> photos;        // files and folders
};

/// Makes the class pictures that are missing in `folder`: seed of picture i = seed + i, one JSON of provenance beside each.
struct MakePrior {
  std::string model = "starter";
  std::string kind;
  int count = 100;
  SampleOptions sample;                   // count and seed: of the set
  ComputeOptions compute;
  std::string folder;                     // empty: cached under data_home()/class-pictures by model hash, kind and sampling
};

/// Teaches a subject; writes the run folder and, when `subject_id` is given, the subject's subject.json.
struct Train {
  std::string model = "starter";
  std::vector<std::string> photos;        // files and folders
  std::string subject_id;                 // empty on the command line without a subject
  std::string name;                       // "Biscuit"
  std::string kind;                       // "dog"
  std::string token = "sks";
  TrainOptions options;
  ComputeOptions compute;
  std::vector<std::string> sample_prompts;  // with the name or token; empty: four built from name and kind
  std::string run_folder;                 // empty: a new one under data_home()/runs
  bool resume = false;                    // go on in run_folder from its newest complete checkpoint
  std::string draws_file;                 // replaces every random draw (cli.md); empty: none
  bool dry_run = false;                   // check everything, measure two steps, write nothing
};

/// Measures pictures of a taught subject with the untouched model; answers with Evaluated.
struct Evaluate {
  std::string model = "starter";          // the model as it was before teaching
  std::vector<std::string> real;          // photos of the subject: files and folders
  std::vector<std::string> generated;     // pictures of the subject; those whose own text names only the kind count as class pictures
  std::vector<std::string> class_generated;  // pictures that the taught model makes of the kind; may be empty
  std::string kind;                       // empty: as the pictures' own text says
  std::string token = "sks";              // the taught word, left out of prompts: the untouched model does not know it
  std::string prompt;                     // of pictures that do not tell theirs
  std::int64_t seed = 0;                  // of the intervals
  ComputeOptions compute;
};

struct ListModels { std::vector<std::string> paths; };        // added files and folders; the starter is always listed first
struct ListSubjects {};
struct ListPictures { std::vector<std::string> folders; };    // read from the pictures' own text, newest first
struct LookAtDevice { ComputeOptions compute; };

/// The settings that a picture of any program carries; answers with PictureRead, also when it carries none.
struct ReadPicture { std::string file; };

/// What a file of weights is, told from its header alone; answers with WeightsRead.
struct ReadWeights { std::string file; };

/// Reads back what a run folder holds, changing nothing; answers with RunRead.
struct ReadRun { std::string folder; };

/// A wish to a running Train job, granted at its next step.
enum class Wish { checkpoint_now, sample_now };
struct AskRunning {
  JobId job = 0;
  Wish wish = Wish::checkpoint_now;
};

/// Puts a heavy job that has not begun in front of another one that has not; `before` 0: behind all. Else nothing happens.
struct MoveJob {
  JobId job = 0;
  JobId before = 0;
};

using Command = std::variant<Generate, ImportPhotos, LookAtPhotos, MakePrior, Train, ListModels, ListSubjects, ListPictures, LookAtDevice,
                             AskRunning, ReadRun, MoveJob, ReadPicture, ReadWeights, Evaluate>;

/// Heavy jobs run one at a time on the compute thread, light ones beside them.
bool is_heavy(const Command& command);

}  // namespace likeness::api
