// Tracking of data that passes between the host and a trace, which the tracer itself cannot see.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>

namespace tadpole {

/**
 * Returns the tensor that `make` creates and fills with host data, which no operator computes. A trace that
 * is being recorded stores that data as a constant and recreates the tensor from it in each run, so that
 * in-place operators do not accumulate.
 */
at::Tensor fromHost(const std::function<at::Tensor()>& make);

/**
 * Must be called when values of `tensor` are read by JavaScript: whatever is computed from them there becomes
 * a constant of the trace that is being recorded, if any.
 */
void noteHostRead(const at::Tensor& tensor);

/**
 * The number of reads, since the last call, of values that depend on the inputs or on the module's tensors.
 */
std::int64_t takeHostReads();

}  // namespace tadpole
