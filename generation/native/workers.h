// Threads that go through a piece of work together, step by step.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace wavenet {

// Where threads wait until all of them have come: awake for about as long as they are ever late, giving way to other
// programs, then asleep. Linux may wake a sleeper on its waker's processor, and the two then take turns on it.
class Barrier {
  public:
    explicit Barrier(int threads) : threads_(threads), missing_(threads) {}

    void wait() {
        const unsigned round = round_.load();
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (--missing_ == 0) {
                missing_ = threads_;
                round_.store(round + 1);
                all_here_.notify_all();
                return;
            }
        }
        for (int look = 0; look < LOOKS; look++) {
            if (round_.load() != round) return;
            if (look % 64 == 63) std::this_thread::yield();
        }
        std::unique_lock<std::mutex> lock(mutex_);
        all_here_.wait(lock, [&] { return round_.load() != round; });
    }

  private:
    static constexpr int LOOKS = 200'000;  // about a millisecond

    std::mutex mutex_;
    std::condition_variable all_here_;
    const int threads_;
    int missing_;
    std::atomic<unsigned> round_{0};
};

// Takes a new thread to another processor than the one that it was begun on. Left to itself Linux may keep threads that
// wait for each other on one processor, beside an idle one, for as long as they live.
class Apart {
  public:
#if defined(__linux__)
    Apart() : here_(sched_getcpu()), known_(sched_getaffinity(0, sizeof allowed_, &allowed_) == 0) {}

    void go(int thread) const {
        if (!known_) return;
        for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
            if (CPU_ISSET(cpu, &allowed_) && cpu != here_ && --thread == 0) {
                cpu_set_t only;
                CPU_ZERO(&only);
                CPU_SET(cpu, &only);
                sched_setaffinity(0, sizeof only, &only);
                sched_setaffinity(0, sizeof allowed_, &allowed_);  // it may go on from there
            }
    }

  private:
    cpu_set_t allowed_;
    const int here_;
    const bool known_;
#else
    void go(int) const {}
#endif
};

// Runs work(0) … work(threads - 1) at once, the first on the caller's thread. Where the system lends too few threads it
// throws, and nothing was begun.
template <class Work>
void together(int threads, Work work) {
    const Apart apart;
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
                apart.go(thread);
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
