// Arguments of hand-written functions, checked.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>

namespace tadpole {

// `argument` names the argument in the TypeError.
std::string readString(Napi::Value value, const char* argument);
double readNumber(Napi::Value value, const char* argument);
std::int64_t readInteger(Napi::Value value, const char* argument);
bool readBoolean(Napi::Value value, const char* argument);
Napi::Object readObject(Napi::Value value, const char* argument);
Napi::Array readArray(Napi::Value value, const char* argument);

}  // namespace tadpole
