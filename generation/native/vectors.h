// Vectors as wide as the machine that this build is for, by the compiler's own vector types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__SSE__)
#include <immintrin.h>
#endif

// For the innermost functions, whose arguments are to stay in registers.
#define ALWAYS_INLINE __attribute__((always_inline)) inline

namespace wavenet {

#if defined(__AVX512F__)
constexpr int LANES = 16;
constexpr int REGISTERS = 32;
#elif defined(__AVX__)
constexpr int LANES = 8;
constexpr int REGISTERS = 16;
#else
constexpr int LANES = 4;
#if defined(__aarch64__)
constexpr int REGISTERS = 32;
#else
constexpr int REGISTERS = 16;
#endif
#endif

typedef float Vector __attribute__((vector_size(LANES * 4)));
typedef int32_t Integers __attribute__((vector_size(LANES * 4)));
typedef uint32_t Unsigned __attribute__((vector_size(LANES * 4)));
typedef uint16_t Halves __attribute__((vector_size(LANES * 2)));  // bfloat16 numbers

// A whole number as a type, for what is unrolled.
template <int N>
using Count = std::integral_constant<int, N>;

// How many values a row of `values` takes up when it is filled to whole vectors.
constexpr int padded(int values) { return (values + LANES - 1) / LANES * LANES; }

inline Vector load(const void* from) {
    Vector v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

inline void store(void* to, Vector v) { std::memcpy(to, &v, sizeof v); }

// To memory that is not read again soon, past the caches; `to` is aligned to whole vectors.
inline void stream(float* to, Vector v) {
#if defined(__AVX512F__)
    _mm512_stream_ps(to, (__m512)v);
#elif defined(__AVX__)
    _mm256_stream_ps(to, (__m256)v);
#elif defined(__SSE__)
    _mm_stream_ps(to, (__m128)v);
#else
    store(to, v);
#endif
}

inline void stream(uint16_t* to, Halves v) {
#if defined(__AVX512F__)
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to), (__m256i)v);
#elif defined(__AVX__)
    _mm_stream_si128(reinterpret_cast<__m128i*>(to), (__m128i)v);
#else
    std::memcpy(to, &v, sizeof v);
#endif
}

inline Vector all(float value) { return Vector{} + value; }

inline Vector highest(Vector a, Vector b) { return a > b ? a : b; }

inline Vector lowest(Vector a, Vector b) { return a < b ? a : b; }

// The greatest of so many numbers, whole vectors of them.
inline float greatest(const float* numbers, int count) {
    Vector tops = load(numbers);
    for (int i = LANES; i < count; i += LANES) tops = highest(tops, load(numbers + i));
#if defined(__AVX512F__)
    return _mm512_reduce_max_ps((__m512)tops);
#else
    float top = tops[0];
    for (int lane = 1; lane < LANES; lane++) top = top < tops[lane] ? tops[lane] : top;
    return top;
#endif
}

// 2^r for r in [-1/2, 1/2], by a minimax polynomial: within 2e-7, or 8e-5 where it need not be FINE.
template <bool FINE = true>
inline Vector power_of_fraction(Vector r) {
    if constexpr (FINE) {
        Vector p = all(1.327647129e-3f);
        p = p * r + 9.675540961e-3f;
        p = p * r + 5.550713092e-2f;
        p = p * r + 2.402212024e-1f;
        p = p * r + 6.931469440e-1f;
        return p * r + 1.000000119f;
    } else {
        const Vector p = (all(5.517167e-2f) * r + 2.4261112e-1f) * r + 6.9326099e-1f;
        return p * r + 9.9992807e-1f;
    }
}

// 2^t within 2e-7 for t in [-126, 126]: whole powers by the exponent's bits, the rest by a minimax polynomial.
inline Vector power_of_two(Vector t) {
    const Vector magic = all(12582912.0f);  // 1.5 * 2^23: adding it rounds to whole numbers, kept in the low bits
    const Vector shifted = t + magic;
    return (Vector)((Integers)power_of_fraction(t - (shifted - magic)) + ((Integers)shifted << 23));
}

constexpr float LOG2_E = 1.442695041f;
constexpr float FILTER_SCALE = -2.0f * LOG2_E;
constexpr float GATE_SCALE = -LOG2_E;

// 1 / v for normal v and results: within 2e-7, or 7e-5 where it need not be FINE.
template <bool FINE = true>
inline Vector reciprocal(Vector v) {
#if defined(__AVX512F__)
    const Vector near = (Vector)_mm512_rcp14_ps((__m512)v);  // a division keeps its unit busy far longer
    if constexpr (!FINE) return near;
    return near * (2.0f - v * near);
#else
    return 1.0f / v;
#endif
}

// 2^t for t below 127, as near as the power of a fraction; far below -126 it is 0.
template <bool FINE = true>
inline Vector raised(Vector t) {
#if defined(__AVX512F__)
    const Vector r = (Vector)_mm512_reduce_ps((__m512)t, 0);  // what is left of whole powers, between -1/2 and 1/2
    return (Vector)_mm512_scalef_ps((__m512)power_of_fraction<FINE>(r), (__m512)(t - r));
#else
    return power_of_two(highest(t, all(-126.0f)));
#endif
}

// tanh(a) * sigmoid(b), given filter = FILTER_SCALE * a and gate = GATE_SCALE * b: one reciprocal for both. Within 2e-7,
// or 2e-4 where it need not be FINE.
template <bool FINE = true>
inline Vector gated(Vector filter, Vector gate) {
    const Vector f = raised<FINE>(lowest(filter, all(40.0f))), more = 1.0f + f;
    const Vector g = raised<FINE>(lowest(gate, all(80.0f)));
    return (1.0f - f) * reciprocal<FINE>(more * g + more);
}

}  // namespace wavenet
