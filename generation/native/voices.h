// A group of voices that one thread makes together, sample after sample.
//
// Every layer keeps the inputs that its dilation will want again in a ring (Paine et al. 2016, "Fast WaveNet"). Voices
// go through the layers in tiles, so that a weight is read once for several; all skips are one product at the end.
#pragma once

#include <algorithm>

#include "drawing.h"
#include "rings.h"
#include "steering.h"
#include "tiles.h"

namespace wavenet {

// What the C functions see, whatever the numbers of the products.
struct Group {
    virtual ~Group() = default;
    virtual void prime(const int16_t* context, const Steering& steering) = 0;
    virtual void draw(int64_t samples, const float* uniforms, const float* temperatures, const Steering& steering,
                      int16_t* drawn) = 0;
    virtual void follow(int64_t samples, const int16_t* given, const Steering& steering, float* outputs) = 0;
};

template <class Number>
class Voices final : public Group {
    using Item = typename Number::Item;
    using Head = typename Number::Head;
    using HeadItem = typename Head::Item;
    using Gate = typename Number::Gate;

  public:
    Voices(const Network<Number>& network, int voices)
        : network_(network), shape_(network.shape), voices_(voices), tiles_(tiles(voices, Number::MOST_VOICES)),
          head_tiles_(tiles(voices, Head::MOST_VOICES)), biases_(network, voices), stride_(items(shape_.residual)),
          rings_(network.dilations, shape_.filter_width, size_t(voices) * items(shape_.residual)),
          heard_(voices, shape_.input_width), x_(voices, padded(shape_.residual)),
          gates_(voices, biases_.wide()), passed_on_(IN_ONE ? 0 : voices, padded(shape_.dilation)),
          gated_(voices, padded(shape_.layers * shape_.dilation + LANES) / Head::PER_ITEM),
          ahead_bytes_(network.packed_bytes() > near_cache_bytes() ? near_cache_bytes() / 4 : 0),
          sums_(voices, padded(shape_.skip)), rectified_(voices, padded(shape_.skip) / Head::PER_ITEM), worth_(voices, 1),
          outputs_(voices, padded(shape_.outputs)) {}

    // Hears receptive_field_samples of context, all but its last sample, which is heard when the next one is drawn.
    void prime(const int16_t* context, const Steering& steering) override {
        typename Head::Session session;
        session_ = &session;
        rings_.clear();
        biases_.follow(steering);
        int64_t field = shape_.input_width;
        for (int layer = 0; layer < shape_.layers; layer++) field += rings_.oldest(layer);
        for (int64_t t = 0; t < field; t++) {
            for (int voice = 0; voice < voices_; voice++) hear(voice, context[t]);
            if (t + 1 < field) {
                biases_.at(t + 1);
                layers<true>(t);
            }
        }
    }

    // uniforms (voices, samples, 1 or 2), temperatures (samples,), drawn (voices, samples).
    void draw(int64_t samples, const float* uniforms, const float* temperatures, const Steering& steering,
              int16_t* drawn) override {
        const int each = shape_.mixtures ? 2 : 1;
        typename Head::Session session;
        session_ = &session;
        biases_.follow(steering);
        for (int64_t t = 0; t < samples; t++) {
            step(t);
            for (int voice = 0; voice < voices_; voice++) {
                const float* uniform = uniforms + (voice * samples + t) * each;
                const int sample =
                    shape_.mixtures ? draw_logistic(outputs_[voice], shape_.mixtures, uniform, temperatures[t])
                                    : draw_index(outputs_[voice], shape_.outputs, *uniform, temperatures[t]);
                drawn[voice * samples + t] = static_cast<int16_t>(sample);
                hear(voice, drawn[voice * samples + t]);
            }
        }
    }

    // given (voices, samples), outputs (voices, samples, outputs).
    void follow(int64_t samples, const int16_t* given, const Steering& steering, float* outputs) override {
        typename Head::Session session;
        session_ = &session;
        biases_.follow(steering);
        for (int64_t t = 0; t < samples; t++) {
            step(t);
            for (int voice = 0; voice < voices_; voice++) {
                const int64_t at = voice * samples + t;
                std::copy_n(outputs_[voice], shape_.outputs, outputs + at * shape_.outputs);
                hear(voice, given[at]);
            }
        }
    }

  private:
    static constexpr bool IN_ONE = std::is_same_v<Number, Head>;  // whether all products are made with the same numbers

    // How many items a row of `values` takes up, filled to whole vectors.
    static int items(int values) { return padded(values) / Number::PER_ITEM; }

    // The voices in tiles of nearly equal size.
    static std::vector<int> tiles(int voices, int most) {
        const int count = (voices + most - 1) / most;
        std::vector<int> sizes;
        for (int i = 0; i < count; i++) sizes.push_back(voices * (i + 1) / count - voices * i / count);
        return sizes;
    }

    // Runs work(Count<VOICES>, first voice) for every tile of voices, which Numbers, the layers' or the head's, multiply.
    template <class Numbers, class Work>
    void for_tiles(const std::vector<int>& tiles, Work work) const {
        int first = 0;
        for (const int voices : tiles) {
            if constexpr (std::is_same_v<Numbers, Head>) session_->use(voices);
            tile_of<Numbers::MOST_VOICES>(voices, first, work);
            first += voices;
        }
    }

    // As for_tiles, for the layers; ALONE says that so many voices are one tile.
    template <int ALONE, class Work>
    ALWAYS_INLINE void for_layers(Work work) const {
        if constexpr (ALONE > 0)
            work(Count<ALONE>{}, 0);
        else
            for_tiles<Number>(tiles_, work);
    }

    template <int VOICES, class Work>
    static void tile_of(int voices, int first, Work& work) {
        if (voices == VOICES) return work(Count<VOICES>{}, first);
        if constexpr (VOICES > 1) tile_of<VOICES - 1>(voices, first, work);
    }

    // The way through the layers, which is shorter for so few voices that what stands between the products counts.
    template <bool PRIMING>
    void layers(int64_t heard) {
        if constexpr (!PRIMING && Number::MOST_VOICES <= ByVectors::MOST_VOICES) {
            if (voices_ == 1) return layers_of<PRIMING, 1>(heard);
            if (voices_ == 2) return layers_of<PRIMING, 2>(heard);
        }
        layers_of<PRIMING, 0>(heard);
    }

    void hear(int voice, int16_t sample) {
        int16_t* heard = heard_[voice];
        std::copy(heard + 1, heard + shape_.input_width, heard);
        heard[shape_.input_width - 1] = sample;
    }

    // One prediction, of the t-th sample since the steering began.
    void step(int64_t t) {
        biases_.at(t);
        layers<false>(0);
        head();
    }

    // The present sample's way through the layers; moves the rings on by one. While PRIMING, `heard` samples after the
    // first, a layer is passed only when the samples before have filled its past, and the last gate feeds nothing.
    template <bool PRIMING, int ALONE>
    void layers_of(int64_t heard) {
        for (int voice = 0; voice < voices_; voice++) enter(voice);
        int64_t needed = shape_.input_width - 1;
        for (int layer = 0; layer < shape_.layers; layer++) {
            fetch_ahead(layer + 2);
            if (PRIMING && heard < needed) return;
            needed += rings_.oldest(layer);
            remember(layer);
            const bool last = layer + 1 == shape_.layers;
            if (!PRIMING || (!last && heard >= needed)) {
                for_layers<ALONE>([&](auto voices, int first) { gate<decltype(voices)::value, ALONE>(layer, first); });
                if (!last)
                    for_layers<ALONE>(
                        [&](auto voices, int first) { pass_on<decltype(voices)::value, ALONE>(layer, first); });
            }
            rings_.move_on(layer);
        }
    }

    // x = the first layer's causal convolution of what was heard.
    void enter(int voice) {
        const int16_t* heard = heard_[voice];
        float* x = x_[voice];
        for (int i = 0; i < padded(shape_.residual); i += LANES) {
            Vector sum = shape_.levels ? Vector{} : load(network_.input_bias[0] + i);
            for (int tap = 0; tap < shape_.input_width; tap++) {
                if (shape_.levels)
                    sum += load(network_.input[size_t(tap) * shape_.levels + heard[tap]] + i);
                else
                    sum += load(network_.input[tap] + i) * (heard[tap] * (1.0f / 32768.0f));
            }
            store(x + i, sum);
        }
    }

    // Asks for the slots that a later layer will read and write, which have long left the caches.
    void fetch_ahead(int layer) const {
        if (layer >= shape_.layers) return;
        for (int tap = 0; tap < shape_.filter_width; tap++) {
            const char* slot = reinterpret_cast<const char*>(rings_.slots(layer)[tap]);
            for (size_t byte = 0; byte < rings_.slot_bytes(); byte += 64)
                __builtin_prefetch(slot + byte, 0, 0);  // read once: the weights are to stay in the near cache
        }
    }

    // Keeps the layer's inputs: what the layer before passed on, with its bias.
    void remember(int layer) {
        const float steps = Number::IN_STEPS ? network_.input_steps[layer].in_one : 1.0f;
        const float* bias = network_.residual_bias[layer];
        Item* slot = rings_.present(layer);
        for (int voice = 0; voice < voices_; voice++, slot += stride_)
            for (int i = 0; i < shape_.residual; i += LANES) {
                const Vector x = load(x_[voice] + i) + load(bias + i);
                store(x_[voice] + i, x);
                Number::narrow(slot, i, x, steps);
            }
    }

    // Of many voices a group of outputs at a time, so that its weights are near for all of them.
    template <int VOICES, int ALONE, class Numbers, class Sum>
    ALWAYS_INLINE static void multiply_groups(const Matrix<Numbers>& matrix, const Operands<Numbers, Sum>& operands) {
        if constexpr (ALONE > 0)
            multiply<VOICES>(matrix, operands, 0, matrix.outputs);
        else
            for (int o = 0; o < matrix.outputs; o += GROUP)
                multiply<VOICES>(matrix, operands, o, std::min(o + GROUP, matrix.outputs));
    }

    // gated = tanh(filter) * sigmoid(gate) of the layer's dilated convolution.
    template <int VOICES, int ALONE>
    void gate(int layer, int first) {
        const Matrix<Number>& matrix = network_.gates[layer];
        const int wide = biases_.wide();
        const Gate* biases = biases_.of_layer(layer) + size_t(first) * wide;
        Operands<Number, Gate> operands{{}, stride_, biases, wide, gates_[first], wide, worth_of(layer), 0};
        for (int tap = 0; tap < MOST_TAPS; tap++) operands.parts[tap] = rings_.slots(layer)[tap] + first * stride_;
        operands.ahead = head_ahead(layer);
        multiply_groups<VOICES, ALONE>(matrix, operands);
        for (int voice = first; voice < first + VOICES; voice++) finish_gate(layer, voice);
    }

    // The gated sums of one voice.
    void finish_gate(int layer, int voice) {
        const int half = biases_.wide() / 2;
        HeadItem* to = gated_[voice] + layer * shape_.dilation / Head::PER_ITEM;
        const Gate* sums = gates_[voice];
        if constexpr (!std::is_same_v<Gate, float>) return Number::gate(sums, half, to);
        else
            for (int i = 0; i < half; i += LANES) {  // what it writes beyond D, the next layer overwrites
                const Vector z = gated<Number::FINE>(load(sums + i), load(sums + half + i));
                Head::narrow(to, i, z, network_.gated_steps.in_one);
                if constexpr (!IN_ONE) Number::narrow(passed_on_[voice], i, z, 1.0f);
            }
    }

    // x += gated * residual weights; the next layer adds the bias.
    template <int VOICES, int ALONE>
    void pass_on(int layer, int first) {
        const Matrix<Number>& matrix = network_.residuals[layer];
        const Item* gated;
        if constexpr (IN_ONE)
            gated = gated_[first] + layer * shape_.dilation / Number::PER_ITEM;
        else
            gated = passed_on_[first];
        const int stride = IN_ONE ? gated_.stride() : passed_on_.stride();
        const Operands<Number> operands{{gated}, stride, x_[first], x_.stride(), x_[first], x_.stride(),
                                        &network_.gated_steps.worth, 0};
        multiply_groups<VOICES, ALONE>(matrix, operands);
    }

    // outputs = relu(relu(all skips) * hidden) * output.
    void head() {
        multiply_all(network_.skips, gated_, network_.skip_bias, sums_, &network_.gated_steps.worth, 0);
        rectify(network_.hidden);
        multiply_all(network_.hidden, rectified_, network_.hidden_bias, sums_, worth_[0], 1);
        rectify(network_.output);
        multiply_all(network_.output, rectified_, network_.output_bias, outputs_, worth_[0], 1);
    }

    // Of a network beyond the near cache the last layers fetch the head's first weights, as many bytes as their own.
    const char* head_ahead(int layer) const {
        const size_t each = size_t(shape_.filter_width) * shape_.residual * PANEL * sizeof(Item) / Number::PER_ITEM;
        const size_t behind = (shape_.layers - layer) * each, whole = ahead_bytes_ / each * each;
        if (behind > whole) return nullptr;
        return reinterpret_cast<const char*>(network_.skips.weights) + (whole - behind);
    }

    void multiply_all(const Matrix<Head>& matrix, const Rows<HeadItem>& in, const Rows<float>& bias, Rows<float>& out,
                      const float* worth, int worth_stride) {
        for (int o = 0; o < matrix.outputs; o += GROUP)
            for_tiles<Head>(head_tiles_, [&](auto voices, int first) {
                Operands<Head> operands{{in[first], in[first]}, in.stride(), bias[0], 0, out[first], out.stride(),
                                          worth + first * worth_stride, worth_stride};
                if (ahead_bytes_)  // the next panel; behind the last one nothing is read by it
                    operands.ahead = reinterpret_cast<const char*>(
                        matrix.weights + size_t(matrix.parts) * matrix.items * (o + PANEL));
                multiply<decltype(voices)::value>(matrix, operands, o, std::min(o + GROUP, matrix.outputs));
            });
    }

    // The inputs of the next product: where they are scaled, in steps or shares of what their greatest allows.
    void rectify(const Matrix<Head>& next) {
        for (int voice = 0; voice < voices_; voice++) {
            const float* sums = sums_[voice];
            Steps steps;
            if constexpr (Head::SCALED) {
                steps = Steps(next.steps, greatest(sums, padded(shape_.skip)));
                *worth_[voice] = steps.worth;
            }
            for (int i = 0; i < shape_.skip; i += LANES)
                Head::narrow(rectified_[voice], i, highest(load(sums + i), Vector{}), steps.in_one);
        }
    }

    // What a step of a layer's inputs is worth.
    const float* worth_of(int layer) const { return Number::IN_STEPS ? &network_.input_steps[layer].worth : nullptr; }

    const Network<Number>& network_;
    const Shape& shape_;
    const int voices_;
    const std::vector<int> tiles_, head_tiles_;
    GateBiases<Number> biases_;
    const int stride_;  // items of a voice's inputs of a layer
    Rings<Item> rings_;
    typename Head::Session* session_ = nullptr;  // of the call under way
    Rows<int16_t> heard_;
    Rows<float> x_;
    Rows<Gate> gates_;
    Rows<Item> passed_on_;  // a layer's gated sums, where the head takes them in other numbers
    Rows<HeadItem> gated_;  // every layer's, (voices, layers * D)
    const size_t ahead_bytes_;  // of the head that the layers fetch
    Rows<float> sums_;
    Rows<HeadItem> rectified_;
    Rows<float> worth_;  // of a step of each voice's rectified sums
    Rows<float> outputs_;
};

}  // namespace wavenet
