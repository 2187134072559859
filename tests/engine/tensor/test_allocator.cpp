#include "engine/tensor/allocator.h"

#include <atomic>
#include <thread>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"

namespace likeness::tensor {

TEST_CASE("a freed block is used again for the next tensor of about its size") {
  install_caching_allocator();
  trim_cached_memory();
  const void* first = at::empty({1 << 20}, at::kFloat).const_data_ptr();
  CHECK(cached_memory_bytes() >= (4u << 20));
  const at::Tensor again = at::empty({(1 << 20) - 1000}, at::kFloat);
  CHECK(again.const_data_ptr() == first);
  CHECK(cached_memory_bytes() < (4u << 20));
}

TEST_CASE("a much smaller tensor does not take a large kept block") {
  install_caching_allocator();
  trim_cached_memory();
  at::empty({8 << 20}, at::kFloat);
  const std::size_t kept = cached_memory_bytes();
  const at::Tensor small = at::empty({1 << 20}, at::kFloat);
  CHECK(cached_memory_bytes() == kept);
  trim_cached_memory();
  CHECK(cached_memory_bytes() == 0);
}

TEST_CASE("blocks of every size are aligned and hold what is written to them") {
  install_caching_allocator();
  std::vector<at::Tensor> tensors;
  for (std::int64_t size = 1; size < (24 << 20); size = size * 3 + 7) tensors.push_back(at::full({size}, size % 251, at::kByte));
  for (const at::Tensor& tensor : tensors) {
    CHECK(reinterpret_cast<std::uintptr_t>(tensor.const_data_ptr()) % 64 == 0);
    CHECK((tensor == tensor.numel() % 251).all().item<bool>());
  }
}

TEST_CASE("threads share the kept blocks without mixing them up") {
  install_caching_allocator();
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back([&wrong, id] {
      for (int i = 0; i < 200; ++i) {
        const at::Tensor mine = at::full({20000 + 997 * (i % 7)}, id, at::kFloat);
        if (!(mine == id).all().item<bool>()) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("what no machine has is refused as out of memory") {
  install_caching_allocator();
  CHECK_THROWS_AS(at::empty({std::int64_t(1) << 60}, at::kByte), Error);
}

}  // namespace likeness::tensor
