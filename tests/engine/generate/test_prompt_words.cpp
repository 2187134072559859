// The artist's names in prompts become what the model was taught.
#include <doctest/doctest.h>

#include "engine/generate/class_pictures.h"
#include "engine/generate/generate.h"

using namespace likeness;
using generate::resolve_words;

namespace {

const std::vector<api::SubjectWord> words{{"Biscuit", "sks", "dog"}, {"Pip", "zwx", "cat"}, {"Pip the Great", "ohwx", "statue"},
                                          {"Björn", "abc", "bear"}, {"小白", "def", "dog"}};

}  // namespace

TEST_CASE("the name becomes token and kind, once each") {
  CHECK(resolve_words("Biscuit on the moon", words) == "sks dog on the moon");
  CHECK(resolve_words("a photo of Biscuit dog", words) == "a photo of sks dog");
  CHECK(resolve_words("Biscuit", words) == "sks dog");
  CHECK(resolve_words("Biscuit  DOG runs", words) == "sks  DOG runs");
  CHECK(resolve_words("Biscuit's ball", words) == "sks dog's ball");
  CHECK(resolve_words("(Biscuit), Biscuit-like, \"Biscuit\"", words) == "(sks dog), sks dog-like, \"sks dog\"");
  CHECK(resolve_words("Biscuit and Pip", words) == "sks dog and zwx cat");
  CHECK(resolve_words("", words).empty());
  CHECK(resolve_words("a dog", {}) == "a dog");
}

TEST_CASE("any letter case, whole words only, the longest name first") {
  CHECK(resolve_words("BISCUIT biscuit bIscuit", words) == "sks dog sks dog sks dog");
  CHECK(resolve_words("Biscuits, biscuit_2, Pipe, xPip", words) == "Biscuits, biscuit_2, Pipe, xPip");
  CHECK(resolve_words("Biscuit dogs", words) == "sks dog dogs");
  CHECK(resolve_words("Pip the great on a table", words) == "ohwx statue on a table");
  CHECK(resolve_words("a Pip statue", words) == "a zwx cat statue");
}

TEST_CASE("names and neighbours beyond ASCII") {
  CHECK(resolve_words("BJÖRN in the snow", words) == "abc bear in the snow");
  CHECK(resolve_words("Björnsson", words) == "Björnsson");
  CHECK(resolve_words("éBiscuit Biscuité", words) == "éBiscuit Biscuité");
  CHECK(resolve_words("“Biscuit” – Biscuit…", words) == "“sks dog” – sks dog…");
  CHECK(resolve_words("小白在海滩", words) == "def dog在海滩");
  CHECK(resolve_words("\xff\xfe Biscuit \xc3", words) == "\xff\xfe sks dog \xc3");  // not UTF-8: kept as it is
}

TEST_CASE("a name without a kind, an empty name, a name that holds the token") {
  CHECK(resolve_words("Mug here", {{"Mug", "sks", ""}}) == "sks here");
  CHECK(resolve_words("anything", {{"", "sks", "dog"}}) == "anything");
  CHECK(resolve_words("sks", {{"sks", "sks", "dog"}}) == "sks dog");  // replaced once, not again in what it became
}

TEST_CASE("class prompts take the article that fits") {
  CHECK(generate::class_prompt("dog") == "a photo of a dog");
  CHECK(generate::class_prompt("owl") == "a photo of an owl");
  CHECK(generate::class_prompt("Umbrella") == "a photo of an Umbrella");
  CHECK(generate::class_prompt("unicorn") == "a photo of a unicorn");
}
