// Reading of JavaScript arrays as lists, element by element.
#include "value_list.h"

#include <ATen/core/jit_type.h>
#include <c10/core/SymInt.h>

#include <optional>
#include <string>
#include <utility>

#include "value_number.h"

namespace tadpole {

namespace {

/** libtorch reads lists of integers as lists of SymInts, in which the lowest values are pointers. */
void refuseLowest(std::int64_t integer) {
  if (!c10::SymInt::check_range(integer))
    throw ValueError("an array holds the integer " + std::to_string(integer) + ", which is too low");
}

bool readListedInt(napi_env env, const JsValue& value, std::int64_t& result) {
  if (!readInt(env, value, result))
    return false;
  refuseLowest(result);
  return true;
}

/**
 * Gives the list of an `int[N]` the length N, which kernels assume without a check: a single value is
 * repeated.
 */
template <typename Element>
void fitLength(c10::List<Element>& list, const ValueType& type) {
  const auto size = static_cast<std::size_t>(type.size);
  if (list.size() == size || (list.empty() && type.mayBeEmpty))
    return;
  if (list.size() != 1) {
    throw ValueError("must hold " + std::to_string(size) + " values or one for all of them, got " +
                     std::to_string(list.size()));
  }
  list.resize(size, list.get(0));
}

template <typename Element, typename Read>
bool readPlainList(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
                   Read&& read, c10::IValue& result) {
  c10::List<Element> list;
  Element element{};
  if (type.size > 0 && read(env, value, element)) {
    for (std::int32_t i = 0; i < type.size; ++i)
      list.push_back(element);
  } else {
    if (!isArray(env, value))
      return false;
    const bool read_all = forEachElement(environment, env, value.value, [&](const JsValue& item) {
      if (!read(env, item, element))
        return false;
      list.push_back(element);
      return true;
    });
    if (!read_all)
      return false;
    if (type.size > 1)
      fitLength(list, type);
  }
  result = std::move(list);
  return true;
}

bool readTensorList(Environment& environment, napi_env env, const JsValue& value, bool optional,
                    c10::IValue& result) {
  if (!isArray(env, value))
    return false;
  if (optional) {
    c10::List<std::optional<at::Tensor>> list;
    if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
          if (item.type == napi_null) {
            list.push_back(std::nullopt);
          } else if (item.tensor != nullptr) {
            list.push_back(item.tensor->tensor);
          } else {
            return false;
          }
          return true;
        })) {
      return false;
    }
    result = std::move(list);
    return true;
  }
  c10::List<at::Tensor> list;
  if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
        if (item.tensor == nullptr)
          return false;
        list.push_back(item.tensor->tensor);
        return true;
      })) {
    return false;
  }
  result = std::move(list);
  return true;
}

}  // namespace

bool isArray(napi_env env, const JsValue& value) {
  if (value.type != napi_object || value.tensor != nullptr)
    return false;
  bool array = false;
  check(env, napi_is_array(env, value.value, &array));
  return array;
}

bool readList(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
              c10::IValue& result) {
  switch (type.element) {
    case Kind::kTensor:
      return readTensorList(environment, env, value, type.elementOptional, result);
    case Kind::kInt:
      return readPlainList<std::int64_t>(environment, env, value, type, readListedInt, result);
    case Kind::kFloat:
      return readPlainList<double>(environment, env, value, type, readDouble, result);
    case Kind::kBool:
      return readPlainList<bool>(environment, env, value, type, readBool, result);
    case Kind::kScalar: {
      if (!isArray(env, value))
        return false;
      c10::impl::GenericList list(c10::NumberType::get());
      c10::IValue element;
      if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
            if (!readScalar(env, item, element))
              return false;
            list.push_back(element);
            return true;
          })) {
        return false;
      }
      result = list;
      return true;
    }
    case Kind::kString: {
      if (!isArray(env, value))
        return false;
      c10::List<std::string> list;
      if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
            if (item.type != napi_string)
              return false;
            list.push_back(stringOf(env, item.value));
            return true;
          })) {
        return false;
      }
      result = std::move(list);
      return true;
    }
    default:
      return false;
  }
}

c10::IValue integerList(c10::List<std::int64_t> integers, const ValueType& type) {
  for (const std::int64_t integer : integers)
    refuseLowest(integer);
  if (type.size > 1)
    fitLength(integers, type);
  return integers;
}

}  // namespace tadpole
