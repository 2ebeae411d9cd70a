// How great a network's numbers can become, whatever it hears: by its weights alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "shape.h"
#include "vectors.h"

namespace wavenet {

class Reach {
  public:
    static constexpr int RUN = 32;  // products that are summed before their sum is added to others

    // rounding: as much of the greatest weight of a sum may be added to each of its weights.
    Reach(const Shape& shape, const Weights& weights, float rounding) {
        std::vector<float> x = entered(shape, weights);
        const std::vector<float> gated(size_t(shape.layers) * shape.dilation, 1.0f), none(2 * shape.dilation);
        for (int layer = 0; layer < shape.layers; layer++) {
            inputs.push_back(*std::max_element(x.begin(), x.end()));
            note(inputs.back());
            std::vector<float> gates = none;
            for (int tap = 0; tap < shape.filter_width; tap++) {
                const size_t before = (size_t(layer) * shape.filter_width + tap) * shape.residual;
                gates = summed(x, shape.residual, weights.gate + before * none.size(), gates, 0.0f);
            }
            for (const float sum : gates) note(-FILTER_SCALE * sum);  // as they are packed
            if (layer + 1 == shape.layers) break;
            const float* bias = weights.residual_bias + size_t(layer) * shape.residual;
            const float* own = weights.residual + size_t(layer) * shape.dilation * shape.residual;
            const std::vector<float> added =
                summed(gated, shape.dilation, own, {bias, bias + shape.residual}, rounding);
            for (int r = 0; r < shape.residual; r++) x[r] += added[r];
        }
        const std::vector<float> shares(shape.skip, 1.0f);
        summed(gated, gated.size(), weights.skip, {weights.skip_bias, weights.skip_bias + shape.skip}, 0.0f);
        summed(shares, shape.skip, weights.hidden, {weights.hidden_bias, weights.hidden_bias + shape.skip}, 0.0f);
        summed(shares, shape.skip, weights.output, {weights.output_bias, weights.output_bias + shape.outputs}, 0.0f);
    }

    std::vector<float> inputs;  // the greatest of each layer
    // The greatest of all weights, inputs of layers, sums of gates but for their biases, and sums of a run, where the
    // inputs behind the layers are shares of their greatest.
    float most = 0.0f;

  private:
    // What the first layer's convolution comes to.
    static std::vector<float> entered(const Shape& shape, const Weights& weights) {
        const int levels = std::max(1, shape.levels);
        std::vector<float> most(shape.residual);
        for (int tap = 0; tap < shape.input_width; tap++)
            for (int r = 0; r < shape.residual; r++) {
                float top = 0.0f;
                for (int level = 0; level < levels; level++)
                    top = std::max(top, std::abs(weights.input[(size_t(tap) * levels + level) * shape.residual + r]));
                most[r] += top;
            }
        if (!shape.levels)
            for (int r = 0; r < shape.residual; r++) most[r] += std::abs(weights.input_bias[r]);
        return most;
    }

    // |from| + inputs * |weights|, (count, outputs), and what rounding adds.
    std::vector<float> summed(const std::vector<float>& inputs, size_t count, const float* weights,
                              const std::vector<float>& from, float rounding) {
        const size_t outputs = from.size();
        std::vector<float> sums(outputs), tops(outputs), run(outputs);
        for (size_t o = 0; o < outputs; o++) sums[o] = std::abs(from[o]);
        for (size_t i = 0; i < count; i++)
            for (size_t o = 0; o < outputs; o++) {
                const float weight = std::abs(weights[i * outputs + o]);
                run[o] = (i % RUN ? run[o] : 0.0f) + inputs[i] * weight;
                sums[o] += inputs[i] * weight;
                tops[o] = std::max(tops[o], weight);
                note(std::max(run[o], -FILTER_SCALE * weight));
            }
        for (size_t o = 0; o < outputs; o++) sums[o] += rounding * tops[o] * float(count);
        return sums;
    }

    void note(float number) { most = std::max(most, number); }
};

}  // namespace wavenet
