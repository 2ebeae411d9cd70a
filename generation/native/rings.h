// What every layer has heard, as far back as its oldest tap.
#pragma once

#include <algorithm>
#include <vector>

#include "memory.h"

namespace wavenet {

// How many taps a layer may have.
constexpr int MOST_TAPS = 4;

// A ring for each layer, of slots that hold one sample's inputs of all voices: one slot more than the oldest tap lies
// back, so that the present sample is written before the past is read.
template <class Item>
class Rings {
  public:
    Rings(const std::vector<int32_t>& dilations, int filter_width, size_t slot_items)
        : taps_(filter_width), slot_items_(slot_items), dilations_(dilations), rings_(dilations.size()) {
        size_t slots = 0;
        for (int layer = 0; layer < int(dilations.size()); layer++) slots += oldest(layer) + 1;
        memory_ = Memory(slots * slot_items * sizeof(Item));
        rewind();
    }

    // How many samples ago the layer's oldest tap was the present one.
    int oldest(int layer) const { return (taps_ - 1) * dilations_[layer]; }

    // The slots that the layer's taps read, the oldest first; the last one is the present sample's.
    Item* const* slots(int layer) const { return rings_[layer].taps; }
    Item* present(int layer) const { return rings_[layer].taps[taps_ - 1]; }

    size_t slot_bytes() const { return slot_items_ * sizeof(Item); }

    void move_on(int layer) {
        Ring& ring = rings_[layer];
        for (int tap = 0; tap < taps_; tap++)
            if ((ring.taps[tap] += slot_items_) == ring.end) ring.taps[tap] = ring.first;
    }

    void clear() {
        memory_.clear();
        rewind();
    }

  private:
    struct Ring {
        Item* taps[MOST_TAPS];
        Item *first, *end;
    };

    void rewind() {
        Item* first = memory_.as<Item>();
        for (int layer = 0; layer < int(rings_.size()); layer++) {
            Ring& ring = rings_[layer];
            ring = {{}, first, first + (oldest(layer) + 1) * slot_items_};
            for (int tap = 0; tap < MOST_TAPS; tap++)
                ring.taps[tap] = first + (tap < taps_ ? tap * dilations_[layer] * slot_items_ : 0);
            first = ring.end;
        }
    }

    const int taps_;
    const size_t slot_items_;
    const std::vector<int32_t>& dilations_;
    std::vector<Ring> rings_;
    Memory memory_;
};

}  // namespace wavenet
