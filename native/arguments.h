// Reading and checking of arguments of hand-written functions.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>

namespace tadpole {

// `argument` is the name that the TypeError gives.
std::string readString(Napi::Value value, const char* argument);
double readNumber(Napi::Value value, const char* argument);
std::int64_t readInteger(Napi::Value value, const char* argument);
bool readBoolean(Napi::Value value, const char* argument);
Napi::Object readObject(Napi::Value value, const char* argument);
Napi::Array readArray(Napi::Value value, const char* argument);

}  // namespace tadpole
