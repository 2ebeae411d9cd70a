// The backward pass of the gated layers: one sweep over each layer's rows, from the last layer to the first.
#pragma once

#include "stack.h"

namespace wavenet {

constexpr int64_t AHEAD = 16;  // how many rows before their turn the skips' gradients are asked for

// Gradients of weights are summed by each thread for itself: their arrays have a leading axis (threads,), zeroed.
class Backward {
  public:
    Backward(const Stack& stack, const StackGradients& gradients)
        : stack_(stack), given_(gradients), layers_(stack), barrier_(stack.threads), none_(1, stack.channels) {
        for (int thread = 0; thread < stack.threads; thread++) {
            gated_.emplace_back(CHUNK, stack.channels);
            gradient_.emplace_back(CHUNK, stack.channels);
        }
        for (auto& rows : gate_) rows = Memory(size_t(stack.rows) * layers_.gate() * sizeof(float));
        for (auto& rows : passed_) rows = Memory(size_t(stack.rows) * stack.residual * sizeof(float));
    }

    void run() {
        together(stack_.threads, [this](int thread) {
            for (int layer = stack_.layers - 1; layer >= 0; layer--) {
                const Share own(layers_.rows(layer), thread, stack_.threads);
                for (int64_t row = own.first; row < own.end; row += CHUNK)
                    chunk(layer, row, std::min(CHUNK, own.end - row), thread);
                barrier_.wait();
            }
            const Share own(stack_.rows, thread, stack_.threads);
            for (int64_t row = own.first; row < own.end; row += CHUNK)
                to_heard(0, row, std::min(CHUNK, own.end - row), given_.x + row * stack_.residual);
        });
    }

  private:
    // Gradients of a layer's gates before the tanh, and of what it passes on, (rows, 2D) and (rows, R).
    float* gate(int layer) const { return gate_[layer % 2].as<float>(); }
    float* passed(int layer) const { return passed_[layer % 2].as<float>(); }

    void chunk(int layer, int64_t first, int64_t rows, int thread) {
        const Rows<float>& gradient = gradient_[thread];
        const int channels = stack_.channels, residual = stack_.residual, wide = layers_.gate();
        const float* y = layers_.gates(layer) + first * wide;
        float* dy = gate(layer) + first * wide;
        if (layers_.last(layer)) {
            std::memset(gradient[0], 0, size_t(rows) * channels * sizeof(float));
        } else {
            float* g = passed(layer) + first * residual;
            to_heard(layer + 1, first, rows, g);
            from_passed(layer, rows, thread, y, g);
        }
        through_gates(layer, first, rows, y, gradient, dy);
        to_weights(layer, first, rows, thread, dy);
    }

    // The gradient of what a layer heard: through each of its taps, and past it.
    void to_heard(int layer, int64_t first, int64_t rows, float* to) const {
        const int residual = stack_.residual, wide = layers_.gate();
        const int64_t given = layers_.rows(layer), later = layers_.heard_rows(layer) - given;
        for (int64_t row = 0; row < rows; row++) {
            const int64_t past = first + row - later;
            if (past >= 0 && !layers_.last(layer))
                std::memcpy(to + row * residual, passed(layer) + past * residual, residual * sizeof(float));
            else
                std::memset(to + row * residual, 0, residual * sizeof(float));
        }
        for (int tap = 0; tap < stack_.filter_width; tap++) {
            const int64_t shift = tap * layers_.shift(layer);
            const int64_t begin = std::max(first, shift), end = std::min(first + rows, given + shift);
            if (begin >= end) continue;
            const float* back =
                given_.gate_back + (int64_t(layer) * stack_.filter_width + tap) * wide * residual;
            const Part part{gate(layer) + (begin - shift) * wide, wide, back, wide};
            float* own = to + (begin - first) * residual;
            multiply_rows(&part, 1, residual, [&](int64_t row) { return own + row * residual; }, own, residual,
                          end - begin);
        }
    }

    // Of the residual's weights, and of the gated values behind them.
    void from_passed(int layer, int64_t rows, int thread, const float* y, const float* g) {
        const Rows<float>&gated = gated_[thread], &gradient = gradient_[thread];
        const int channels = stack_.channels, residual = stack_.residual, wide = layers_.gate();
        for (int64_t row = 0; row < rows; row++)
            for (int i = 0; i < channels; i += LANES) {
                __builtin_prefetch(y + (row + AHEAD) * wide + i);
                __builtin_prefetch(y + (row + AHEAD) * wide + channels + i);
                const Vector f = load(y + row * wide + i), o = load(y + row * wide + channels + i);
                store(gated[row] + i, f + f * o);
            }
        const int64_t at = int64_t(thread) * (stack_.layers - 1) + layer;
        add_outer(gated[0], channels, channels, g, residual, rows, given_.residual_weight + at * channels * residual,
                  residual);
        add_rows(g, residual, residual, rows, given_.residual_bias + at * residual);
        const Part part{g, residual, given_.residual_back + int64_t(layer) * residual * channels, residual};
        multiply_rows(&part, 1, channels, [&](int64_t) { return none_[0]; }, gradient[0], channels, rows);
    }

    // dy of z = f * (1 + o), f and o being tanh outputs, once the skips' gradient is added.
    void through_gates(int layer, int64_t first, int64_t rows, const float* y, const Rows<float>& gradient,
                       float* dy) const {
        const int channels = stack_.channels, wide = layers_.gate();
        const int64_t silent = layers_.rows(layer) - stack_.wanted;
        for (int64_t row = 0; row < rows; row++, y += wide, dy += wide) {
            const int64_t skip = first + row - silent;
            if (skip + AHEAD >= 0 && skip + AHEAD < stack_.wanted) ask_for_skip(layer, skip + AHEAD);
            for (int i = 0; i < channels; i += LANES) {
                Vector dz = load(gradient[row] + i);
                if (skip >= 0) dz += skipped(layer, skip, i);
                const Vector f = load(y + i), o = load(y + channels + i);
                store(dy + i, dz * (1.0f + o) * (1.0f - f * f));
                store(dy + channels + i, dz * f * (1.0f - o * o));
            }
        }
    }

    // A row of skips is long: a layer's part of the next one is far from the caches, where no hardware looks for it.
    void ask_for_skip(int layer, int64_t row) const {
        const size_t bytes = stack_.channels * (stack_.half_skips ? sizeof(uint16_t) : sizeof(float));
        const char* from = static_cast<const char*>(given_.skips) + (row * stack_.layers + layer) * bytes;
        for (size_t byte = 0; byte < bytes; byte += 64) __builtin_prefetch(from + byte);
    }

    Vector skipped(int layer, int64_t row, int i) const {
        const int64_t at = (row * stack_.layers + layer) * stack_.channels + i;
        return stack_.half_skips ? load_half(static_cast<const uint16_t*>(given_.skips) + at)
                                 : load(static_cast<const float*>(given_.skips) + at);
    }

    void to_weights(int layer, int64_t first, int64_t rows, int thread, const float* dy) const {
        const int residual = stack_.residual, wide = layers_.gate(), width = stack_.filter_width;
        const int64_t at = int64_t(thread) * stack_.layers + layer;
        for (int tap = 0; tap < width; tap++)
            add_outer(layers_.heard(layer) + (first + tap * layers_.shift(layer)) * residual, residual, residual, dy,
                      wide, rows, given_.gate_weight + (at * width + tap) * residual * wide, wide);
        if (stack_.features)
            add_outer(layers_.controls(layer) + first * stack_.features, stack_.features, stack_.features, dy, wide,
                      rows, given_.control_weight + at * stack_.features * wide, wide);
        const int64_t batch = stack_.batch;
        for (int64_t row = 0; row < std::min(batch, rows); row++)
            add_rows(dy + row * wide, batch * wide, wide, (rows - row + batch - 1) / batch,
                     given_.gate_bias + (at * batch + (first + row) % batch) * wide);
    }

    // sums (columns,) += the rows'.
    static void add_rows(const float* from, int64_t stride, int columns, int64_t rows, float* sums) {
        for (int i = 0; i < columns; i += LANES) {
            Vector sum = load(sums + i);
            for (int64_t row = 0; row < rows; row++) sum += load(from + row * stride + i);
            store(sums + i, sum);
        }
    }

    const Stack& stack_;
    const StackGradients& given_;
    const Layers layers_;
    Barrier barrier_;
    const Rows<float> none_;                     // zeros
    std::vector<Rows<float>> gated_, gradient_;  // each thread's, of one chunk
    Memory gate_[2], passed_[2];
};

}  // namespace wavenet
