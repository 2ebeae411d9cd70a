// Products of few voices in half precision (AVX512-FP16): as many multiply-adds as in single precision, each of twice
// the numbers, where vectors multiply bfloat16 at half that rate; and gates of twice as many sums at once.
#pragma once

#include <algorithm>

#include "product.h"
#include "reach.h"
#include "shape.h"

#if defined(__AVX512FP16__)

namespace wavenet {

// An item is a pair of neighbouring inputs, whose two products are summed apart until they are joined.
struct Float16 : ByVectors {
    using Item = uint32_t;
    using Head = Float16;
    using Gate = _Float16;
    static constexpr int PER_ITEM = 2;
    static constexpr bool SCALED = true;
    static constexpr int MOST_VOICES = 2;       // tiles of bfloat16 multiply more sooner
    static constexpr int RUN = Reach::RUN / 2;  // items that are summed before their sums are joined
    static constexpr int JOINED = 2 * LANES;    // sums of a vector
    static constexpr float MOST = 65504.0f;     // the greatest number

    // Whether every row fills whole vectors, and no number can pass the range, for all that rounding adds.
    static bool fits(const Shape& shape, const Weights& weights) {
        const int every[] = {shape.residual, shape.dilation, shape.skip, padded(shape.outputs)};
        return std::all_of(every, every + 4, [](int values) { return values % JOINED == 0; }) &&
               Reach(shape, weights, 0.0f).most < 0.9f * MOST;
    }

    static void narrow(Item* row, int first, Vector v, float in_one) {
        const __m256h halves = _mm512_cvtxps_ph((__m512)(v * in_one));
        std::memcpy(row + first / PER_ITEM, &halves, sizeof halves);
    }
    static void pack(Item* to, const float* numbers, size_t next) {
        *to = bits(numbers[0]) | bits(numbers[next]) << 16;
    }

    static __m512h multiply_add(__m512h sum, const Item* weights, Item x) {
        return _mm512_fmadd_ph((__m512h)_mm512_loadu_si512(weights), (__m512h)_mm512_set1_epi32(int(x)), sum);
    }

    // The sums of both products of each pair: of outputs 0, 2, 4, ... and of 1, 3, 5, ..., in order.
    static __m512h joined(__m512h even, __m512h odd) {
        const __mmask32 upper = 0xaaaaaaaa;
        const __m512i first = _mm512_mask_blend_epi16(upper, (__m512i)even, _mm512_slli_epi32((__m512i)odd, 16));
        const __m512i second = _mm512_mask_blend_epi16(upper, _mm512_srli_epi32((__m512i)even, 16), (__m512i)odd);
        return _mm512_add_ph((__m512h)first, (__m512h)second);
    }

    // gated = tanh(filter) * sigmoid(gate) of sums (2 * half,), scaled as the other numbers' `gated` wants them.
    static void gate(const Gate* sums, int half, Item* to) {
        for (int i = 0; i < half; i += JOINED)
            _mm512_storeu_ph(to + i / PER_ITEM, gated(_mm512_loadu_ph(sums + i), _mm512_loadu_ph(sums + half + i)));
    }

  private:
    static uint32_t bits(float number) {
        const _Float16 half = static_cast<_Float16>(number);
        uint16_t found;
        std::memcpy(&found, &half, sizeof found);
        return found;
    }
    static __m512h every(float number) { return _mm512_set1_ph(static_cast<_Float16>(number)); }

    // 2^t within 5e-4.
    static __m512h raised(__m512h t) {
        const __m512h r = _mm512_reduce_ph(t, 0);
        __m512h p = _mm512_fmadd_ph(every(0.05517167f), r, every(0.24261112f));
        p = _mm512_fmadd_ph(p, r, every(0.69326099f));
        p = _mm512_fmadd_ph(p, r, every(1.0f));
        return _mm512_scalef_ph(p, _mm512_sub_ph(t, r));
    }

    static __m512h gated(__m512h filter, __m512h gate) {
        const __m512h one = every(1.0f);
        const __m512h f = raised(_mm512_min_ph(filter, every(12.0f))), g = raised(_mm512_min_ph(gate, every(15.0f)));
        const __m512h tanh = _mm512_mul_ph(_mm512_sub_ph(one, f), _mm512_rcp_ph(_mm512_add_ph(one, f)));
        return _mm512_mul_ph(tanh, _mm512_rcp_ph(_mm512_add_ph(one, g)));
    }
};

// Of every 32 outputs the even ones lie before the odd ones, as `joined` takes them.
template <>
inline Matrix<Float16>::Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
    : weights(to), parts(parts), items(inputs / 2), outputs(outputs) {
    for (int first = 0; first < outputs; first += PANEL)
        for (int row = 0; row < parts * inputs; row += 2)
            for (int o = first; o < std::min(first + PANEL, outputs); o += Float16::JOINED)
                for (int i = 0; i < Float16::JOINED; i++) {
                    const int output = o + 2 * (i % LANES) + i / LANES;
                    Float16::pack(to++, numbers + size_t(row) * outputs + output, outputs);
                }
}

// 32 sums in half precision, or in single precision of what is worth more or less than one.
template <class Sum>
struct Sums;

template <>
struct Sums<_Float16> {
    void begin(const _Float16* from, const float*) { all = _mm512_loadu_ph(from); }
    void add(__m512h more) { all = _mm512_add_ph(all, more); }
    void store(_Float16* to) const { _mm512_storeu_ph(to, all); }

    __m512h all;
};

template <>
struct Sums<float> {
    void begin(const float* from, const float* of_one) {
        lower = load(from);
        upper = load(from + LANES);
        worth = wavenet::all(*of_one);
    }
    void add(__m512h more) {
        lower += (Vector)_mm512_cvtxph_ps((__m256h)_mm512_castsi512_si256((__m512i)more)) * worth;
        upper += (Vector)_mm512_cvtxph_ps((__m256h)_mm512_extracti64x4_epi64((__m512i)more, 1)) * worth;
    }
    void store(float* to) const {
        wavenet::store(to, lower);
        wavenet::store(to + LANES, upper);
    }

    Vector lower, upper, worth;
};

// out = from + inputs * weights for VOICES voices and a panel of VECTORS vectors, whose weights begin at `weights` and
// whose outputs at `first`. The sums of a run are made in two chains, of which one goes on while the other waits for its
// last sum.
template <int VOICES, int VECTORS, class Sum>
ALWAYS_INLINE void tile(const Float16::Item* weights, const Matrix<Float16>& matrix,
                        const Operands<Float16, Sum>& operands, int first) {
    Sums<Sum> sums[VOICES][VECTORS / 2];
#pragma GCC unroll 2
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 2
        for (int z = 0; z < VECTORS / 2; z++)
            sums[b][z].begin(operands.from + b * operands.from_stride + first + z * Float16::JOINED,
                             operands.worth + b * operands.worth_stride);
    for (int part = 0; part < matrix.parts; part++) {
        const auto *x = operands.parts[part], *end = x + matrix.items;
        for (; x < end; x += Float16::RUN, weights += Float16::RUN * VECTORS * LANES) {
            __m512h chains[2][VOICES][VECTORS];
#pragma GCC unroll 16
            for (int k = 0; k < Float16::RUN; k++)
#pragma GCC unroll 2
                for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 4
                    for (int z = 0; z < VECTORS; z++) {
                        __m512h& sum = chains[k % 2][b][z];
                        if (k < 2) sum = _mm512_setzero_ph();
                        const auto* own = weights + (k * VECTORS + z) * LANES;
                        sum = Float16::multiply_add(sum, own, x[b * operands.stride + k]);
                    }
#pragma GCC unroll 2
            for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 2
                for (int z = 0; z < VECTORS; z += 2)
                    sums[b][z / 2].add(Float16::joined(_mm512_add_ph(chains[0][b][z], chains[1][b][z]),
                                                       _mm512_add_ph(chains[0][b][z + 1], chains[1][b][z + 1])));
        }
    }
#pragma GCC unroll 2
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 2
        for (int z = 0; z < VECTORS / 2; z++)
            sums[b][z].store(operands.out + b * operands.out_stride + first + z * Float16::JOINED);
}

template <int VOICES, class Sum>
ALWAYS_INLINE void multiply_panels(const Matrix<Float16>& matrix, const Operands<Float16, Sum>& operands, int first,
                                   int end) {
    const size_t each = size_t(matrix.parts) * matrix.items;
    const auto* weights = matrix.weights + each * first;
    for (; end - first >= PANEL; first += PANEL, weights += each * PANEL)
        tile<VOICES, PANEL_VECTORS>(weights, matrix, operands, first);
    if (first < end) tile<VOICES, 2>(weights, matrix, operands, first);
}

template <int VOICES>
ALWAYS_INLINE void multiply(const Matrix<Float16>& matrix, const Operands<Float16, _Float16>& operands, int first,
                            int end) {
    multiply_panels<VOICES>(matrix, operands, first, end);
}

template <int VOICES>
ALWAYS_INLINE void multiply(const Matrix<Float16>& matrix, const Operands<Float16>& operands, int first, int end) {
    multiply_panels<VOICES>(matrix, operands, first, end);
}

}  // namespace wavenet

#endif
