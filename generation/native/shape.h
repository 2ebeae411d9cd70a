// What a network is made of, as Python passes it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wavenet {

// The sizes of a network; the order of the fields is that of the array that Python passes.
struct Shape {
    int32_t layers, filter_width, input_width, residual, dilation, skip, outputs;
    int32_t levels;    // classes of a categorical sample, 0 for a mixture of logistics
    int32_t mixtures;  // of logistics, 0 for a categorical sample

    // How many weights a sample is multiplied with.
    size_t weights() const {
        const size_t layer = size_t(2 * filter_width + 1) * residual * dilation;
        return layers * layer + size_t(layers) * dilation * skip + size_t(skip) * (skip + outputs);
    }
};

// The arrays that Python passes, in this order; the layouts are those of WavenetConfig.parameter_shapes.
struct Weights {
    const float *input;       // the embedding (input_width, levels, R), or the weight (input_width, R)
    const float *input_bias;  // (R,), only for a mixture of logistics
    const float *gate, *residual, *residual_bias, *skip, *skip_bias, *hidden, *hidden_bias, *output, *output_bias;
};

}  // namespace wavenet
