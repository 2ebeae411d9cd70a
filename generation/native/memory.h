// Zeroed memory on whole cache lines, and on huge pages where the system lends them.
#pragma once

#include <cstddef>
#include <cstdint>
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

    explicit Memory(size_t bytes) : bytes_(whole(bytes)) {
#if defined(__linux__)
        if (bytes_ % PAGE == 0) start_ = mapped(bytes_);
#endif
        if (!start_ && posix_memalign(&start_, LINE, bytes_) != 0) throw std::bad_alloc();
        std::memset(start_, 0, bytes_);
    }

    Memory(Memory&& other) noexcept { *this = std::move(other); }
    Memory& operator=(Memory&& other) noexcept {
        std::swap(start_, other.start_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    ~Memory() {
#if defined(__linux__)
        if (start_ && bytes_ % PAGE == 0) {
            munmap(start_, bytes_);
            return;
        }
#endif
        std::free(start_);
    }

    template <class T>
    T* as() const { return static_cast<T*>(start_); }

    void clear() { std::memset(start_, 0, bytes_); }
    size_t bytes() const { return bytes_; }

  private:
    static constexpr size_t LINE = 64, PAGE = size_t{2} << 20;

    // Whole pages of what is large enough for them, else whole lines.
    static size_t whole(size_t bytes) {
        const size_t unit = bytes >= PAGE / 8 ? PAGE : LINE;
        return bytes ? (bytes + unit - 1) / unit * unit : unit;
    }

#if defined(__linux__)
    // Pages that no other memory had before, since those of a heap stay small once they were: read-ahead stops at a
    // page's end, and small ones are strewn over the caches. Huge ones are a wish.
    static void* mapped(size_t bytes) {
        void* map = mmap(nullptr, bytes + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (map == MAP_FAILED) throw std::bad_alloc();
        char* from = static_cast<char*>(map);
        const size_t before = (PAGE - reinterpret_cast<uintptr_t>(from) % PAGE) % PAGE;
        if (before) munmap(from, before);
        if (before < PAGE) munmap(from + before + bytes, PAGE - before);
        madvise(from + before, bytes, MADV_HUGEPAGE);
        return from + before;
    }
#endif

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
