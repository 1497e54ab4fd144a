// One connection to Redis, for what may be lost: nothing here is the last word on anything. All work is done
// by scripts, each one atomic step at the server. Every key stands under gatehouse:INSTANCE:RUN:, where RUN
// is the server's own id of this start: what a restarted Redis loads from an older snapshot is never seen
// again, it only runs out. Guarantees: no call takes longer than a few times `deadline`; a server that failed
// is left alone for `pause`, by all workers together; away and back are logged once each, not by request.
// Never throws because of Redis, never used across fork.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/configuration.h"
#include "base/log.h"

namespace database {

// An instant as scripts take and give it: microseconds since 1970, which a Lua number holds exactly.
std::string to_redis(base::Instant at);
base::Instant from_redis(const std::string& text);

class Redis {
  public:
    // Does not connect yet. `away_file` is there as long as Redis is away; "" shares the state with nobody
    // (commands).
    Redis(const base::Configuration& config, base::Log& log, std::string away_file);
    ~Redis();
    Redis(const Redis&) = delete;
    Redis& operator=(const Redis&) = delete;

    using Reply = std::vector<std::string>;
    // Runs a Lua script; `keys` come without their prefix. The reply's elements as text (nil is ""). Nothing:
    // Redis cannot be used now, go on with the database.
    std::optional<Reply> run(std::string_view script, std::initializer_list<std::string_view> keys,
                             std::initializer_list<std::string_view> arguments);
    // Between requests: finds out that an unused server went or came back.
    void look();
    // Tries now, whatever happened before; what is wrong, or "". For `doctor`.
    std::string trouble();

  private:
    struct Link;
    bool may_connect();
    std::string connect();  // what went wrong, or ""
    std::optional<Reply> evaluate(std::string_view script, std::initializer_list<std::string_view> keys,
                                  std::initializer_list<std::string_view> arguments, std::string& wrong);
    std::optional<Reply> call(const std::vector<std::string_view>& words, std::string& wrong);
    void note_away(const std::string& why);
    void note_back();

    const base::Configuration& config_;
    base::Log& log_;
    std::string away_file_, prefix_;
    std::chrono::milliseconds pause_;
    std::chrono::steady_clock::time_point quiet_until_{}, last_used_{};
    bool away_ = false;
    std::unique_ptr<Link> link_;
};

}  // namespace database
