// Products of bfloat16 by matrix tiles (Intel AMX), for processors that have them: sixteen voices at once.
//
// A tile's sums run over the inputs in one order whatever the number of voices, as the vectors' do; they are other sums
// than the vectors', so one network is multiplied by tiles alone or by vectors alone.
#pragma once

#include "network.h"

#if defined(__AMX_BF16__)

namespace wavenet {

struct Bfloat16Tiles : Bfloat16 {
    static constexpr int MOST_VOICES = 16;

    // Whether every part of the inputs fills whole tiles.
    static bool fits(const Shape& shape) {
        return shape.residual % 32 == 0 && shape.dilation % 32 == 0 && shape.skip % 32 == 0;
    }

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
                layout.rows[tile] = uint8_t(tile < 5 ? voices : 16);  // 0-3 sums, 4 inputs, 5-7 weights
            }
            _tile_loadconfig(&layout);
        }

      private:
        int voices_ = 0;
    };
};

// As the vectors' `multiply`. The intrinsics want the tiles' numbers written out.
template <int VOICES>
void multiply(const Matrix<Bfloat16Tiles>& matrix, const Operands<Bfloat16Tiles>& operands, int first) {
    const int end = matrix.outputs - first < GROUP ? matrix.outputs : first + GROUP;
    const int width = matrix.outputs - first < PANEL ? matrix.outputs - first : PANEL, tiles = (end - first) / LANES;
    const int64_t from_stride = operands.from_stride * 4, out_stride = operands.out_stride * 4;
    const int64_t stride = operands.stride * 4, row = width * 4;
    const float* from = operands.from + first;
    float* out = operands.out + first;
    const auto* weights = matrix.weights + size_t(matrix.parts) * matrix.items * first;
    asm volatile("" : : : "memory");  // the intrinsics do not tell the compiler that they read memory
    _tile_loadd(0, from, from_stride);
    if (tiles > 1) _tile_loadd(1, from + LANES, from_stride);
    if (tiles > 2) _tile_loadd(2, from + 2 * LANES, from_stride);
    if (tiles > 3) _tile_loadd(3, from + 3 * LANES, from_stride);
    for (int part = 0; part < matrix.parts; part++)
        for (int k = 0; k < matrix.items; k += 16, weights += 16 * width) {
            _tile_loadd(4, operands.parts[part] + k, stride);
            _tile_loadd(5, weights, row);
            _tile_dpbf16ps(0, 4, 5);
            if (tiles > 1) {
                _tile_loadd(6, weights + LANES, row);
                _tile_dpbf16ps(1, 4, 6);
            }
            if (tiles > 2) {
                _tile_loadd(7, weights + 2 * LANES, row);
                _tile_dpbf16ps(2, 4, 7);
            }
            if (tiles > 3) {
                _tile_loadd(5, weights + 3 * LANES, row);
                _tile_dpbf16ps(3, 4, 5);
            }
        }
    _tile_stored(0, out, out_stride);
    if (tiles > 1) _tile_stored(1, out + LANES, out_stride);
    if (tiles > 2) _tile_stored(2, out + 2 * LANES, out_stride);
    if (tiles > 3) _tile_stored(3, out + 3 * LANES, out_stride);
    asm volatile("" : : : "memory");
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
    _tile_loadd(5, zeros, 64);
    for (int64_t time = 0; time < times; time++) {
        _tile_dpbf16ps(0, 4, 5);
        _tile_dpbf16ps(1, 4, 5);
        _tile_dpbf16ps(2, 4, 5);
        _tile_dpbf16ps(3, 4, 5);
    }
    _tile_stored(0, zeros, 64);
    *result += zeros[0];
    return 4.0 * 2.0 * 16 * 16 * 32 * double(times);
}

}  // namespace wavenet

#endif
