// Zeroed memory on whole cache lines, and on huge pages where the system lends them.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace wavenet {

// The cache that a core has to itself.
inline size_t near_cache_bytes() {
#if defined(_SC_LEVEL2_CACHE_SIZE)
    const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
    if (bytes > 0) return size_t(bytes);
#endif
    return size_t{1} << 20;
}

class Memory {
  public:
    Memory() = default;

    explicit Memory(size_t bytes) {
        const size_t page = size_t{2} << 20;
        const size_t alignment = bytes >= page / 8 ? page : 64;
        const size_t whole = (bytes + alignment - 1) / alignment * alignment;
        if (posix_memalign(&start_, alignment, whole ? whole : alignment) != 0) {
            start_ = nullptr;
            throw std::bad_alloc();
        }
#if defined(__linux__)
        if (alignment == page) madvise(start_, whole, MADV_HUGEPAGE);  // a wish: read-ahead stops at a page's end
#endif
        std::memset(start_, 0, whole);
        bytes_ = whole;
    }

    Memory(Memory&& other) noexcept { *this = std::move(other); }
    Memory& operator=(Memory&& other) noexcept {
        std::swap(start_, other.start_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    ~Memory() { std::free(start_); }

    template <class T>
    T* as() const { return static_cast<T*>(start_); }

    void clear() { std::memset(start_, 0, bytes_); }
    size_t bytes() const { return bytes_; }

  private:
    void* start_ = nullptr;
    size_t bytes_ = 0;
};

// Rows of T, each `columns` long.
template <class T>
class Rows {
  public:
    Rows() = default;
    Rows(size_t rows, size_t columns) : columns_(columns), memory_(rows * columns * sizeof(T)) {}

    T* operator[](size_t row) const { return memory_.as<T>() + row * columns_; }
    int stride() const { return static_cast<int>(columns_); }
    void clear() { memory_.clear(); }

  private:
    size_t columns_ = 0;
    Memory memory_;
};

}  // namespace wavenet
