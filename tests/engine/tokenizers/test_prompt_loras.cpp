#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/prompt_loras.h"

using namespace likeness::tokenizers;

TEST_CASE("LoRA tags are taken out of the prompt") {
  const auto found = take_loras("a dog <lora:ink:0.8>, <lora:wash> <lyco:sub/dir.safetensors:-1.5>x");
  CHECK(found.text == "a dog ,  x");
  REQUIRE(found.loras.size() == 3);
  CHECK(found.loras[0].name == "ink");
  CHECK(found.loras[0].strength == 0.8);
  CHECK(found.loras[1].name == "wash");
  CHECK(found.loras[1].strength == 1);
  CHECK(found.loras[2].name == "sub/dir.safetensors");
  CHECK(found.loras[2].strength == -1.5);
  CHECK(take_loras("<lora:a:b>").loras[0].name == "a:b");
  CHECK(take_loras("<lora:/a:b/c.safetensors:2>").loras[0].name == "/a:b/c.safetensors");
}

TEST_CASE("what is no tag stays") {
  for (const char* text : {"a < b", "<cat-toy>", "<lora:open", "lora:x>", "<Lora:x>", ""}) {
    CHECK(take_loras(text).text == text);
    CHECK(take_loras(text).loras.empty());
  }
  CHECK(tag_length("<lora:a> b") == 8);
  CHECK(tag_length("<b> ") == 0);
}

TEST_CASE("a hypernetwork is refused by name") {
  try {
    take_loras("x <hypernet:old:1>");
    FAIL("accepted");
  } catch (const likeness::Error& error) {
    CHECK(error.kind() == likeness::ErrorKind::unsupported);
    CHECK(std::string(error.what()).find("<hypernet:old:1>") != std::string::npos);
  }
}
