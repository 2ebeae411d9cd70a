// From a network's outputs to the next sample.
#pragma once

#include <algorithm>
#include <cmath>

#include "vectors.h"

namespace wavenet {

constexpr int MOST_CHOICES = 256;
constexpr float LOWEST_LOG_SCALE = -9.0f;

// The index that `uniform` in [0, 1) falls on in the cumulative softmax(logits / temperature). Overwrites the logits,
// whose row is filled up to whole vectors. Always a number below `count`, even for logits that are no numbers.
inline int draw_index(float* logits, int count, float uniform, float temperature) {
    constexpr int SUMMED = 16;
    for (int i = count; i < padded(count); i++) logits[i] = logits[0];
    const float top = greatest(logits, padded(count));
    const Vector scale = all(std::min(LOG2_E / temperature, 1e30f));
    for (int i = 0; i < padded(count); i += LANES)
        store(logits + i, power_of_two(highest((load(logits + i) - top) * scale, all(-126.0f))));
    float groups[MOST_CHOICES / SUMMED], total = 0.0f;
    for (int first = 0, group = 0; first < count; first += SUMMED, group++) {
        float sum = 0.0f;
        for (int i = first; i < std::min(first + SUMMED, count); i++) sum += logits[i];
        groups[group] = sum;
        total += sum;
    }
    float left = uniform * total;
    int i = 0;
    for (int group = 0; i + SUMMED < count && left >= groups[group]; group++, i += SUMMED) left -= groups[group];
    for (; i < count; i++) {
        if (left < logits[i]) return i;
        left -= logits[i];
    }
    return static_cast<int>(std::max_element(logits, logits + count) - logits);  // rounding passed the last one
}

// A 16-bit sample from a mixture of logistics (Salimans et al. 2017, "PixelCNN++"): the first number picks the
// component, the second its value. outputs: weight logits, means and log scales, `mixtures` of each, full scale ±1.
inline int draw_logistic(const float* outputs, int mixtures, const float* uniforms, float temperature) {
    float logits[padded(MOST_CHOICES)];
    std::copy(outputs, outputs + mixtures, logits);
    const int chosen = draw_index(logits, mixtures, uniforms[0], temperature);
    const double mean = outputs[mixtures + chosen];
    const double scale = std::exp(double(std::max(outputs[2 * mixtures + chosen], LOWEST_LOG_SCALE)));
    const double u = std::min(std::max(uniforms[1], 1e-5f), 1.0f - 1e-5f);
    double audio = mean + temperature * scale * std::log(u / (1.0 - u));
    if (!(audio > -1.0)) audio = -1.0;  // what is no number, too
    return static_cast<int>(std::min(std::nearbyint(std::min(audio, 1.0) * 32768.0), 32767.0));
}

}  // namespace wavenet
