#include "engine/tensor/allocator.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <new>

#include <malloc.h>
#include <sys/mman.h>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include "engine/base/error.h"

namespace likeness::tensor {
namespace {

constexpr std::size_t smallest_kept = 64 << 10;    // below, malloc keeps blocks well enough itself
constexpr std::size_t huge_page = 2 << 20;
constexpr std::size_t header_bytes = 64;           // keeps the alignment that LibTorch promises
constexpr std::size_t always_kept = 512u << 20;

/// Stands before the data of every block.
struct Header {
  std::size_t bytes;                               // of the whole block; 0: a plain malloc
};

void* data_of(Header* header) { return reinterpret_cast<std::byte*>(header) + header_bytes; }
Header* header_of(void* data) { return reinterpret_cast<Header*>(static_cast<std::byte*>(data) - header_bytes); }

/// Eight sizes between two powers of two, so at most an eighth is wasted.
std::size_t size_class(std::size_t bytes) {
  const std::size_t step = std::bit_floor(bytes) / 8;
  return (bytes + step - 1) / step * step;
}

Header* map_huge(std::size_t bytes) {
  void* mapped = mmap(nullptr, bytes + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  const auto start = reinterpret_cast<std::uintptr_t>(mapped);
  const std::uintptr_t aligned = (start + huge_page - 1) / huge_page * huge_page;
  const std::size_t before = aligned - start;
  if (before > 0) munmap(mapped, before);
  munmap(reinterpret_cast<void*>(aligned + bytes), huge_page - before);
  madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
  return reinterpret_cast<Header*>(aligned);
}

Header* plain_block(std::size_t bytes) { return static_cast<Header*>(std::aligned_alloc(header_bytes, (bytes + 63) / 64 * 64)); }

Header* new_block(std::size_t bytes) { return bytes >= huge_page ? map_huge((bytes + 4095) / 4096 * 4096) : plain_block(bytes); }

void release(Header* header, std::size_t bytes) {
  if (bytes >= huge_page) {
    munmap(header, (bytes + 4095) / 4096 * 4096);
  } else {
    std::free(header);
  }
}

/// The blocks that are free to be used again, oldest first. At most half of what was in use at once, or always_kept.
class Cache {
 public:
  /// A kept block of this size or up to a quarter more; null when there is none.
  Header* take(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = by_size_.lower_bound(bytes);
    if (found == by_size_.end() || found->first > bytes + bytes / 4) {
      count_in_use(bytes);
      return nullptr;
    }
    Header* header = *found->second;
    count_in_use(found->first);
    forget(found);
    return header;
  }

  void keep(Header* header) {
    const std::lock_guard lock(mutex_);
    in_use_ -= header->bytes;
    kept_ += header->bytes;
    by_age_.push_back(header);
    by_size_.emplace(header->bytes, std::prev(by_age_.end()));
    while (kept_ > std::max(always_kept, most_in_use_ / 2)) release_oldest();
  }

  void trim() {
    const std::lock_guard lock(mutex_);
    while (!by_age_.empty()) release_oldest();
    most_in_use_ = in_use_;
  }

  std::size_t kept_bytes() {
    const std::lock_guard lock(mutex_);
    return kept_;
  }

 private:
  using Place = std::list<Header*>::iterator;

  void count_in_use(std::size_t bytes) {
    in_use_ += bytes;
    most_in_use_ = std::max(most_in_use_, in_use_);
  }

  void forget(std::multimap<std::size_t, Place>::iterator found) {
    kept_ -= found->first;
    by_age_.erase(found->second);
    by_size_.erase(found);
  }

  void release_oldest() {
    Header* oldest = by_age_.front();
    auto [first, last] = by_size_.equal_range(oldest->bytes);
    while (*first->second != oldest) ++first;
    const std::size_t bytes = oldest->bytes;
    forget(first);
    release(oldest, bytes);
  }

  std::mutex mutex_;
  std::list<Header*> by_age_;
  std::multimap<std::size_t, Place> by_size_;
  std::size_t kept_ = 0;
  std::size_t in_use_ = 0;
  std::size_t most_in_use_ = 0;
};

/// Never destroyed: tensors may outlive every static object.
Cache& cache() {
  static Cache* const instance = new Cache;
  return *instance;
}

void give_back(void* data) {
  if (!data) return;
  Header* header = header_of(data);
  if (header->bytes == 0) {
    std::free(header);
  } else {
    cache().keep(header);
  }
}

Header* block_for(std::size_t bytes) {
  if (bytes < smallest_kept) {
    Header* header = plain_block(bytes);
    if (header) header->bytes = 0;
    return header;
  }
  const std::size_t whole = size_class(bytes);
  Header* header = cache().take(whole);
  if (header) return header;
  header = new_block(whole);
  if (!header) {
    cache().trim();
    header = new_block(whole);
  }
  if (header) header->bytes = whole;
  return header;
}

class CachingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(std::size_t bytes) override {
    const c10::Device cpu(c10::kCPU);
    if (bytes == 0) return {nullptr, nullptr, &give_back, cpu};
    Header* header = bytes < SIZE_MAX / 4 ? block_for(bytes + header_bytes) : nullptr;
    if (!header) {
      throw Error(ErrorKind::out_of_memory, "There is not enough memory: " + std::to_string(bytes >> 20) + " MiB more were needed.",
                  "Close other programs, or use a smaller picture, batch or model.");
    }
    return {data_of(header), data_of(header), &give_back, cpu};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
};

}  // namespace

void install_caching_allocator() {
  static CachingAllocator* const allocator = new CachingAllocator;
  c10::SetCPUAllocator(allocator, /*priority=*/1);
}

void trim_cached_memory() {
  cache().trim();
  malloc_trim(0);
}

std::size_t cached_memory_bytes() { return cache().kept_bytes(); }

}  // namespace likeness::tensor
