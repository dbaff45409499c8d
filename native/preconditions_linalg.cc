// Preconditions of the kernels of linear algebra and distances.
#include <ATen/ATen.h>
#include <ATen/ExpandUtils.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "js_value.h"
#include "precondition_arguments.h"
#include "preconditions.h"

namespace tadpole {

namespace {

/** As many pivots are read as the factors have rows. Upstream: pytorch#177829. */
void luUnpack(const Arguments& arguments) {
  const at::Tensor& lu = arguments.tensor("LU_data");
  if (lu.dim() < 2 || !arguments.flag("unpack_pivots"))
    return;
  std::vector<std::int64_t> sizes = lu.sizes().vec();
  const std::int64_t columns = sizes.back();
  sizes.pop_back();
  sizes.back() = std::min(sizes.back(), columns);
  const at::Tensor& pivots = arguments.tensor("LU_pivots");
  if (pivots.dim() == 0 || pivots.size(-1) != sizes.back() || !at::is_expandable_to(pivots.sizes(), sizes) ||
      (pivots.numel() == 0) != (lu.numel() == 0)) {
    refuse("LU_pivots", "have the shape " + c10::str(at::IntArrayRef(sizes)), describe(pivots));
  }
}

/** The kernel of the gradient divides by the number of rows. Upstream: pytorch#197099. */
void pdist(const Arguments& arguments) {
  const at::Tensor& self = arguments.tensor("self");
  if (self.dim() > 0 && self.size(0) == 0 && self.requires_grad() && arguments.recorded())
    refuse("self", "have rows when it requires gradients", describe(self));
}

/** Two dimensions are read, however many there are. Upstream: pytorch#145064. */
void pdistForward(const Arguments& arguments) {
  requireDimensions(arguments.tensor("self"), 2, "self");
}

/** The same, and a gradient is read for each pair of rows. */
void pdistBackward(const Arguments& arguments) {
  const at::Tensor& self = arguments.tensor("self");
  requireDimensions(self, 2, "self");
  const std::int64_t rows = self.size(0);
  if (rows == 0)
    refuse("self", "have rows", describe(self));
  for (const char* name : {"grad", "pdist"})
    requireCount(arguments.tensor(name), rows * (rows - 1) / 2, name);
}

/**
 * LAPACK's pivots: row numbers from 1; a block of two rows has a pair of negative ones, and LAPACK reads
 * beyond the matrix when the second is missing. Upstream, for single pivots: pytorch#163450.
 */
void ldlSolve(const Arguments& arguments) {
  const at::Tensor& factors = arguments.tensor("LD");
  const at::Tensor& pivots = arguments.tensor("pivots");
  if (factors.dim() < 2)
    return;
  const std::int64_t rows = factors.size(-1);
  requireSizes(pivots, factors.sizes().slice(0, static_cast<std::size_t>(factors.dim() - 1)), "pivots");
  const std::vector<std::int64_t> values = integers(pivots);
  bool pairOpen = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool lastRow = (i + 1) % static_cast<std::size_t>(rows) == 0;
    pairOpen = values[i] < 0 && !pairOpen;
    const bool paired = !pairOpen || (!lastRow && values[i + 1] < 0);
    if (values[i] == 0 || values[i] < -rows || values[i] > rows || !paired) {
      refuse("pivots", "hold rows from 1 to " + std::to_string(rows) + ", or pairs of negative ones",
             std::to_string(values[i]));
    }
  }
}

constexpr auto kLinalgPreconditions = std::to_array<PreconditionEntry>({
    {"aten::lu_unpack", luUnpack},
    {"aten::linalg_ldl_solve", ldlSolve},
    {"aten::pdist", pdist},
    {"aten::_pdist_forward", pdistForward},
    {"aten::_pdist_backward", pdistBackward},
});

}  // namespace

std::span<const PreconditionEntry> linalgPreconditions() {
  return kLinalgPreconditions;
}

}  // namespace tadpole
