// The one worker behind every promise of the addon.
#include "async.h"

#include <ATen/ThreadLocalState.h>

#include <exception>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

class Worker : public Napi::AsyncWorker {
 public:
  Worker(Napi::Env env, std::function<void()> work, std::function<napi_value(Napi::Env)> finish)
      : Napi::AsyncWorker(env, "tadpole"),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        finish_(std::move(finish)) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

  void Execute() override {
    const at::ThreadLocalStateGuard guard(state_);
    try {
      work_();
    } catch (...) {
      // Kept as it is: which JavaScript error it becomes is decided by the one guard, on the main thread.
      failure_ = std::current_exception();
    }
  }

  void OnOK() override {
    napi_env env = Env();
    napi_value result = guard(env, [&] {
      if (failure_)
        std::rethrow_exception(failure_);
      return finish_(Env());
    });
    bool failed = false;
    napi_is_exception_pending(env, &failed);
    if (failed) {
      napi_get_and_clear_last_exception(env, &result);
      deferred_.Reject(result);
    } else {
      deferred_.Resolve(result);
    }
  }

 private:
  at::ThreadLocalState state_;
  Napi::Promise::Deferred deferred_;
  std::function<void()> work_;
  std::function<napi_value(Napi::Env)> finish_;
  std::exception_ptr failure_;
};

}  // namespace

Napi::Value runAsync(Napi::Env env, std::function<void()> work, std::function<napi_value(Napi::Env)> finish) {
  auto* worker = new Worker(env, std::move(work), std::move(finish));
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

}  // namespace tadpole
