// Products by matrix tiles of bfloat16 (Intel AMX), for processors that have them: sixteen voices at once.
//
// A tile's sums run over the inputs in one order whatever the number of voices, as the vectors' do; they are other sums
// than the vectors', so a product is made by tiles alone or by vectors alone, however many voices there are.
#pragma once

#include "network.h"

#if defined(__AMX_BF16__)

namespace wavenet {

// What products by tiles have in common.
struct ByTiles {
    static constexpr int MOST_VOICES = 16;
    using Gate = float;
    static constexpr bool FINE = true;

    // What the thread's tiles look like while it works with so many voices.
    class Session {
      public:
        Session() = default;
        Session(const Session&) = delete;
        ~Session() {
            if (voices_) _tile_release();
        }

        void use(int voices) {
            if (voices == voices_) return;
            voices_ = voices;
            struct {
                uint8_t palette = 1, start_row = 0, reserved[14] = {};
                uint16_t columns[16] = {};  // bytes
                uint8_t rows[16] = {};
            } layout;
            for (int tile = 0; tile < 8; tile++) {
                layout.columns[tile] = 64;
                layout.rows[tile] = uint8_t(tile < 6 ? voices : 16);  // 0-3 sums, 4-5 inputs, 6-7 weights
            }
            _tile_loadconfig(&layout);
        }

      private:
        int voices_ = 0;
    };
};

struct Bfloat16Tiles : Bfloat16 {
    using Head = Bfloat16Tiles;
    using Session = ByTiles::Session;
    static constexpr int MOST_VOICES = ByTiles::MOST_VOICES;
    static constexpr int HALVES = 1;

    // Whether every part of the inputs fills whole tiles.
    static bool fits(const Shape& shape) {
        return shape.residual % 32 == 0 && shape.dilation % 32 == 0 && shape.skip % 32 == 0;
    }
};

// Single precision by tiles: every number is the sum of two of bfloat16, which together keep its sixteen upper bits, and
// a product is three of theirs; the fourth, of two lower halves, lies below the bits that are kept.
//
// Of every 32 inputs the upper halves lie before the lower ones, among the inputs as among the weights.
struct Float32Tiles : ByTiles {
    using Item = uint32_t;
    using Head = Float32Tiles;
    static constexpr int PER_ITEM = 1;
    static constexpr bool IN_STEPS = false;
    static constexpr bool SCALED = false;
    static constexpr int HALVES = 2;

    static void narrow(Item* row, int first, Vector v, float) {
        const __m256bh upper = _mm512_cvtneps_pbh((__m512)v);
        const Vector rest = v - (Vector)_mm512_slli_epi32(_mm512_cvtepu16_epi32((__m256i)upper), 16);
        const __m256bh lower = _mm512_cvtneps_pbh((__m512)rest);
        Item* to = row + first / 32 * 32 + first % 32 / 2;
        std::memcpy(to, &upper, sizeof upper);
        std::memcpy(to + 16, &lower, sizeof lower);
    }

    static void pack(Item* to, const float* numbers, size_t next) {
        Bfloat16::pack(to, numbers, next);
        const float rest[] = {numbers[0] - number(*to << 16), numbers[next] - number(*to & 0xffff0000)};
        Bfloat16::pack(to + 16 * LANES, rest, 1);
    }

  private:
    static float number(Item bits) {
        float number;
        std::memcpy(&number, &bits, sizeof number);
        return number;
    }
};

// Single precision with tiles behind the layers, for networks beyond the near cache: while far weights are read, tiles
// multiply what several voices make of them. With near weights one voice would wait for the tiles instead.
struct Float32WithTiles : Float32 {
    using Head = Float32Tiles;

    static bool fits(const Shape& shape) {
        return shape.dilation % 32 == 0 && shape.skip % 32 == 0 && shape.weights() * sizeof(Item) > near_cache_bytes();
    }
};

constexpr int TILE = 16 * LANES;  // items of a whole tile: 16 pairs of inputs, 16 outputs

// Packs tiles one behind the other, so that each lies in a straight line: of every 32 inputs a group of outputs at a time,
// its upper halves before its lower ones.
template <class Number>
void pack_tiles(typename Number::Item* to, const float* numbers, int inputs, int outputs) {
    for (int panel = 0; panel < outputs; panel += PANEL)
        for (int row = 0; row < inputs; row += 32)
            for (int first = panel; first < std::min(panel + PANEL, outputs); first += LANES, to += Number::HALVES * TILE)
                for (int pair = 0; pair < 16; pair++)
                    for (int o = 0; o < LANES; o++) {
                        const float* own = numbers + size_t(row + 2 * pair) * outputs + first + o;
                        Number::pack(to + pair * LANES + o, own, outputs);
                    }
}

template <>
inline Matrix<Bfloat16Tiles>::Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
    : weights(to), parts(parts), items(inputs / 2), outputs(outputs) {
    pack_tiles<Bfloat16Tiles>(to, numbers, parts * inputs, outputs);
}

template <>
inline Matrix<Float32Tiles>::Matrix(Item* to, const float* numbers, int parts, int inputs, int outputs)
    : weights(to), parts(parts), items(inputs), outputs(outputs) {
    pack_tiles<Float32Tiles>(to, numbers, parts * inputs, outputs);
}

// Multiplies one of a group's four tiles of outputs; the intrinsics want the tiles' numbers written out.
#define MULTIPLY_TILE(SUM, UPPER, LOWER)                   \
    if (tiles > SUM) {                                     \
        if (far) fetch_far(weights, Number::HALVES);       \
        _tile_stream_loadd(UPPER, weights, 64);            \
        _tile_dpbf16ps(SUM, 4, UPPER);                     \
        if constexpr (Number::HALVES == 2) {               \
            _tile_stream_loadd(LOWER, weights + TILE, 64); \
            _tile_dpbf16ps(SUM, 5, UPPER);                 \
            _tile_dpbf16ps(SUM, 4, LOWER);                 \
        }                                                  \
        weights += Number::HALVES * TILE;                  \
    }

// Asks for the tiles that are multiplied some microseconds after these.
inline void fetch_far(const uint32_t* weights, int tiles) {
    const char* later = reinterpret_cast<const char*>(weights) + (16 << 10);
    for (int line = 0; line < tiles * 16; line++) __builtin_prefetch(later + line * 64, 0, 2);
}

// As the vectors' `multiply`. Weights that are `far` are waited for, not multiplied.
template <class Number>
void multiply_by_tiles(const Matrix<Number>& matrix, const Operands<Number>& operands, int first, bool far) {
    const int tiles = std::min(matrix.outputs - first, GROUP) / LANES;
    const int64_t from_stride = operands.from_stride * 4, out_stride = operands.out_stride * 4;
    const int64_t stride = operands.stride * 4;
    const float* from = operands.from + first;
    float* out = operands.out + first;
    const auto* weights = matrix.weights + size_t(matrix.parts) * matrix.items * first;
    asm volatile("" : : : "memory");  // the intrinsics do not tell the compiler that they read memory
    _tile_loadd(0, from, from_stride);
    if (tiles > 1) _tile_loadd(1, from + LANES, from_stride);
    if (tiles > 2) _tile_loadd(2, from + 2 * LANES, from_stride);
    if (tiles > 3) _tile_loadd(3, from + 3 * LANES, from_stride);
    for (int part = 0; part < matrix.parts; part++)
        for (int k = 0; k < matrix.items; k += 16 * Number::HALVES) {
            _tile_loadd(4, operands.parts[part] + k, stride);
            if constexpr (Number::HALVES == 2) _tile_loadd(5, operands.parts[part] + k + 16, stride);
            MULTIPLY_TILE(0, 6, 7)
            MULTIPLY_TILE(1, 7, 6)
            MULTIPLY_TILE(2, 6, 7)
            MULTIPLY_TILE(3, 7, 6)
        }
    _tile_stored(0, out, out_stride);
    if (tiles > 1) _tile_stored(1, out + LANES, out_stride);
    if (tiles > 2) _tile_stored(2, out + 2 * LANES, out_stride);
    if (tiles > 3) _tile_stored(3, out + 3 * LANES, out_stride);
    asm volatile("" : : : "memory");
}

#undef MULTIPLY_TILE

template <int VOICES>
void multiply(const Matrix<Bfloat16Tiles>& matrix, const Operands<Bfloat16Tiles>& operands, int first, int) {
    multiply_by_tiles(matrix, operands, first, false);
}

template <int VOICES>
void multiply(const Matrix<Float32Tiles>& matrix, const Operands<Float32Tiles>& operands, int first, int) {
    multiply_by_tiles(matrix, operands, first, VOICES <= 4 && operands.ahead);
}

// Multiplies in tiles and returns the number of operations, two a multiply-add.
inline double multiply_tiles(int64_t times, float* result) {
    alignas(64) float zeros[16 * 16] = {};
    Bfloat16Tiles::Session session;
    session.use(16);
    asm volatile("" : : "r"(zeros) : "memory");
    _tile_loadd(0, zeros, 64);
    _tile_loadd(1, zeros, 64);
    _tile_loadd(2, zeros, 64);
    _tile_loadd(3, zeros, 64);
    _tile_loadd(4, zeros, 64);
    _tile_loadd(6, zeros, 64);
    for (int64_t time = 0; time < times; time++) {
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 6);
        _tile_dpbf16ps(2, 4, 6);
        _tile_dpbf16ps(3, 4, 6);
    }
    _tile_stored(0, zeros, 64);
    *result += zeros[0];
    return 4.0 * 2.0 * 16 * 16 * 32 * double(times);
}

}  // namespace wavenet

#endif
