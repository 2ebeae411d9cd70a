// Products of whole numbers: weights of eight bits, a scale for each output, and inputs of sixteen (AVX-512 VNNI).
//
// A quarter of single precision's weights, so that a large network stays in the nearer caches. The sums of whole numbers
// are exact: neither their order nor the voices beside them matter.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "product.h"

#if defined(__AVX512VNNI__)

namespace wavenet {

// An input is a whole number of steps, kept as the two bytes of itself + 2^15, of which the processor multiplies one at
// a time. An item holds four upper or four lower bytes of neighbouring inputs, the upper ones first; or four weights.
struct Int8 {
    using Item = uint32_t;
    using Head = Int8;
    using Gate = float;
    static constexpr bool FINE = true;
    static constexpr int PER_ITEM = 2;
    static constexpr int MOST_VOICES = 4;
    static constexpr bool IN_STEPS = true;
    static constexpr bool SCALED = true;
    static constexpr int MOST_STEPS = 32'767;
    static constexpr float ROUNDING = 1.0f / 254;  // of a weight, in shares of its output's greatest

    struct Session {
        void use(int) {}
    };

    static void narrow(Item* row, int first, Vector v, float steps) {
        const __m512i whole = _mm512_cvtps_epi32((__m512)(v * steps));
        const __m512i positive = _mm512_xor_si512(whole, _mm512_set1_epi32(1 << 15));  // + 2^15 in the lower two bytes
        const __m128i order = _mm_setr_epi8(1, 5, 9, 13, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1);
        const __m512i bytes = _mm512_shuffle_epi8(positive, _mm512_broadcast_i32x4(order));
        const __m512i packed = _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 0, 2, 4, 6), bytes);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(row + first / PER_ITEM), _mm512_castsi512_si256(packed));
    }

    static __m512i multiply_add(__m512i sum, Item bytes, __m512i weights) {
        return _mm512_dpbusd_epi32(sum, _mm512_set1_epi32(static_cast<int>(bytes)), weights);
    }
};

// As every matrix, with what turns an output's sum into a number: what the 2^15 of the inputs added to it, and the worth
// of a weight of one.
template <>
struct Matrix<Int8> {
    using Item = Int8::Item;
    static constexpr int LARGEST = 127;
    static constexpr int FINE_SHIFT = 4;  // the lower part of a fine weight is so many bits lower

    const Item* weights = nullptr;
    const Item* offsets = nullptr;
    const float* scales = nullptr;
    int parts = 1, items = 0, outputs = 0;  // items of weights: four inputs each
    int shift = 0;                          // from a part to the next
    float steps = 0.0f;                     // as many steps as an input may have, with which no sum passes 32 bits

    static size_t size(int rows, int outputs) { return size_t(rows) / 4 * outputs + 2 * outputs; }
    static size_t fine_size(int rows, int outputs) { return size(2 * rows, outputs); }

    Matrix() = default;

    Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
        : parts(parts), items(inputs / 4), outputs(outputs) {
        pack(to, numbers, parts * inputs, LARGEST);
    }

    // Of about twelve bits: what lies beyond eight is a second part, which takes the same inputs.
    static Matrix fine(Item* to, const float* numbers, int inputs, int outputs) {
        Matrix matrix;
        matrix.parts = 2;
        matrix.items = inputs / 4;
        matrix.outputs = outputs;
        matrix.shift = FINE_SHIFT;
        matrix.pack(to, numbers, inputs, LARGEST << FINE_SHIFT);
        return matrix;
    }

  private:
    void pack(Item* to, const float* numbers, int rows, int largest) {
        weights = to;
        Item* sums = to + size_t(parts) * items * outputs;
        offsets = sums;
        float* worth = reinterpret_cast<float*>(sums + outputs);
        scales = worth;
        std::vector<int32_t> whole(size_t(rows) * outputs);
        int64_t most = 1;
        for (int o = 0; o < outputs; o++) {
            float top = 0.0f;
            for (int row = 0; row < rows; row++) top = std::max(top, std::abs(numbers[size_t(row) * outputs + o]));
            worth[o] = std::max(top / largest, 1e-37f);
            int64_t sum = 0, weight = 0;
            for (int row = 0; row < rows; row++) {
                const size_t at = size_t(row) * outputs + o;
                whole[at] = int32_t(std::nearbyint(std::clamp(numbers[at] / worth[o], -float(largest), float(largest))));
                sum += whole[at];
                weight += std::abs(whole[at]);
            }
            sums[o] = Item(uint64_t(-sum) << 15);
            most = std::max(most, weight);
        }
        steps = float(std::min<int64_t>(Int8::MOST_STEPS, (int64_t{1} << 31) / most - 1));
        const int each = 4 * items;  // inputs of a part
        for (int first = 0; first < outputs; first += PANEL)
            for (int part = 0; part < parts; part++)
                for (int row = 0; row < each; row += 4)
                    for (int o = first; o < std::min(first + PANEL, outputs); o++) {
                        Item bytes = 0;
                        for (int i = 0; i < 4; i++) {
                            const size_t at = size_t(shift ? row + i : part * each + row + i) * outputs + o;
                            bytes |= Item(uint8_t(shift ? digit(whole[at], part) : whole[at])) << 8 * i;
                        }
                        *to++ = bytes;
                    }
    }

    // A fine weight is its upper digit, shifted, and its lower one.
    static int digit(int weight, int part) {
        const int upper = (weight + (1 << FINE_SHIFT >> 1)) >> FINE_SHIFT;
        return part == 0 ? upper : weight - (upper << FINE_SHIFT);
    }
};

// As the other tiles, with a sum for the upper and one for the lower bytes of the inputs.
template <int VOICES, int VECTORS, int SPAN>
ALWAYS_INLINE void tile(const Matrix<Int8>& matrix, const Operands<Int8>& operands, int first, int offset) {
    const auto* weights = matrix.weights + size_t(matrix.parts) * matrix.items * first + offset;
    const size_t stride = operands.stride;
    __m512i upper[VOICES][VECTORS], lower[VOICES][VECTORS];
#pragma GCC unroll 4
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) upper[b][z] = lower[b][z] = _mm512_setzero_si512();
    for (int part = 0; part < matrix.parts; part++) {
        if (part > 0 && matrix.shift)
#pragma GCC unroll 4
            for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 4
                for (int z = 0; z < VECTORS; z++) {
                    upper[b][z] = _mm512_slli_epi32(upper[b][z], Matrix<Int8>::FINE_SHIFT);
                    lower[b][z] = _mm512_slli_epi32(lower[b][z], Matrix<Int8>::FINE_SHIFT);
                }
        const auto* x = operands.parts[part];
#pragma GCC unroll 2
        for (int k = 0; k < matrix.items; k++, weights += SPAN * LANES) {
            __m512i own[VECTORS];
#pragma GCC unroll 4
            for (int z = 0; z < VECTORS; z++) own[z] = _mm512_loadu_si512(weights + z * LANES);
#pragma GCC unroll 4
            for (int b = 0; b < VOICES; b++) {
#pragma GCC unroll 4
                for (int z = 0; z < VECTORS; z++)
                    upper[b][z] = Int8::multiply_add(upper[b][z], x[b * stride + 2 * k], own[z]);
#pragma GCC unroll 4
                for (int z = 0; z < VECTORS; z++)
                    lower[b][z] = Int8::multiply_add(lower[b][z], x[b * stride + 2 * k + 1], own[z]);
            }
        }
    }
    const int at = first + offset;
#pragma GCC unroll 4
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) {
            const int o = at + z * LANES;
            const __m512i lowest = _mm512_add_epi32(lower[b][z], _mm512_loadu_si512(matrix.offsets + o));
            const __m512i sum = _mm512_add_epi32(_mm512_slli_epi32(upper[b][z], 8), lowest);
            const Vector worth = load(matrix.scales + o) * operands.worth[b * operands.worth_stride];
            store(operands.out + b * operands.out_stride + o,
                  (Vector)_mm512_cvtepi32_ps(sum) * worth + load(operands.from + b * operands.from_stride + o));
        }
}

template <int VOICES, int SPAN>
ALWAYS_INLINE void multiply_panel(const Matrix<Int8>& matrix, const Operands<Int8>& operands, int first) {
    constexpr int MOST = VOICES == 4 ? 2 : 4, VECTORS = MOST < SPAN ? MOST : SPAN, REST = SPAN % VECTORS;
#pragma GCC unroll 2
    for (int z = 0; z + VECTORS <= SPAN; z += VECTORS) tile<VOICES, VECTORS, SPAN>(matrix, operands, first, z * LANES);
    if constexpr (REST > 0) tile<VOICES, REST, SPAN>(matrix, operands, first, (SPAN - REST) * LANES);
}

// As the other products' `multiply`.
template <int VOICES>
ALWAYS_INLINE void multiply(const Matrix<Int8>& matrix, const Operands<Int8>& operands, int first, int end) {
    for (; end - first >= PANEL; first += PANEL) multiply_panel<VOICES, PANEL_VECTORS>(matrix, operands, first);
    switch ((end - first) / LANES) {  // the last panel
        case 1: multiply_panel<VOICES, 1>(matrix, operands, first); break;
        case 2: multiply_panel<VOICES, 2>(matrix, operands, first); break;
        case 3: multiply_panel<VOICES, 3>(matrix, operands, first); break;
    }
}

// Multiplies in registers and returns the number of operations on inputs of sixteen bits, two a multiply-add.
inline double multiply_bytes(int64_t times, float* result) {
    constexpr int SUMS = 24;
    Int8::Item bytes = 0, weights[LANES * SUMS] = {};
    asm volatile("" : : "r"(&bytes), "r"(weights) : "memory");  // now they may be any numbers
    __m512i sums[SUMS];
    for (int z = 0; z < SUMS; z++) sums[z] = _mm512_loadu_si512(weights + z * LANES);
    for (int64_t time = 0; time < times; time++) {
        const __m512i own = _mm512_loadu_si512(weights);
#pragma GCC unroll 24
        for (int z = 0; z < SUMS; z++) sums[z] = Int8::multiply_add(sums[z], bytes, own);
    }
    __m512i total = sums[0];
    for (int z = 1; z < SUMS; z++) total = _mm512_add_epi32(total, sums[z]);
    *result += float(_mm512_reduce_add_epi32(total));
    return 2.0 * 4 / 2 * LANES * SUMS * double(times);
}

}  // namespace wavenet

#endif
