// The C interface of the sampler. Python checks every size, index and number before it calls.
//
// The same source is built once for each level of processor (see setup.py); nothing here keeps global state.

#include <memory>

#include "probe.h"
#include "voices.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace wavenet {

// So many multiply float32 by tiles throughout, however they are shared out over threads; fewer would wait for the tiles.
constexpr int MANY_VOICES = 8;

// As native/library.py counts them.
enum Precision { FLOAT32, BFLOAT16, INT8 };

// A network with any numbers, and the groups of voices that it makes.
struct AnyNetwork {
    virtual ~AnyNetwork() = default;
    virtual Group* group(int voices) const = 0;
};

template <class Number>
struct NetworkOf final : AnyNetwork {
    NetworkOf(const Shape& shape, const int32_t* dilations, const Weights& weights)
        : network(shape, dilations, weights) {}
    Group* group(int voices) const override { return new Voices<Number>(network, voices); }

    const Network<Number> network;
};

}  // namespace wavenet

using namespace wavenet;

// The version of these functions; native/library.py calls only its own.
EXPORTED int wavenet_interface() { return 4; }

// 1 when this build multiplies numbers of this precision.
EXPORTED int wavenet_has(int precision) {
#if defined(__AVX512BF16__)
    if (precision == BFLOAT16) return 1;
#endif
#if defined(__AVX512VNNI__)
    if (precision == INT8) return 1;
#endif
    return precision == FLOAT32;
}

// A network for so many voices in all, or null without the memory or without the precision's instructions.
EXPORTED AnyNetwork* wavenet_network(const Shape* shape, const int32_t* dilations, const Weights* weights,
                                     int precision, int voices) {
    try {
#if defined(__AVX512FP16__)
        if (precision == BFLOAT16 && voices <= Float16::MOST_VOICES && Float16::fits(*shape, *weights))
            return new NetworkOf<Float16>(*shape, dilations, *weights);
#endif
#if defined(__AMX_BF16__)
        if (precision == BFLOAT16 && Bfloat16Tiles::fits(*shape))
            return new NetworkOf<Bfloat16Tiles>(*shape, dilations, *weights);
        if (precision == FLOAT32 && Float32WithTiles::fits(*shape))
            return new NetworkOf<Float32WithTiles>(*shape, dilations, *weights);
        if (precision == FLOAT32 && voices >= MANY_VOICES && Bfloat16Tiles::fits(*shape))
            return new NetworkOf<Float32Tiles>(*shape, dilations, *weights);
#endif
#if defined(__AVX512BF16__)
        if (precision == BFLOAT16) return new NetworkOf<Bfloat16>(*shape, dilations, *weights);
#endif
#if defined(__AVX512VNNI__)
        if (precision == INT8) return new NetworkOf<Int8>(*shape, dilations, *weights);
#endif
        return precision == FLOAT32 ? new NetworkOf<Float32>(*shape, dilations, *weights) : nullptr;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

EXPORTED void wavenet_network_free(AnyNetwork* network) { delete network; }

// Voices that one thread makes together, or null without the memory. The network must outlive them.
EXPORTED Group* wavenet_group(const AnyNetwork* network, int voices) {
    try {
        return network->group(voices);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

EXPORTED void wavenet_group_free(Group* group) { delete group; }

EXPORTED void wavenet_prime(Group* group, const int16_t* context, const Steering* steering) {
    group->prime(context, *steering);
}

EXPORTED void wavenet_draw(Group* group, int64_t samples, const float* uniforms, const float* temperatures,
                           const Steering* steering, int16_t* drawn) {
    group->draw(samples, uniforms, temperatures, *steering, drawn);
}

EXPORTED void wavenet_follow(Group* group, int64_t samples, const int16_t* given, const Steering* steering,
                             float* outputs) {
    group->follow(samples, given, *steering, outputs);
}

// Reads a buffer of weights; -1 without the memory.
EXPORTED int wavenet_read(int64_t bytes, int64_t times, float* result) {
    try {
        *result = read_weights(bytes, times);
        return 0;
    } catch (const std::bad_alloc&) {
        return -1;
    }
}

// Multiplies in registers and returns the number of operations; 0 without the precision's instructions.
EXPORTED double wavenet_multiply(int64_t times, int precision, float* result) {
#if defined(__AMX_BF16__)
    if (precision == BFLOAT16) return multiply_tiles(times, result);
#elif defined(__AVX512BF16__)
    if (precision == BFLOAT16) return multiply_registers<Bfloat16>(times, result);
#endif
#if defined(__AVX512VNNI__)
    if (precision == INT8) return multiply_bytes(times, result);
#endif
    return precision == FLOAT32 ? multiply_registers<Float32>(times, result) : 0.0;
}
