// The name that was probably meant when an unknown one is given.
#pragma once

#include <string>
#include <vector>

namespace tadpole {

/** The candidate with the fewest edits from `word` (case and underscores aside); empty when all are far from
 * it. */
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

/** `; did you mean 'dtype'?`, or nothing when no candidate is near. */
std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace tadpole
