#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "tests/support/temporary_folder.h"

namespace {

std::string hash_of(std::string_view text) { return likeness::sha256_hex(std::as_bytes(std::span(text.data(), text.size()))); }

}  // namespace

// Vectors of FIPS 180-4's example pages and NIST's "Cryptographic Algorithm Validation Program".
TEST_CASE("SHA-256 of the standard's examples") {
  CHECK(hash_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hash_of(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a file's hash is its content's, over the length of a piece too") {
  const likeness::test::TemporaryFolder folder;
  const std::string content((1 << 20) + 17, 'x');
  CHECK(likeness::sha256_hex_of_file(folder.write("a", content)) == hash_of(content));
  CHECK(likeness::sha256_hex_of_file(folder.write("b", "")) == hash_of(""));
  CHECK_THROWS_AS(likeness::sha256_hex_of_file(folder / "absent"), likeness::Error);
  CHECK_THROWS_AS(likeness::sha256_hex_of_file(folder.path()), likeness::Error);
}
