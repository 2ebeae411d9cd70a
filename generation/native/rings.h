// What every layer has heard, as far back as its oldest tap.
#pragma once

#include <algorithm>
#include <vector>

#include "memory.h"

namespace wavenet {

// A ring for each layer, of slots that hold one sample's inputs of all voices: one slot more than the oldest tap lies
// back, so that the present sample is written before the past is read.
template <class Item>
class Rings {
  public:
    Rings(const std::vector<int32_t>& dilations, int filter_width, size_t slot_items)
        : present_(dilations.size()), slot_items_(slot_items) {
        size_t slots = 0;
        for (int dilation : dilations) {
            first_.push_back(slots);
            lengths_.push_back((filter_width - 1) * dilation + 1);
            slots += lengths_.back();
        }
        memory_ = Memory(slots * slot_items * sizeof(Item));
    }

    // How many samples ago the layer's oldest tap was the present one.
    int oldest(int layer) const { return lengths_[layer] - 1; }

    // The slot of the sample `back` samples ago, 0 for the present one; at most `oldest`.
    Item* slot(int layer, int back) const {
        const int index = present_[layer] - back;
        return memory_.as<Item>() + (first_[layer] + (index < 0 ? index + lengths_[layer] : index)) * slot_items_;
    }

    size_t slot_bytes() const { return slot_items_ * sizeof(Item); }

    void move_on(int layer) {
        if (++present_[layer] == lengths_[layer]) present_[layer] = 0;
    }

    void clear() {
        memory_.clear();
        std::fill(present_.begin(), present_.end(), 0);
    }

  private:
    std::vector<int> lengths_, present_;
    std::vector<size_t> first_;
    const size_t slot_items_;
    Memory memory_;
};

}  // namespace wavenet
