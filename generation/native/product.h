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

// How many vectors of outputs a tile of so many voices takes, so that its sums fill the registers and no more.
constexpr int tile_vectors(int voices) {
    if (REGISTERS == 32) return voices > 4 ? 2 : voices == 1 && LANES < 16 ? 8 : 4;
    return voices == 1 ? 8 : voices == 2 ? 4 : 2;
}

constexpr int PANEL_VECTORS = tile_vectors(4);
constexpr int PANEL = PANEL_VECTORS * LANES;  // outputs whose weights lie together
// What products by vectors have in common: a number of voices at once, and nothing that a thread prepares for them.
struct ByVectors {
    static constexpr int MOST_VOICES = REGISTERS == 32 ? 8 : 4;
    static constexpr bool IN_STEPS = false;  // whether inputs are whole numbers of steps
    static constexpr bool SCALED = false;    // whether behind the layers they are steps or shares of their greatest
    using Gate = float;                      // what the gates' sums are made in
    static constexpr bool FINE = true;       // whether the gates are as exact as their sums

    struct Session {
        void use(int) {}
    };
};

// Products in single precision: an item of input or weight is one number. `narrow` makes items of a vector of inputs, the
// `first` and following ones of a part; `pack` makes one of weights.
struct Float32 : ByVectors {
    using Item = float;
    using Head = Float32;  // what the products behind the layers are made with
    static constexpr int PER_ITEM = 1;

    static Vector multiply_add(Vector sum, const Item* weights, Item x) { return sum + load(weights) * x; }
    static void narrow(Item* row, int first, Vector v, float) { store(row + first, v); }
    static void pack(Item* to, const float* numbers, size_t) { *to = numbers[0]; }
};

#if defined(__AVX512BF16__)
// Products of bfloat16 summed in single precision: an item is a pair of neighbouring inputs.
struct Bfloat16 : ByVectors {
    using Item = uint32_t;
    using Head = Bfloat16;
    static constexpr int PER_ITEM = 2;
    static constexpr bool FINE = false;  // their products are rounded to eight bits

    static Vector multiply_add(Vector sum, const Item* weights, Item x) {
        const __m512i pairs = _mm512_loadu_si512(weights);
        const __m512i both = _mm512_set1_epi32(static_cast<int>(x));
        return (Vector)_mm512_dpbf16_ps((__m512)sum, (__m512bh)pairs, (__m512bh)both);
    }
    static void narrow(Item* row, int first, Vector v, float) {
        const __m256bh halves = _mm512_cvtneps_pbh((__m512)v);
        std::memcpy(row + first / PER_ITEM, &halves, sizeof halves);
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

constexpr int GROUP = 64;                     // outputs that are computed for all voices in turn

// The weights of one product, (parts * items, outputs): panels of PANEL outputs, the last one narrower, each with its
// rows one after the other, so that a tile reads them in a straight line.
template <class Number>
struct Matrix {
    using Item = typename Number::Item;

    const Item* weights = nullptr;
    int parts = 1;    // the input comes in this many pieces,
    int items = 0;    // each of so many items
    int outputs = 0;  // whole vectors
    static constexpr float steps = 1.0f;  // in the greatest input, where inputs are scaled

    static size_t size(int rows, int outputs) { return size_t(rows) / Number::PER_ITEM * outputs; }
    static size_t fine_size(int rows, int outputs) { return size(rows, outputs); }

    Matrix() = default;

    // As fine as the network's last product needs its weights.
    static Matrix fine(Item* to, const float* numbers, int inputs, int outputs) {
        return Matrix(to, numbers, 1, inputs, outputs);
    }

    // Packs parts * inputs * outputs numbers into `to`.
    Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
        : weights(to), parts(parts), items(inputs / Number::PER_ITEM), outputs(outputs) {
        for (int first = 0; first < outputs; first += PANEL) {
            const int last = first + PANEL < outputs ? first + PANEL : outputs;
            for (int row = 0; row < parts * inputs; row += Number::PER_ITEM)
                for (int o = first; o < last; o++) Number::pack(to++, numbers + size_t(row) * outputs + o, outputs);
        }
    }
};

// What a product reads and writes: a pointer for each part of the inputs, and the numbers that the sums begin with;
// from one voice to the next it is so many items or numbers on. `worth` is of one step, where inputs are scaled.
template <class Number, class Sum = float>
struct Operands {
    const typename Number::Item* parts[4];
    int stride;
    const Sum* from;
    int from_stride;
    Sum* out;
    int out_stride;
    const float* worth;
    int worth_stride;
    const char* ahead = nullptr;  // weights that a later product reads, to be fetched meanwhile from far away
};

// out = from + inputs * weights for VOICES voices and VECTORS vectors of outputs: from the `offset`th output of the panel
// that begins at `first` on. A panel has SPAN vectors. All sums stay in registers: every loop but those over the inputs
// is unrolled as a whole.
//
// A FAR tile fetches a line of later weights for each vector of its own that it reads.
template <class Number, int VOICES, int VECTORS, int SPAN, bool FAR = false>
ALWAYS_INLINE void tile(const Matrix<Number>& matrix, const Operands<Number>& operands, int first, int offset) {
    constexpr int WIDTH = SPAN * LANES;
    const size_t panel = size_t(matrix.parts) * matrix.items * WIDTH;
    const auto* weights = matrix.weights + size_t(matrix.parts) * matrix.items * first + offset;
    const size_t stride = operands.stride;
    const float* from = operands.from + first + offset;
    const char* ahead = operands.ahead + (FAR ? offset / LANES * matrix.parts * matrix.items * 64 : 0);
    Vector sums[VOICES][VECTORS];
#pragma GCC unroll 8
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 8
        for (int z = 0; z < VECTORS; z++) sums[b][z] = load(from + b * operands.from_stride + z * LANES);
    for (int part = 0; part < matrix.parts; part++) {
        const auto* x = operands.parts[part];
#pragma GCC unroll 4
        for (int k = 0; k < matrix.items; k++) {
            if constexpr (FAR) {
                for (int z = 0; z < VECTORS; z++) __builtin_prefetch(ahead + z * 64, 0, 2);
                ahead += VECTORS * 64;
            }
#pragma GCC unroll 8
            for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 8
                for (int z = 0; z < VECTORS; z++)
                    sums[b][z] = Number::multiply_add(
                        sums[b][z], weights + z / SPAN * panel + z % SPAN * LANES, x[b * stride + k]);
            weights += WIDTH;
        }
    }
    float* out = operands.out + first + offset;
#pragma GCC unroll 8
    for (int b = 0; b < VOICES; b++)
#pragma GCC unroll 8
        for (int z = 0; z < VECTORS; z++) store(out + b * operands.out_stride + z * LANES, sums[b][z]);
}

// The panel of SPAN vectors from `first` on, in as many tiles as the voices' sums need.
template <class Number, int VOICES, int SPAN, bool FAR = false>
ALWAYS_INLINE void multiply_panel(const Matrix<Number>& matrix, const Operands<Number>& operands, int first) {
    constexpr int VECTORS = tile_vectors(VOICES) < SPAN ? tile_vectors(VOICES) : SPAN, REST = SPAN % VECTORS;
#pragma GCC unroll 4
    for (int z = 0; z + VECTORS <= SPAN; z += VECTORS)
        tile<Number, VOICES, VECTORS, SPAN, FAR>(matrix, operands, first, z * LANES);
    if constexpr (REST > 0) tile<Number, VOICES, REST, SPAN>(matrix, operands, first, (SPAN - REST) * LANES);
}

// The outputs from `first` to before `end`, for VOICES voices.
template <int VOICES, class Number>
ALWAYS_INLINE void multiply(const Matrix<Number>& matrix, const Operands<Number>& operands, int first, int end) {
    constexpr int VECTORS = tile_vectors(VOICES);
    if constexpr (VECTORS > PANEL_VECTORS)
        for (; end - first >= VECTORS * LANES; first += VECTORS * LANES)
            tile<Number, VOICES, VECTORS, PANEL_VECTORS>(matrix, operands, first, 0);
    if constexpr (VOICES > 4)  // with fewer the far weights are waited for, not the products
        if (operands.ahead && end - first == PANEL)
            return multiply_panel<Number, VOICES, PANEL_VECTORS, true>(matrix, operands, first);
    for (; end - first >= PANEL; first += PANEL) multiply_panel<Number, VOICES, PANEL_VECTORS>(matrix, operands, first);
    switch ((end - first) / LANES) {  // the last panel
        case 1: multiply_panel<Number, VOICES, 1>(matrix, operands, first); break;
        case 2: multiply_panel<Number, VOICES, 2>(matrix, operands, first); break;
        case 3: multiply_panel<Number, VOICES, 3>(matrix, operands, first); break;
    }
}

}  // namespace wavenet
