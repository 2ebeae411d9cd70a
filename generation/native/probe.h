// What one core can do at most: reading weights and multiplying, for the benchmark to compare with.
#pragma once

#include "memory.h"
#include "product.h"

namespace wavenet {

// Reads the weights of `size` bytes `times` times from first to last, as a product for one voice does.
inline float read_weights(int64_t bytes, int64_t times) {
    constexpr int64_t STEP = 8;
    const int64_t vectors = bytes / (STEP * sizeof(Vector)) * STEP;
    const Memory memory(vectors * sizeof(Vector));
    Vector sums[STEP] = {};
    for (int64_t time = 0; time < times; time++) {
        const float* from = memory.as<float>();
        for (int64_t i = 0; i < vectors; i += STEP, from += STEP * LANES)
            for (int z = 0; z < STEP; z++) sums[z] += load(from + z * LANES);
    }
    float total = 0.0f;
    for (int z = 1; z < STEP; z++) sums[0] += sums[z];
    for (int lane = 0; lane < LANES; lane++) total += sums[0][lane];
    return total;
}

// Sums of as many products at once as the registers hold; returns how many operations it did, two a multiply-add.
template <class Number>
double multiply_registers(int64_t times, float* result) {
    constexpr int SUMS = REGISTERS / 4 * 3;
    typename Number::Item weights[LANES * SUMS] = {}, x = 0;
    asm volatile("" : : "r"(weights), "r"(&x) : "memory");  // now they may be any numbers
    Vector sums[SUMS];
    for (int z = 0; z < SUMS; z++) sums[z] = load(weights + z * LANES);
    for (int64_t time = 0; time < times; time++) {
#pragma GCC unroll 24
        for (int z = 0; z < SUMS; z++) sums[z] = Number::multiply_add(sums[z], weights, x);
    }
    for (int z = 0; z < SUMS; z++) *result += sums[z][0];
    return 2.0 * Number::PER_ITEM * LANES * SUMS * double(times);
}

}  // namespace wavenet
