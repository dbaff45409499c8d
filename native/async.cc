// Jobs in Node's thread pool, and settlement of their promises.
#include "async.h"

#include <ATen/ThreadLocalState.h>

#include <exception>
#include <memory>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

/**
 * A job, from its request until its promise is settled. Uses plain Node-API calls whose failures can be
 * ignored: a worker thread may be terminated while the job runs, and then no JavaScript value can be created.
 */
struct Job {
  std::function<void()> work;
  std::function<napi_value(Napi::Env)> finish;
  at::ThreadLocalState state;
  std::exception_ptr failure;
  napi_deferred deferred = nullptr;
  napi_async_work handle = nullptr;
};

void execute(napi_env, void* data) {
  auto& job = *static_cast<Job*>(data);
  const at::ThreadLocalStateGuard guard(job.state);
  try {
    job.work();
  } catch (...) {
    // Stored unconverted: the guard on the calling thread decides which JavaScript error it becomes.
    job.failure = std::current_exception();
  }
}

void settle(napi_env env, const Job& job) {
  napi_value result = guard(env, [&]() -> napi_value {
    if (job.failure)
      std::rethrow_exception(job.failure);
    return job.finish(env);
  });
  bool failed = false;
  napi_is_exception_pending(env, &failed);
  if (failed && napi_get_and_clear_last_exception(env, &result) == napi_ok)
    napi_reject_deferred(env, job.deferred, result);
  else if (result != nullptr)
    napi_resolve_deferred(env, job.deferred, result);
}

void complete(napi_env env, napi_status status, void* data) {
  const std::unique_ptr<Job> job(static_cast<Job*>(data));
  napi_handle_scope scope = nullptr;
  if (status == napi_ok && napi_open_handle_scope(env, &scope) == napi_ok) {
    settle(env, *job);
    napi_close_handle_scope(env, scope);
  }
  napi_delete_async_work(env, job->handle);
}

}  // namespace

Napi::Value runAsync(Napi::Env env, std::function<void()> work, std::function<napi_value(Napi::Env)> finish) {
  auto job = std::make_unique<Job>();
  job->work = std::move(work);
  job->finish = std::move(finish);
  napi_value promise = nullptr;
  check(env, napi_create_promise(env, &job->deferred, &promise));
  const Napi::String name = Napi::String::New(env, "tadpole");
  check(env, napi_create_async_work(env, nullptr, name, execute, complete, job.get(), &job->handle));
  check(env, napi_queue_async_work(env, job->handle));
  job.release();
  return {env, promise};
}

}  // namespace tadpole
