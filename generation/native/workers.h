// Threads that go through a piece of work together, step by step.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace wavenet {

// Where threads wait until all of them have come. They sleep meanwhile: cores may be shared with other programs.
class Barrier {
  public:
    explicit Barrier(int threads) : threads_(threads), missing_(threads) {}

    void wait() {
        std::unique_lock<std::mutex> lock(mutex_);
        const unsigned round = round_;
        if (--missing_ == 0) {
            missing_ = threads_;
            round_++;
            all_here_.notify_all();
        } else {
            all_here_.wait(lock, [&] { return round_ != round; });
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable all_here_;
    const int threads_;
    int missing_;
    unsigned round_ = 0;
};

// Runs work(0) … work(threads - 1) at once, the first on the caller's thread. Where the system lends too few threads it
// throws, and nothing was begun.
template <class Work>
void together(int threads, Work work) {
    std::mutex starting;
    bool all_lent = false;
    std::vector<std::thread> others;
    const auto join = [&] {
        for (std::thread& other : others) other.join();
    };
    try {
        const std::lock_guard<std::mutex> hold(starting);
        for (int thread = 1; thread < threads; thread++)
            others.emplace_back([&, thread] {
                { const std::lock_guard<std::mutex> wait(starting); }
                if (all_lent) work(thread);
            });
        all_lent = true;
    } catch (...) {
        join();
        throw;
    }
    work(0);
    join();
}

}  // namespace wavenet
