// Native tensors behind JavaScript Tensor objects: wrapping and unwrapping.
#pragma once

#include <ATen/core/Tensor.h>
#include <napi.h>

#include <string>
#include <vector>

#include "environment.h"

namespace tadpole {

/** A new JavaScript Tensor for `tensor`; null for an undefined tensor. */
napi_value wrapTensor(Environment& environment, napi_env env, at::Tensor tensor);
Napi::Value wrapTensor(Napi::Env env, at::Tensor tensor);

/** The handle behind `value`; nullptr when it is not a live Tensor of this environment. */
TensorHandle* tensorHandleOf(Environment& environment, napi_env env, napi_value value);

/**
 * The tensor behind `value`. @throws ArgumentError that names `argument` for any other value and for a
 * disposed tensor
 */
at::Tensor& unwrapTensor(Napi::Value value, const char* argument);

/** The tensors of a JavaScript array; `null` entries become undefined tensors if `allowNull`. */
std::vector<at::Tensor> unwrapTensors(Napi::Value value, const char* argument, bool allowNull = false);

/** A JavaScript array of Tensors; undefined tensors become null. */
Napi::Value wrapTensors(Napi::Env env, const std::vector<at::Tensor>& tensors);

void initTensor(Napi::Object exports);

}  // namespace tadpole
