// From a network's outputs to the next sample.
#pragma once

#include <algorithm>
#include <cmath>

#include "vectors.h"

namespace wavenet {

constexpr int MOST_CHOICES = 256;
constexpr float LOWEST_LOG_SCALE = -9.0f;

// The first of `count` shares up to which they sum to more than `number`, or `count`. They are filled up with zeros to
// MOST_CHOICES.
#if defined(__AVX512F__)
static_assert(LANES * LANES == MOST_CHOICES);

// The sums of COUNT rows of LANES numbers: of LANES rows each lane holds one, of fewer each row's lies over several.
template <int COUNT>
ALWAYS_INLINE __m512 sums_of_rows(const float* rows) {
    if constexpr (COUNT == 1) {
        return _mm512_loadu_ps(rows);
    } else {
        constexpr int S = COUNT / 2;
        const __m512 a = sums_of_rows<S>(rows), b = sums_of_rows<S>(rows + S * LANES);
        const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        const __mmask16 second = _mm512_test_epi32_mask(lanes, _mm512_set1_epi32(S));
        const __m512i partner = _mm512_xor_si512(lanes, _mm512_set1_epi32(S));
        const __m512i other = _mm512_mask_or_epi32(partner, second, partner, _mm512_set1_epi32(LANES));
        return _mm512_add_ps(_mm512_mask_blend_ps(second, a, b), _mm512_permutex2var_ps(a, other, b));
    }
}

// Each lane's sum with all before it.
inline __m512 running_sums(__m512 v) {
    const __m512i none = _mm512_setzero_si512();
    v = _mm512_add_ps(v, (__m512)_mm512_alignr_epi32((__m512i)v, none, LANES - 1));
    v = _mm512_add_ps(v, (__m512)_mm512_alignr_epi32((__m512i)v, none, LANES - 2));
    v = _mm512_add_ps(v, (__m512)_mm512_alignr_epi32((__m512i)v, none, LANES - 4));
    return _mm512_add_ps(v, (__m512)_mm512_alignr_epi32((__m512i)v, none, LANES - 8));
}

inline int fallen_on(const float* shares, int count, float uniform) {
    float edges[LANES + 1] = {};
    const __m512 rows = running_sums(sums_of_rows<LANES>(shares));
    _mm512_storeu_ps(edges + 1, rows);
    const float number = uniform * edges[LANES];
    const int row = __builtin_popcount(_mm512_cmple_ps_mask(rows, _mm512_set1_ps(number)));
    if (row == LANES) return count;
    const __m512 own = running_sums(_mm512_loadu_ps(shares + row * LANES));
    const int lane = __builtin_popcount(_mm512_cmple_ps_mask(own, _mm512_set1_ps(number - edges[row])));
    return lane == LANES ? count : row * LANES + lane;
}
#else
inline int fallen_on(const float* shares, int count, float uniform) {
    constexpr int SUMMED = 16;
    float rows[MOST_CHOICES / SUMMED], total = 0.0f;
    for (int first = 0, row = 0; first < count; first += SUMMED, row++) {
        float sum = 0.0f;
        for (int i = first; i < first + SUMMED; i++) sum += shares[i];
        rows[row] = sum;
        total += sum;
    }
    float left = uniform * total;
    int i = 0;
    for (int row = 0; i + SUMMED < count && left >= rows[row]; row++, i += SUMMED) left -= rows[row];
    for (; i < count && left >= shares[i]; i++) left -= shares[i];
    return i;
}
#endif

// The index that `uniform` in [0, 1) falls on in the cumulative softmax(logits / temperature). The logits' row is filled
// up to whole vectors. Always a number below `count`, even for logits that are no numbers.
inline int draw_index(float* logits, int count, float uniform, float temperature) {
    const int whole = padded(count);
    for (int i = count; i < whole; i++) logits[i] = logits[0];
    const float top = greatest(logits, whole);
    const Vector scale = all(std::min(LOG2_E / temperature, 1e30f));
    float shares[MOST_CHOICES];
    for (int i = 0; i < whole; i += LANES)
        store(shares + i, power_of_two(highest((load(logits + i) - top) * scale, all(-126.0f))));
    for (int i = count; i < MOST_CHOICES; i++) shares[i] = 0.0f;
    const int index = fallen_on(shares, count, uniform);
    if (index < count) return index;
    return static_cast<int>(std::max_element(shares, shares + count) - shares);  // rounding passed the last one
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
