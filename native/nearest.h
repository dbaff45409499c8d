// Suggestions for misspelt names.
#pragma once

#include <string>
#include <vector>

namespace tadpole {

/**
 * The candidate with the fewest edits from `word`, ignoring case and underscores; empty when none is close.
 */
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/** `; did you mean 'dtype'?`, or an empty string when no candidate is close. */
std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace tadpole
