// The C interface of the gated layers in training. Python checks every size before it calls.

#include "stack_backward.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))

using namespace wavenet;

// How many numbers the residual and the gate's channels must be whole multiples of.
EXPORTED int wavenet_lanes() { return LANES; }

// Fills the stack's inputs, gates and skips; -1 without the memory or the threads.
EXPORTED int wavenet_stack_forward(const Stack* stack) {
    try {
        Forward(*stack).run();
        return 0;
    } catch (const std::exception&) {
        return -1;
    }
}

// Fills the gradients from the skips' and from what the forward pass left; -1 without the memory or the threads.
EXPORTED int wavenet_stack_backward(const Stack* stack, const StackGradients* gradients) {
    try {
        Backward(*stack, *gradients).run();
        return 0;
    } catch (const std::exception&) {
        return -1;
    }
}
