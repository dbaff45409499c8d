// What the host does with data while a trace is recorded, which the tracer itself cannot see.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>

namespace tadpole {

/**
 * The tensor that `make` fills with data which no operator computes. A trace that is being recorded holds
 * these data as a constant, and makes the tensor anew from it in each run, so that in-place operators do not
 * add up.
 */
at::Tensor fromHost(const std::function<at::Tensor()>& make);

/**
 * Must be called when values of `tensor` go to JavaScript: what is computed from them there becomes a
 * constant of the trace that is being recorded, if any.
 */
void noteHostRead(const at::Tensor& tensor);

/** How often values that follow from the inputs or from the module's tensors were read since the last call.
 */
std::int64_t takeHostReads();

}  // namespace tadpole
