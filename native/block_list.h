// Intrusive doubly linked lists, ordered by when their items were added.
#pragma once

namespace tadpole {

/** The neighbours of an item in one list. */
template <typename Item>
struct Links {
  Item* newer = nullptr;
  Item* older = nullptr;
};

/** Items from the newest to the oldest, linked through their member `links`. Does not own them. */
template <typename Item, Links<Item> Item::* links>
struct BlockList {
  Item* newest = nullptr;
  Item* oldest = nullptr;

  void add(Item* item) noexcept {
    (item->*links) = {nullptr, newest};
    (newest == nullptr ? oldest : (newest->*links).newer) = item;
    newest = item;
  }

  void addOldest(Item* item) noexcept {
    (item->*links) = {oldest, nullptr};
    (oldest == nullptr ? newest : (oldest->*links).older) = item;
    oldest = item;
  }

  void remove(Item* item) noexcept {
    const auto [newer, older] = item->*links;
    (newer == nullptr ? newest : (newer->*links).older) = older;
    (older == nullptr ? oldest : (older->*links).newer) = newer;
  }
};

}  // namespace tadpole
