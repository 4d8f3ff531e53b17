// The one mutex of the house, annotated so that clang proves at compile time what each lock guards.
//
// A thin cover over std::mutex: ThreadSanitizer understands it also where other libraries are not instrumented.
// Use MutexLock for a scope and CondVar to wait; annotate members with HEMGANG_GUARDED_BY.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define HEMGANG_ANNOTATION(x) __attribute__((x))
#else
#define HEMGANG_ANNOTATION(x)
#endif

#define HEMGANG_CAPABILITY(x) HEMGANG_ANNOTATION(capability(x))
#define HEMGANG_SCOPED_CAPABILITY HEMGANG_ANNOTATION(scoped_lockable)
#define HEMGANG_GUARDED_BY(x) HEMGANG_ANNOTATION(guarded_by(x))
#define HEMGANG_REQUIRES(...) HEMGANG_ANNOTATION(requires_capability(__VA_ARGS__))
#define HEMGANG_EXCLUDES(...) HEMGANG_ANNOTATION(locks_excluded(__VA_ARGS__))
#define HEMGANG_ACQUIRE(...) HEMGANG_ANNOTATION(acquire_capability(__VA_ARGS__))
#define HEMGANG_RELEASE(...) HEMGANG_ANNOTATION(release_capability(__VA_ARGS__))
#define HEMGANG_NO_ANALYSIS HEMGANG_ANNOTATION(no_thread_safety_analysis)

namespace hemgang {

class HEMGANG_CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() HEMGANG_ACQUIRE() { mutex_.lock(); }
  void Unlock() HEMGANG_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

// Holds a mutex for a scope.
class HEMGANG_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) HEMGANG_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() HEMGANG_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits while a mutex is held. The caller loops over its own condition: wake-ups may be spurious.
class CondVar {
 public:
  void Wait(Mutex& mutex) HEMGANG_REQUIRES(mutex) HEMGANG_NO_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    cond_.wait(lock);
    lock.release();
  }
  // Returns false when the duration passed without a wake-up.
  template <typename Rep, typename Period>
  bool WaitFor(Mutex& mutex, std::chrono::duration<Rep, Period> duration) HEMGANG_REQUIRES(mutex) HEMGANG_NO_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool woken = cond_.wait_for(lock, duration) == std::cv_status::no_timeout;
    lock.release();
    return woken;
  }
  void Signal() { cond_.notify_one(); }
  void SignalAll() { cond_.notify_all(); }

 private:
  std::condition_variable cond_;
};

}  // namespace hemgang
