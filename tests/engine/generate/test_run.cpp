// From request to files: order, seeds, names, texts, previews; the same bytes alone and in company; cancel; failed writes.
#include <csignal>
#include <sys/resource.h>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/generate/finished_picture.h"
#include "engine/generate/picture_files.h"
#include "engine/image/infotext.h"
#include "engine/image/png.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using likeness::test::read_all;
using likeness::test::TemporaryFolder;
using fixtures::Job;
using fixtures::model_for_tests;

namespace {

std::string recipe(const api::Generate& one) {
  return Json{{"prompt", one.prompts.at(0)}, {"seed", one.sample.seed}, {"count", one.sample.count}, {"out", one.out_folder}}.dump();
}

api::Generate request_for(const TemporaryFolder& folder, std::vector<std::string> prompts = {"a photo of a dog"}) {
  api::Generate request;
  request.prompts = std::move(prompts);
  request.sample = {.sampler = "ddim", .steps = 3, .guidance = 7.5, .seed = 40};
  request.out_folder = folder.path().string();
  return request;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) names.push_back(std::filesystem::relative(entry.path(), folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_of(const std::string& file, const std::string& key) {
  for (const auto& text : image::read_png_texts(file))
    if (text.key == key) return text.text;
  return {};
}

std::string error_of(const api::Generate& request, const std::string& word) {
  Job job;
  try {
    run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  } catch (const Error& error) {
    CHECK_MESSAGE(std::string(error.what()).find(word) != std::string::npos, error.what());
    return std::string(error_kind_name(error.kind()));
  }
  return "nothing thrown";
}

/// Writes of this process fail beyond `bytes` while it lives.
struct FileSizeLimit {
  rlimit before{};
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limited{bytes, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before); }
};

}  // namespace

TEST_CASE("order, seeds and names: all pictures of the first prompt, then of the second") {
  const TemporaryFolder folder;
  Job job;
  api::Generate request = request_for(folder, {"a dog", "a cat"});
  request.sample.count = 2;
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  CHECK(made.seeds == std::vector<std::int64_t>{40, 41, 42, 43});
  CHECK(names_in(folder.path()) == std::vector<std::string>{"00000-40.png", "00001-41.png", "00002-42.png", "00003-43.png"});
  REQUIRE(made.files.size() == 4);
  CHECK(made.files[3] == (folder / "00003-43.png").string());
  CHECK(made.pictures[2].request.prompts == std::vector<std::string>{"a cat"});
  CHECK(made.pictures[3].request.sample.seed == 43);
  CHECK(made.pictures[3].request.sample.count == 1);
  CHECK(made.pictures[0].width == 64);
  CHECK(made.pictures[0].modified_ms > 1'700'000'000'000);
  CHECK(made.seconds > 0);
  CHECK(made.steps_per_second > 0);
  CHECK(job.images(api::ImageKind::final).size() == 4);
  CHECK(job.images(api::ImageKind::preview).size() == 12);
  CHECK(job.images(api::ImageKind::final)[1].file == made.files[1]);

  Job again;  // goes on from the highest number, overwrites nothing
  request.prompts = {"a dog"};
  request.sample.count = 1;
  CHECK(run(request, model_for_tests("tiny-sd1"), recipe, again.context).files[0] == (folder / "00004-40.png").string());
}

TEST_CASE("a batch of four gives the bytes of four singles, and a second run the bytes of the first") {
  const TemporaryFolder together, apart;
  for (const std::string name : {"starter", "tiny-sd1"}) {
    api::Generate request = request_for(together);
    request.sample.sampler = name == "starter" ? "euler_a" : "dpmpp_2m";
    request.sample.steps = 2;
    request.sample.count = 4;
    Job job;
    const Made batch = run(request, model_for_tests(name), recipe, job.context);
    for (int i = 0; i < 4; ++i) {
      api::Generate single = request;
      single.out_folder = apart.path().string();
      single.sample.count = 1;
      single.sample.seed = 40 + i;
      const Made made = run(single, model_for_tests(name), recipe, job.context);
      CHECK(read_all(made.files[0]) == read_all(batch.files[static_cast<std::size_t>(i)]));
      CHECK(!read_all(made.files[0]).empty());
    }
    CHECK(read_all(batch.files[0]) != read_all(batch.files[1]));
  }
}

TEST_CASE("the picture's texts: A1111's parameters and our own recipe") {
  const TemporaryFolder folder;
  Job job;
  api::Generate request = request_for(folder, {"Biscuit on the beach"});
  request.words = {{"Biscuit", "sks", "dog"}};
  request.negative = "blurry Biscuit";
  request.sample.sampler = "dpmpp_2m";
  request.sample.schedule = "karras";
  request.sample.clip_skip = 2;
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  const auto text = image::parse_infotext(text_of(made.files[0], "parameters"));
  CHECK(text.prompt == "sks dog on the beach");
  CHECK(text.negative_prompt == "blurry sks dog");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"Steps", "3"}, {"Sampler", "DPM++ 2M"}, {"Schedule type", "Karras"}, {"CFG scale", "7.5"}, {"Seed", "40"}, {"Size", "64x64"},
      {"Model hash", models::model_hash(fixtures::golden_folder + "/tiny-sd1").substr(0, 10)}, {"Model", "tiny-sd1"}, {"Clip skip", "2"},
      {"RNG", "CPU"}, {"Version", "Likeness 0.1.0"}};
  CHECK(text.parameters == expected);
  CHECK(text_of(made.files[0], "parameters") == made.pictures[0].parameters);
  CHECK(parse_json(text_of(made.files[0], "likeness"), "likeness") ==
        Json{{"prompt", "Biscuit on the beach"}, {"seed", 40}, {"count", 1}, {"out", ""}});
  CHECK(made.pictures[0].resolved_prompt == "sks dog on the beach");
  CHECK(made.pictures[0].request.words.size() == 1);
}

TEST_CASE("made again from its own request, a picture has the same bytes") {
  const TemporaryFolder folder, again;
  Job job;
  api::Generate request = request_for(folder);
  request.sample.seed = -1;
  request.sample.sampler = "";
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  CHECK(made.seeds[0] >= 0);
  CHECK(made.seeds[0] <= 4294967293);
  CHECK(made.pictures[0].request.sample.sampler == "plms");  // what PNDMScheduler is called here
  api::Generate same = made.pictures[0].request;
  same.out_folder = again.path().string();
  CHECK(read_all(run(same, model_for_tests("tiny-sd1"), recipe, job.context).files[0]) == read_all(made.files[0]));
}

TEST_CASE("token ids in place of prompts give the reference's latents and pixels") {
  const TemporaryFolder folder;
  const std::string golden_file = fixtures::golden_folder + "/sampling-tiny-sd1-euler_a.safetensors";
  api::Generate request;
  request.ids_file = golden_file;
  request.sample = {.sampler = "euler_a", .steps = 20, .guidance = 7.5, .seed = 1234};
  request.dump_latents_file = (folder / "dump.safetensors").string();
  request.preview_every = 0;
  Job job;
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  CHECK(made.files.empty());
  CHECK(job.images(api::ImageKind::preview).empty());
  CHECK(job.images(api::ImageKind::final).size() == 2);
  const auto dump = tensor::read_tensors(request.dump_latents_file);
  const auto golden = tensor::read_tensors(golden_file);
  CHECK(dump.at("latents").sizes() == golden.at("latents").sizes());
  CHECK(dump.at("pixels").sizes().equals({2, 3, 64, 64}));
  CHECK(at::allclose(dump.at("latents"), golden.at("latents"), 1e-3, 1e-4));
  CHECK(at::allclose(dump.at("pixels").slice(0, 0, 1), golden.at("pixels"), 1e-3, 1e-4));

  request.prompts = {"a dog"};
  CHECK(error_of(request, "ids") == "usage");
}

TEST_CASE("with guidance 1 the unconditional half is neither needed nor read") {
  const TemporaryFolder folder;
  const auto golden = tensor::read_tensors(fixtures::golden_folder + "/sampling-tiny-sd1-ddim.safetensors");
  const auto ids_file = folder / "ids.safetensors";
  tensor::write_tensors(ids_file, {{"ids", golden.at("ids")}});
  api::Generate request;
  request.ids_file = ids_file.string();
  request.sample = {.sampler = "ddim", .steps = 2, .guidance = 1, .seed = 5};
  Job job;
  CHECK(run(request, model_for_tests("tiny-sd1"), recipe, job.context).seeds == std::vector<std::int64_t>{5, 6});
  request.sample.guidance = 2;
  CHECK(error_of(request, "negative_ids") == "bad_input");
  tensor::write_tensors(ids_file, {{"ids", golden.at("ids").slice(1, 0, 50)}});
  CHECK(error_of(request, "multiple of 77") == "bad_input");
}

TEST_CASE("sizes: any multiple of the VAE's factor, others refused with the field's name") {
  const TemporaryFolder folder;
  Job job;
  api::Generate request = request_for(folder);
  request.sample.width = 44;
  request.sample.height = 20;
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  CHECK(made.pictures[0].width == 44);
  CHECK(image::probe_picture(made.files[0]).height == 20);
  request.sample.height = 30;
  CHECK(error_of(request, "height") == "bad_input");
  request.sample.height = 16384;
  CHECK(error_of(request, "height") == "bad_input");
  request.sample.height = 0;
  request.sample.width = -4;
  CHECK(error_of(request, "width") == "bad_input");
}

TEST_CASE("requests that cannot be") {
  const TemporaryFolder folder;
  const auto changed = [&](auto change) {
    api::Generate request = request_for(folder);
    change(request);
    return request;
  };
  CHECK(error_of(changed([](auto& r) { r.prompts.clear(); }), "prompts") == "bad_input");
  CHECK(error_of(changed([](auto& r) { r.sample.steps = 0; }), "steps") == "bad_input");
  CHECK(error_of(changed([](auto& r) { r.sample.count = 0; }), "count") == "bad_input");
  CHECK(error_of(changed([](auto& r) { r.sample.clip_skip = 9; }), "clip_skip") == "bad_input");
  CHECK(error_of(changed([](auto& r) { r.sample.guidance = -1; }), "guidance") == "bad_input");
  CHECK(error_of(changed([](auto& r) { r.sample.sampler = "magic"; }), "sampler") == "usage");
  CHECK(error_of(changed([](auto& r) { r.sample.schedule = "karras"; }), "schedule") == "usage");
  CHECK(error_of(changed([](auto& r) { r.sample.schedule = "odd"; }), "schedule") == "usage");
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE("a long text becomes several rows, the shorter ones beside it as many") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "dog ";
  const at::Tensor rows = token_rows(model_for_tests("starter"), {text, "a cat"});
  CHECK(rows.sizes().equals({2, 32 * 7}));
  CHECK(rows[1].slice(0, 32, 64).equal(token_rows(model_for_tests("starter"), {""})[0]));
}

TEST_CASE("cancel at a step: one picture marked partial, the finished ones kept, and the job ends as cancelled") {
  const TemporaryFolder folder;
  Job job;
  job.cancel_at_step = 6 + 4;  // the second picture's fourth step
  api::Generate request = request_for(folder);
  request.sample.steps = 6;
  request.sample.count = 3;
  request.dump_latents_file = (folder / "dump.safetensors").string();
  CHECK_THROWS_AS(run(request, model_for_tests("tiny-sd1"), recipe, job.context), Cancelled);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"00000-40.png", "00001-41.png"});
  const auto finished = job.images(api::ImageKind::final);
  REQUIRE(finished.size() == 2);
  CHECK(!finished[0].picture.partial);
  CHECK(finished[1].picture.partial);
  CHECK(finished[1].step == 4);
  CHECK(image::parameter(image::parse_infotext(text_of(finished[1].file, "parameters")), "Partial") == "4 of 6 steps");
  CHECK(!image::parameter(image::parse_infotext(text_of(finished[0].file, "parameters")), "Partial"));
  CHECK(job.images(api::ImageKind::preview).size() == 10);
}

TEST_CASE("cancel before the first step leaves nothing, at the last step a whole picture") {
  const TemporaryFolder folder;
  Job before, after;
  before.cancel_at_step = 0;
  CHECK_THROWS_AS(run(request_for(folder), model_for_tests("tiny-sd1"), recipe, before.context), Cancelled);
  CHECK(names_in(folder.path()).empty());
  after.cancel_at_step = 3;
  CHECK_THROWS_AS(run(request_for(folder), model_for_tests("tiny-sd1"), recipe, after.context), Cancelled);
  REQUIRE(after.images(api::ImageKind::final).size() == 1);
  CHECK(!after.images(api::ImageKind::final)[0].picture.partial);
}

TEST_CASE("after a failed write nothing half-written is left and the old file stands") {
  const TemporaryFolder folder;
  folder.write("out/00000-1.png", "an older picture");
  folder.write("dumps/dump.safetensors", "an older dump");
  api::Generate request = request_for(folder);
  request.out_folder = (folder / "out").string();
  std::string kind;
  {
    const FileSizeLimit limit(1024);
    kind = error_of(request, "");
  }
  CHECK(kind == "disk_full");
  request.out_folder.clear();
  request.dump_latents_file = (folder / "dumps/dump.safetensors").string();
  {
    const FileSizeLimit limit(1024);
    kind = error_of(request, "");
  }
  CHECK(kind == "disk_full");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"dumps/dump.safetensors", "out/00000-1.png"});
  CHECK(read_all(folder / "out/00000-1.png") == "an older picture");
  CHECK(read_all(folder / "dumps/dump.safetensors") == "an older dump");
}

TEST_CASE("file names: the counter goes on from the highest, days have folders of their own") {
  const TemporaryFolder folder;
  CHECK(next_picture_file(folder.path(), 5).filename() == "00000-5.png");
  folder.write("00017-9.png", "");
  folder.write("123456-9.txt", "");
  folder.write("2026-08-24/00044-1.png", "");
  folder.write("notes.png", "");
  CHECK(next_picture_file(folder.path(), 5).filename() == "00018-5.png");
  folder.write("99999-1.png", "");
  CHECK(next_picture_file(folder.path(), 5).filename() == "100000-5.png");

  const TemporaryFolder by_day;
  Job job;
  api::Generate request = request_for(by_day);
  request.numbered_by_day = true;
  const Made made = run(request, model_for_tests("tiny-sd1"), recipe, job.context);
  const std::string name = std::filesystem::relative(made.files[0], by_day.path()).string();
  CHECK(name.size() == std::string("2026-08-24/00000-40.png").size());
  CHECK(name.substr(10) == "/00000-40.png");
}
