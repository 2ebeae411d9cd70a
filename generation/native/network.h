// A network's weights, packed once in the order in which a sample reads them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "float16.h"
#include "int8.h"
#include "memory.h"
#include "product.h"
#include "reach.h"
#include "shape.h"

namespace wavenet {

// `rows` of `columns` numbers, each row filled up with zeros to whole vectors.
inline Rows<float> filled(const float* numbers, size_t rows, int columns) {
    Rows<float> whole(rows, padded(columns));
    for (size_t row = 0; row < rows; row++)
        std::memcpy(whole[row], numbers + row * columns, sizeof(float) * columns);
    return whole;
}

// Numbers in whole steps: how many of them make one, and what one is worth.
struct Steps {
    Steps() = default;
    Steps(float count, float range) : in_one(count / std::max(range, 1e-30f)), worth(1.0f / in_one) {}

    float in_one = 1.0f, worth = 1.0f;
};

template <class Number>
class Network {
  public:
    using Item = typename Number::Item;
    using Head = typename Number::Head;

    Network(const Shape& shape, const int32_t* dilations, const Weights& weights)
        : shape(shape),
          dilations(dilations, dilations + shape.layers),
          input(filled(weights.input, size_t(shape.input_width) * (shape.levels ? shape.levels : 1), shape.residual)),
          residual_bias(behind_none(weights.residual_bias, shape)),
          skip_bias(filled(weights.skip_bias, 1, shape.skip)),
          hidden_bias(filled(weights.hidden_bias, 1, shape.skip)),
          output_bias(filled(weights.output_bias, 1, shape.outputs)) {
        if (!shape.levels) input_bias = filled(weights.input_bias, 1, shape.residual);
        pack(weights);
        if constexpr (Number::IN_STEPS) measure_steps(weights);
    }

    // Copies gate numbers of one layer, (2D,), to the padded columns of the product: filters, then gates, prescaled
    // as `gated` wants them.
    template <class Gate>
    void scale_gates(const float* from, Gate* to) const {
        const int channels = shape.dilation, wide = padded(channels);
        for (int i = 0; i < channels; i++) {
            to[i] = Gate(from[i] * FILTER_SCALE);
            to[wide + i] = Gate(from[channels + i] * GATE_SCALE);
        }
    }

    size_t packed_bytes() const { return packed_.bytes(); }

    const Shape shape;
    const std::vector<int32_t> dilations;
    const Rows<float> input, residual_bias, skip_bias, hidden_bias, output_bias;
    Rows<float> input_bias;
    std::vector<Matrix<Number>> gates, residuals;  // a layer each; the last has no residual
    Matrix<Head> skips, hidden, output;
    std::vector<Steps> input_steps;  // of every layer's inputs
    Steps gated_steps;

  private:
    // The biases of what each layer hears: the first hears no layer.
    static Rows<float> behind_none(const float* numbers, const Shape& shape) {
        Rows<float> whole(shape.layers, padded(shape.residual));
        for (int layer = 1; layer < shape.layers; layer++)
            std::memcpy(whole[layer], numbers + size_t(layer - 1) * shape.residual, sizeof(float) * shape.residual);
        return whole;
    }

    void pack(const Weights& weights) {
        const int residual = shape.residual, channels = shape.dilation, wide = 2 * padded(channels);
        const int taps = shape.filter_width;
        const size_t gate_size = Matrix<Number>::size(taps * residual, wide);
        const size_t residual_size = Matrix<Number>::size(channels, padded(residual));
        const size_t skip_size = Matrix<Head>::size(shape.layers * channels, padded(shape.skip));
        const size_t hidden_size = Matrix<Head>::size(shape.skip, padded(shape.skip));
        const size_t output_size = Matrix<Head>::fine_size(shape.skip, padded(shape.outputs));
        const size_t head = skip_size + hidden_size + output_size;
        const size_t layers = shape.layers * gate_size + (shape.layers - 1) * residual_size;
        packed_ = Memory(layers * sizeof(Item) + head * sizeof(typename Head::Item));
        Item* to = packed_.as<Item>();
        Rows<float> scaled(taps * residual, wide);
        for (int layer = 0; layer < shape.layers; layer++) {
            for (int row = 0; row < taps * residual; row++)
                scale_gates(weights.gate + (size_t(layer) * taps * residual + row) * 2 * channels, scaled[row]);
            gates.emplace_back(to, scaled[0], taps, residual, wide);
            to += gate_size;
            if (layer + 1 == shape.layers) break;
            const float* numbers = weights.residual + size_t(layer) * channels * residual;
            residuals.emplace_back(to, filled(numbers, channels, residual)[0], 1, channels, padded(residual));
            to += residual_size;
        }
        auto* behind = reinterpret_cast<typename Head::Item*>(to);
        skips = head_matrix(behind, weights.skip, shape.layers * channels, shape.skip);
        hidden = head_matrix(behind += skip_size, weights.hidden, shape.skip, shape.skip);
        output = Matrix<Head>::fine(behind += hidden_size, filled(weights.output, shape.skip, shape.outputs)[0],
                                    shape.skip, padded(shape.outputs));
    }

    static Matrix<Head> head_matrix(typename Head::Item* to, const float* numbers, int inputs, int outputs) {
        return Matrix<Head>(to, filled(numbers, inputs, outputs)[0], 1, inputs, padded(outputs));
    }

    // How fine the inputs of the products can be: by the most that the weights before them let them come to.
    void measure_steps(const Weights& weights) {
        const Reach reach(shape, weights, Number::ROUNDING);
        float gated = skips.steps;
        for (int layer = 0; layer < shape.layers; layer++)
            input_steps.emplace_back(gates[layer].steps, reach.inputs[layer]);
        for (const Matrix<Number>& residual : residuals) gated = std::min(gated, residual.steps);
        gated_steps = Steps(gated, 1.0f);
    }

    Memory packed_;
};

}  // namespace wavenet
