// The C interface of the sampler. Python checks every size, index and number before it calls.
//
// The same source is built once for each level of processor (see setup.py); nothing here keeps global state.

#include <memory>

#include "probe.h"
#include "voices.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace wavenet {

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
EXPORTED int wavenet_interface() { return 2; }

// 1 when this build multiplies bfloat16.
EXPORTED int wavenet_has_bfloat16() {
#if defined(__AVX512BF16__)
    return 1;
#else
    return 0;
#endif
}

// A network, or null without the memory or, for bfloat16, without the instructions.
EXPORTED AnyNetwork* wavenet_network(const Shape* shape, const int32_t* dilations, const Weights* weights,
                                     int bfloat16) {
    try {
#if defined(__AMX_BF16__)
        if (bfloat16 && Bfloat16Tiles::fits(*shape))
            return new NetworkOf<Bfloat16Tiles>(*shape, dilations, *weights);
#endif
#if defined(__AVX512BF16__)
        if (bfloat16) return new NetworkOf<Bfloat16>(*shape, dilations, *weights);
#endif
        return bfloat16 ? nullptr : new NetworkOf<Float32>(*shape, dilations, *weights);
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

// Multiplies in registers and returns the number of operations; 0 for bfloat16 without the instructions.
EXPORTED double wavenet_multiply(int64_t times, int bfloat16, float* result) {
#if defined(__AMX_BF16__)
    if (bfloat16) return multiply_tiles(times, result);
#elif defined(__AVX512BF16__)
    if (bfloat16) return multiply_registers<Bfloat16>(times, result);
#endif
    return bfloat16 ? 0.0 : multiply_registers<Float32>(times, result);
}
