// The dilated gated layers of a WaveNet in training: forward, and backward to every gradient.
//
// Rows are time-major (time * batch). A thread takes a range of every layer's rows, chunk by chunk, so that a chunk
// stays in the nearest cache from its product to the next layer's input; the threads meet after each layer.
// The gates' weights come with the sigmoid's half scaled by a half, so that tanh serves both: see gated_stack.py.
#pragma once

#include <algorithm>

#include "memory.h"
#include "rows_product.h"
#include "workers.h"

namespace wavenet {

// Sizes and arrays as Python passes them; the layouts are those of GatedStack.
struct Stack {
    int32_t layers, batch, residual, channels, filter_width, features;
    int32_t threads, half_skips;  // half_skips: the skips and their gradients are bfloat16
    int64_t rows, wanted;         // of the first layer's input; of the skips
    const int32_t* dilations;
    const float *x, *gate_bias, *gate_weight, *residual_weight, *residual_bias, *controls, *control_weight;
    float *inputs, *gates;  // what every layer but the first hears; every layer's tanh outputs
    void* skips;
};

// What the backward pass is given and gives; the weights transposed: (layers, width, 2D, R) and (layers - 1, R, D).
struct StackGradients {
    const void* skips;
    const float *gate_back, *residual_back;
    float *x, *gate_bias, *gate_weight, *residual_weight, *residual_bias, *control_weight;
};

constexpr int64_t CHUNK = 96;  // rows whose values and gradients lie in the first cache together

// f = tanh(f), o = tanh(o), with one division for both.
inline void tanh_pair(Vector& f, Vector& o) {
    const Vector limit = all(30.0f);
    const Vector a = power_of_two(lowest(highest(f * FILTER_SCALE, -limit), limit));
    const Vector b = power_of_two(lowest(highest(o * FILTER_SCALE, -limit), limit));
    const Vector inverse = 1.0f / ((1.0f + a) * (1.0f + b));
    f = (1.0f - a) * (1.0f + b) * inverse;
    o = (1.0f - b) * (1.0f + a) * inverse;
}

// To nearest, ties to even; numbers are finite.
inline Halves halved(Vector v) {
    const Unsigned bits = (Unsigned)v;
    return __builtin_convertvector((bits + 0x7fff + (bits >> 16 & 1)) >> 16, Halves);
}

inline Vector load_half(const uint16_t* from) {
    Halves halves;
    std::memcpy(&halves, from, sizeof halves);
    return (Vector)(__builtin_convertvector(halves, Unsigned) << 16);
}

// What both passes know of the layers: how many rows each gives, and where its arrays begin.
class Layers {
  public:
    explicit Layers(const Stack& stack) : stack(stack) {
        int64_t rows = stack.rows, inputs = 0, gates = 0;
        for (int layer = 0; layer < stack.layers; layer++) {
            heard_.push_back(layer ? stack.inputs + inputs : stack.x);
            if (layer) inputs += rows * stack.residual;
            heard_rows_.push_back(rows);
            rows -= int64_t(stack.filter_width - 1) * shift(layer);
            gates_.push_back(stack.gates + gates);
            gates += rows * gate();
        }
        rows_ = heard_rows_;
        rows_.erase(rows_.begin());
        rows_.push_back(rows);
    }

    int gate() const { return 2 * stack.channels; }
    bool last(int layer) const { return layer + 1 == stack.layers; }
    // How many rows lie between two taps of the layer.
    int64_t shift(int layer) const { return int64_t(stack.dilations[layer]) * stack.batch; }
    int64_t rows(int layer) const { return rows_[layer]; }              // that the layer gives
    int64_t heard_rows(int layer) const { return heard_rows_[layer]; }  // that it hears
    const float* heard(int layer) const { return heard_[layer]; }
    float* gates(int layer) const { return gates_[layer]; }
    const float* weight(int layer, int tap) const {
        return stack.gate_weight + (int64_t(layer) * stack.filter_width + tap) * stack.residual * gate();
    }
    const float* bias(int layer, int64_t row) const {
        return stack.gate_bias + (int64_t(layer) * stack.batch + row % stack.batch) * gate();
    }
    // The controls' rows that belong to the layer's rows.
    const float* controls(int layer) const { return stack.controls + (stack.rows - rows(layer)) * stack.features; }

    const Stack& stack;

  private:
    std::vector<const float*> heard_;
    std::vector<float*> gates_;
    std::vector<int64_t> rows_, heard_rows_;
};

// A thread's share of some rows.
struct Share {
    Share(int64_t rows, int thread, int threads) : first(rows * thread / threads), end(rows * (thread + 1) / threads) {}
    const int64_t first, end;
};

class Forward {
  public:
    explicit Forward(const Stack& stack) : stack_(stack), layers_(stack), barrier_(stack.threads) {
        for (int thread = 0; thread < stack.threads; thread++) {
            sums_.emplace_back(CHUNK, layers_.gate());
            gated_.emplace_back(CHUNK, stack.channels);
        }
    }

    void run() {
        together(stack_.threads, [this](int thread) {
            for (int layer = 0; layer < stack_.layers; layer++) {
                const Share own(layers_.rows(layer), thread, stack_.threads);
                for (int64_t row = own.first; row < own.end; row += CHUNK)
                    chunk(layer, row, std::min(CHUNK, own.end - row), thread);
                barrier_.wait();
            }
        });
    }

  private:
    void chunk(int layer, int64_t first, int64_t rows, int thread) {
        const Rows<float>& gated = gated_[thread];
        const int gate = layers_.gate(), residual = stack_.residual, channels = stack_.channels;
        Part parts[5];
        int count = 0;
        for (int tap = 0; tap < stack_.filter_width; tap++)
            parts[count++] = {layers_.heard(layer) + (first + tap * layers_.shift(layer)) * residual, residual,
                              layers_.weight(layer, tap), residual};
        if (stack_.features)
            parts[count++] = {layers_.controls(layer) + first * stack_.features, stack_.features,
                              stack_.control_weight + int64_t(layer) * stack_.features * gate, stack_.features};
        float *y = sums_[thread][0], *kept = layers_.gates(layer) + first * gate;
        multiply_rows(parts, count, gate, [&](int64_t row) { return layers_.bias(layer, first + row); }, y, gate, rows);
        const int64_t silent = layers_.rows(layer) - stack_.wanted;  // rows that no skip wants
        for (int64_t row = 0; row < rows; row++, y += gate, kept += gate) {
            float* z = gated[row];
            for (int i = 0; i < channels; i += LANES) {
                Vector f = load(y + i), o = load(y + channels + i);
                tanh_pair(f, o);
                stream(kept + i, f);
                stream(kept + channels + i, o);
                store(z + i, f + f * o);
            }
            if (first + row >= silent) skip(layer, first + row - silent, z);
        }
        if (!layers_.last(layer)) pass_on(layer, first, rows, gated);
    }

    void skip(int layer, int64_t row, const float* z) {
        const int64_t at = (row * stack_.layers + layer) * stack_.channels;
        if (!stack_.half_skips) {
            float* to = static_cast<float*>(stack_.skips) + at;
            for (int i = 0; i < stack_.channels; i += LANES) stream(to + i, load(z + i));
            return;
        }
        uint16_t* to = static_cast<uint16_t*>(stack_.skips) + at;
        for (int i = 0; i < stack_.channels; i += LANES) stream(to + i, halved(load(z + i)));
    }

    // The next layer's input: what this one heard last, and its gates' product.
    void pass_on(int layer, int64_t first, int64_t rows, const Rows<float>& gated) {
        const int residual = stack_.residual, channels = stack_.channels;
        const int64_t later = layers_.heard_rows(layer) - layers_.rows(layer);
        const float* heard = layers_.heard(layer) + (first + later) * residual;
        const float* bias = stack_.residual_bias + layer * residual;
        float* to = const_cast<float*>(layers_.heard(layer + 1)) + first * residual;
        for (int64_t row = 0; row < rows; row++)
            for (int i = 0; i < residual; i += LANES)
                store(to + row * residual + i, load(heard + row * residual + i) + load(bias + i));
        const Part part{gated[0], channels, stack_.residual_weight + int64_t(layer) * channels * residual, channels};
        multiply_rows(&part, 1, residual, [&](int64_t row) { return to + row * residual; }, to, residual, rows);
    }

    const Stack& stack_;
    const Layers layers_;
    Barrier barrier_;
    std::vector<Rows<float>> sums_, gated_;  // each thread's, of one chunk
};

}  // namespace wavenet
