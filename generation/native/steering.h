// The gates' biases as they change over time, prepared once a frame.
#pragma once

#include "network.h"

namespace wavenet {

// Biases (frames, voices of the take, layers, 2D) as Python passes them, from the first voice of the group on.
struct Steering {
    const float* biases;
    int64_t frames, frame_stride, frame_samples;
};

// Keeps the present frame's biases of a group of voices, scaled as the gates want them.
template <class Number>
class GateBiases {
    using Gate = typename Number::Gate;

  public:
    GateBiases(const Network<Number>& network, int voices)
        : network_(network), voices_(voices), wide_(2 * padded(network.shape.dilation)),
          biases_(size_t(network.shape.layers) * voices, wide_) {}

    // Begins with another steering, whose frames are loaded as `at` comes to them.
    void follow(const Steering& steering) {
        steering_ = steering;
        frame_ = -1;
    }

    // Makes the biases those of the sample `sample`; the last frame holds on.
    void at(int64_t sample) {
        int64_t frame = sample / steering_.frame_samples;
        if (frame >= steering_.frames) frame = steering_.frames - 1;
        if (frame == frame_) return;
        frame_ = frame;
        const int layers = network_.shape.layers, columns = 2 * network_.shape.dilation;
        const float* from = steering_.biases + frame * steering_.frame_stride;
        for (int voice = 0; voice < voices_; voice++)
            for (int layer = 0; layer < layers; layer++, from += columns)
                network_.scale_gates(from, biases_[size_t(layer) * voices_ + voice]);
    }

    // (voices, padded 2D)
    const Gate* of_layer(int layer) const { return biases_[size_t(layer) * voices_]; }
    int wide() const { return wide_; }

  private:
    const Network<Number>& network_;
    const int voices_, wide_;
    Rows<Gate> biases_;
    Steering steering_{};
    int64_t frame_ = -1;
};

}  // namespace wavenet
