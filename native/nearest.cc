// Edit distances between names.
#include "nearest.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>

namespace tadpole {

namespace {

std::string plain(const std::string& name) {
  std::string letters;
  for (const char letter : name) {
    if (letter != '_' && letter != '-')
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return letters;
}

/** The number of single-character edits (insert, delete, replace) that turn `a` into `b`. */
std::size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongestName = 64;
  const std::string wanted = plain(word);
  if (wanted.size() > kLongestName)
    return "";
  std::size_t best = wanted.size() / 2 + 1;
  std::string found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = editDistance(wanted, plain(candidate));
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string didYouMean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? "" : "; did you mean '" + found + "'?";
}

}  // namespace tadpole
