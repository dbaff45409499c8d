// Creation of the array through which slots are exchanged.
#include "slot_board.h"

namespace tadpole {

void SlotBoard::open(Napi::Env env) {
  Napi::Int32Array array = Napi::Int32Array::New(env, 2 + kMostArguments);
  values_ = array.Data();
  values_[0] = kNoTensor;
  array_ = Napi::Reference<Napi::Int32Array>::New(array, 1);
}

}  // namespace tadpole
