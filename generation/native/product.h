// Matrix products of a few voices with packed weights: the sampler's whole arithmetic but its gates.
//
// Weights are read once each, in the order that they lie in. Every output's sum runs over the inputs one by one from
// the first to the last, whatever the tile: so a voice's sums do not depend on the voices beside it.
#pragma once

#include "vectors.h"

#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace wavenet {

// Products in single precision: an item of input or weight is one number.
struct Float32 {
    using Item = float;
    static constexpr int PER_ITEM = 1;

    static Vector multiply_add(Vector sum, const Item* weights, Item x) { return sum + load(weights) * x; }
    static void narrow(Item* to, Vector v) { store(to, v); }
    static void pack(Item* to, const float* numbers, size_t) { *to = numbers[0]; }
};

#if defined(__AVX512BF16__)
// Products of bfloat16 summed in single precision: an item is a pair of neighbouring inputs.
struct Bfloat16 {
    using Item = uint32_t;
    static constexpr int PER_ITEM = 2;

    static Vector multiply_add(Vector sum, const Item* weights, Item x) {
        const __m512i pairs = _mm512_loadu_si512(weights);
        const __m512i both = _mm512_set1_epi32(static_cast<int>(x));
        return (Vector)_mm512_dpbf16_ps((__m512)sum, (__m512bh)pairs, (__m512bh)both);
    }
    static void narrow(Item* to, Vector v) {
        const __m256bh halves = _mm512_cvtneps_pbh((__m512)v);
        std::memcpy(to, &halves, sizeof halves);
    }
    static void pack(Item* to, const float* numbers, size_t next) {
        *to = rounded(numbers[0]) | rounded(numbers[next]) << 16;
    }

  private:
    // To nearest, ties to even; numbers are finite.
    static uint32_t rounded(float number) {
        uint32_t bits;
        std::memcpy(&bits, &number, sizeof bits);
        return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    }
};
#endif

constexpr int BLOCK = 64;  // outputs that are packed together

// The weights of one product, (parts * items, outputs): blocks of up to BLOCK outputs, rows of items in each.
template <class Number>
struct Matrix {
    using Item = typename Number::Item;

    const Item* weights = nullptr;
    int parts = 1;    // the input comes in this many pieces,
    int items = 0;    // each of so many items
    int outputs = 0;  // whole vectors

    static size_t size(int rows, int outputs) { return size_t(rows) / Number::PER_ITEM * outputs; }

    // Packs rows * outputs numbers into `to`.
    Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
        : weights(to), parts(parts), items(inputs / Number::PER_ITEM), outputs(outputs) {
        for (int first = 0; first < outputs; first += BLOCK) {
            const int last = first + BLOCK < outputs ? first + BLOCK : outputs;
            for (int row = 0; row < parts * inputs; row += Number::PER_ITEM)
                for (int o = first; o < last; o++) Number::pack(to++, numbers + size_t(row) * outputs + o, outputs);
        }
    }
    Matrix() = default;
};

// Where the inputs of a product's tile lie: a pointer for each part, voices `stride` items apart.
template <class Number>
struct Inputs {
    const typename Number::Item* parts[4];
    int stride;
};

// out = from + inputs * weights for VOICES voices and VECTORS vectors of outputs, all sums in registers.
template <class Number, int VOICES, int VECTORS>
inline void tile(const Matrix<Number>& matrix, const typename Number::Item* weights, int width,
                 const Inputs<Number>& inputs, const float* from, int from_stride, float* out, int out_stride) {
    Vector sums[VOICES][VECTORS];
    for (int b = 0; b < VOICES; b++)
        for (int z = 0; z < VECTORS; z++) sums[b][z] = load(from + b * from_stride + z * LANES);
    for (int part = 0; part < matrix.parts; part++) {
        const auto* x = inputs.parts[part];
#pragma GCC unroll 2
        for (int k = 0; k < matrix.items; k++) {
            for (int b = 0; b < VOICES; b++) {
                const auto value = x[size_t(b) * inputs.stride + k];
                for (int z = 0; z < VECTORS; z++)
                    sums[b][z] = Number::multiply_add(sums[b][z], weights + z * LANES, value);
            }
            weights += width;
        }
    }
    for (int b = 0; b < VOICES; b++)
        for (int z = 0; z < VECTORS; z++) store(out + b * out_stride + z * LANES, sums[b][z]);
}

// How many vectors of outputs a tile takes, so that its sums fill the registers and no more.
constexpr int tile_vectors(int voices) {
    const int block = BLOCK / LANES;
    const int fit = REGISTERS == 32 ? 16 / voices : voices == 1 ? 8 : voices == 2 ? 4 : 2;
    return fit >= block ? block : fit >= 4 ? 4 : 2;
}

// One block of outputs, from `first` on, for VOICES voices.
template <class Number, int VOICES>
inline void block(const Matrix<Number>& matrix, int first, const Inputs<Number>& inputs, const float* from,
                  int from_stride, float* out, int out_stride) {
    constexpr int MOST = tile_vectors(VOICES);
    const int width = matrix.outputs - first < BLOCK ? matrix.outputs - first : BLOCK;
    const auto* weights = matrix.weights + size_t(matrix.parts) * matrix.items * first;
    int o = 0;
    auto run = [&](auto vectors) {
        constexpr int VECTORS = decltype(vectors)::value;
        for (; o + VECTORS * LANES <= width; o += VECTORS * LANES)
            tile<Number, VOICES, VECTORS>(matrix, weights + o, width, inputs, from + first + o, from_stride,
                                          out + first + o, out_stride);
    };
    run(Count<MOST>{});
    if constexpr (MOST > 4) run(Count<4>{});
    if constexpr (MOST > 2) run(Count<2>{});
    run(Count<1>{});
}

}  // namespace wavenet
