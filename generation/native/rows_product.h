// Products of many rows with small matrices, as training needs them: rows times weights, and rows times rows.
//
// Every sum runs in one order, whatever the tile, so that a row's result does not depend on the rows beside it.
#pragma once

#include "vectors.h"

namespace wavenet {

// How many rows a tile of so many vectors takes, so that its sums fill the registers and no more.
constexpr int tile_rows(int vectors) { return (REGISTERS == 32 ? 24 : 12) / vectors; }
constexpr int MOST_VECTORS = REGISTERS == 32 ? 4 : 2;

// One input of a product: rows of `inputs` numbers, `stride` apart, and their weights (inputs, columns).
struct Part {
    const float* rows;
    int64_t stride;
    const float* weights;
    int inputs;
};

// to[r] = from[r] + sum over parts of rows[r] * weights, for ROWS rows and VECTORS vectors of the columns from `first`.
template <int ROWS, int VECTORS>
ALWAYS_INLINE void rows_tile(const Part* parts, int count, int columns, const float* const* from, float* to,
                             int64_t to_stride, int64_t row, int first) {
    Vector sums[ROWS][VECTORS];
#pragma GCC unroll 24
    for (int r = 0; r < ROWS; r++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) sums[r][z] = load(from[r] + first + z * LANES);
    for (int part = 0; part < count; part++) {
        const Part& own = parts[part];
        const float* x = own.rows + row * own.stride;
        const float* weights = own.weights + first;
        for (int k = 0; k < own.inputs; k++, weights += columns) {
            Vector w[VECTORS];
#pragma GCC unroll 4
            for (int z = 0; z < VECTORS; z++) w[z] = load(weights + z * LANES);
#pragma GCC unroll 24
            for (int r = 0; r < ROWS; r++)
#pragma GCC unroll 4
                for (int z = 0; z < VECTORS; z++) sums[r][z] += w[z] * x[r * own.stride + k];
        }
    }
#pragma GCC unroll 24
    for (int r = 0; r < ROWS; r++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) store(to + r * to_stride + first + z * LANES, sums[r][z]);
}

// The columns from `first` on in tiles of VECTORS vectors, then of fewer; begin(row) says where a row's sums begin.
template <int VECTORS, class Begin>
void multiply_columns(const Part* parts, int count, int columns, Begin begin, float* to, int64_t to_stride,
                      int64_t rows, int first) {
    constexpr int ROWS = tile_rows(VECTORS);
    const float* from[ROWS];
    for (; columns - first >= VECTORS * LANES; first += VECTORS * LANES) {
        int64_t row = 0;
        for (; row + ROWS <= rows; row += ROWS) {
            for (int r = 0; r < ROWS; r++) from[r] = begin(row + r);
            rows_tile<ROWS, VECTORS>(parts, count, columns, from, to + row * to_stride, to_stride, row, first);
        }
        for (; row < rows; row++) {
            from[0] = begin(row);
            rows_tile<1, VECTORS>(parts, count, columns, from, to + row * to_stride, to_stride, row, first);
        }
    }
    if constexpr (VECTORS > 1)
        if (first < columns)
            multiply_columns<VECTORS / 2>(parts, count, columns, begin, to, to_stride, rows, first);
}

// to (rows, columns) = begin + all parts; columns are whole vectors.
template <class Begin>
void multiply_rows(const Part* parts, int count, int columns, Begin begin, float* to, int64_t to_stride, int64_t rows) {
    multiply_columns<MOST_VECTORS>(parts, count, columns, begin, to, to_stride, rows, 0);
}

// sums (INPUTS of all, columns) += x^T * y over the rows.
template <int INPUTS, int VECTORS>
ALWAYS_INLINE void outer_tile(const float* x, int64_t x_stride, const float* y, int64_t y_stride, int64_t rows,
                              float* sums, int columns) {
    Vector total[INPUTS][VECTORS];
#pragma GCC unroll 8
    for (int k = 0; k < INPUTS; k++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) total[k][z] = load(sums + k * columns + z * LANES);
    for (int64_t row = 0; row < rows; row++, x += x_stride, y += y_stride) {
        Vector values[VECTORS];
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) values[z] = load(y + z * LANES);
#pragma GCC unroll 8
        for (int k = 0; k < INPUTS; k++)
#pragma GCC unroll 4
            for (int z = 0; z < VECTORS; z++) total[k][z] += values[z] * x[k];
    }
#pragma GCC unroll 8
    for (int k = 0; k < INPUTS; k++)
#pragma GCC unroll 4
        for (int z = 0; z < VECTORS; z++) store(sums + k * columns + z * LANES, total[k][z]);
}

template <int VECTORS>
void add_outer_columns(const float* x, int64_t x_stride, int inputs, const float* y, int64_t y_stride, int64_t rows,
                       float* sums, int columns, int first) {
    constexpr int INPUTS = 4;
    for (; columns - first >= VECTORS * LANES; first += VECTORS * LANES) {
        int k = 0;
        for (; k + INPUTS <= inputs; k += INPUTS)
            outer_tile<INPUTS, VECTORS>(x + k, x_stride, y + first, y_stride, rows, sums + k * columns + first, columns);
        for (; k < inputs; k++)
            outer_tile<1, VECTORS>(x + k, x_stride, y + first, y_stride, rows, sums + k * columns + first, columns);
    }
    if constexpr (VECTORS > 1)
        if (first < columns)
            add_outer_columns<VECTORS / 2>(x, x_stride, inputs, y, y_stride, rows, sums, columns, first);
}

// sums (inputs, columns) += x^T * y for x (rows, inputs) and y (rows, columns); columns are whole vectors.
inline void add_outer(const float* x, int64_t x_stride, int inputs, const float* y, int64_t y_stride, int64_t rows,
                      float* sums, int columns) {
    add_outer_columns<MOST_VECTORS>(x, x_stride, inputs, y, y_stride, rows, sums, columns, 0);
}

}  // namespace wavenet
