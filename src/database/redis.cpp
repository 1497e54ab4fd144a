// All that is known of hiredis. The state that workers share is one file: who makes it says "away", who
// removes it says "back", and its age is the pause.
#include "database/redis.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <utility>

namespace database {

namespace {

constexpr std::chrono::seconds kLookAfter{10};

struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

std::string text_of(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
    if (reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS) return {reply.str, reply.len};
    return "";
}

// The value of a line "name:value" of INFO.
std::string line_of(std::string_view info, std::string_view name) {
    const auto at = info.find("\n" + std::string(name) + ":");
    if (at == std::string_view::npos) return "";
    const auto begin = at + name.size() + 2;
    return std::string(info.substr(begin, info.find_first_of("\r\n", begin) - begin));
}

}  // namespace

std::string to_redis(base::Instant at) {
    return std::to_string(at.time_since_epoch().count());
}

base::Instant from_redis(const std::string& text) {
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return base::Instant(std::chrono::microseconds(count));
}

struct Redis::Link {
    std::unique_ptr<redisContext, FreeContext> context;
    bool hung_up() const {
        return context->err == REDIS_ERR_EOF ||
               (context->err == REDIS_ERR_IO && (errno == EPIPE || errno == ECONNRESET));
    }
};

Redis::Redis(const base::Configuration& config, base::Log& log, std::string away_file)
    : config_(config),
      log_(log),
      away_file_(std::move(away_file)),
      pause_(config.milliseconds("redis.pause")) {}

Redis::~Redis() = default;

std::optional<Redis::Reply> Redis::call(const std::vector<std::string_view>& words, std::string& wrong) {
    std::vector<const char*> starts;
    std::vector<size_t> sizes;
    for (const auto word : words) {
        starts.push_back(word.data());
        sizes.push_back(word.size());
    }
    auto& context = *link_->context;
    const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(
        redisCommandArgv(&context, static_cast<int>(words.size()), starts.data(), sizes.data())));
    if (!reply || reply->type == REDIS_REPLY_ERROR) {
        // An error's text names the command and never repeats its arguments; a script's does not either.
        wrong = reply ? std::string(reply->str, reply->len) : std::string(context.errstr);
        return std::nullopt;
    }
    Reply parts;
    if (reply->type != REDIS_REPLY_ARRAY) {
        parts.push_back(text_of(*reply));
        return parts;
    }
    for (size_t i = 0; i < reply->elements; ++i) parts.push_back(text_of(*reply->element[i]));
    return parts;
}

std::string Redis::connect() {
    const auto deadline = config_.milliseconds("redis.deadline");
    const timeval limit{.tv_sec = deadline.count() / 1000, .tv_usec = deadline.count() % 1000 * 1000};
    const auto& socket = config_.text("redis.socket");
    auto* const context =
        socket.empty() ? redisConnectWithTimeout(config_.text("redis.host").c_str(),
                                                 static_cast<int>(config_.integer("redis.port")), limit)
                       : redisConnectUnixWithTimeout(socket.c_str(), limit);
    if (context == nullptr) return "out of memory";
    link_ = std::make_unique<Link>();
    link_->context.reset(context);
    if (context->err != 0 || redisSetTimeout(context, limit) != REDIS_OK) return context->errstr;

    std::string wrong;
    if (const auto& password = config_.secret("redis.password"); !password.empty()) {
        const auto& user = config_.text("redis.username");
        if (!(user.empty() ? call({"AUTH", password.reveal()}, wrong)
                           : call({"AUTH", user, password.reveal()}, wrong)))
            return wrong;
    }
    if (!call({"SELECT", std::to_string(config_.integer("redis.db"))}, wrong)) return wrong;
    const auto info = call({"INFO", "server"}, wrong);
    if (!info) return wrong;
    const auto run = line_of(info->front(), "run_id");
    if (run.empty()) return "its INFO names no run_id";
    prefix_ = fmt::format("gatehouse:{}:{}:", config_.text("portal.instance"), run);
    return "";
}

std::optional<Redis::Reply> Redis::evaluate(std::string_view script,
                                            std::initializer_list<std::string_view> keys,
                                            std::initializer_list<std::string_view> arguments,
                                            std::string& wrong) {
    const auto count = std::to_string(keys.size());
    std::vector<std::string> full;
    for (const auto key : keys) full.push_back(prefix_ + std::string(key));
    std::vector<std::string_view> words{"EVAL", script, count};
    words.insert(words.end(), full.begin(), full.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    last_used_ = std::chrono::steady_clock::now();
    return call(words, wrong);
}

// A connection that the server closed in the meantime is no trouble yet: the script is run once more on a new
// one. That may count something twice, never too little.
std::optional<Redis::Reply> Redis::run(std::string_view script, std::initializer_list<std::string_view> keys,
                                       std::initializer_list<std::string_view> arguments) {
    std::string wrong;
    std::optional<Reply> reply;
    if (link_) {
        reply = evaluate(script, keys, arguments, wrong);
        if (!reply && link_->hung_up()) link_.reset();
    }
    if (!link_) {
        if (!may_connect()) return std::nullopt;
        wrong = connect();
        if (wrong.empty()) reply = evaluate(script, keys, arguments, wrong);
    }
    if (reply) {
        note_back();
        return reply;
    }
    link_.reset();
    note_away(wrong);
    return std::nullopt;
}

void Redis::look() {
    const bool unused = std::chrono::steady_clock::now() - last_used_ > kLookAfter;
    if (unused || away_ || (!away_file_.empty() && std::filesystem::exists(away_file_)))
        run("return {1}", {}, {});
}

std::string Redis::trouble() {
    link_.reset();
    auto wrong = connect();
    if (wrong.empty() &&
        !call({"EVAL", "return redis.call('EXISTS', KEYS[1])", "1", prefix_ + "doctor"}, wrong))
        return wrong;
    return wrong;
}

// Whoever tries first after the pause makes it begin anew for the others.
bool Redis::may_connect() {
    if (std::chrono::steady_clock::now() < quiet_until_) return false;
    if (away_file_.empty()) return true;
    std::error_code error;
    const auto since = std::filesystem::last_write_time(away_file_, error);
    if (error) return true;
    if (std::filesystem::file_time_type::clock::now() < since + pause_) return false;
    ::utimensat(AT_FDCWD, away_file_.c_str(), nullptr, 0);
    return true;
}

void Redis::note_away(const std::string& why) {
    quiet_until_ = std::chrono::steady_clock::now() + pause_;
    const bool known = std::exchange(away_, true);
    bool first = !known;
    if (!away_file_.empty()) {
        const int fd = ::open(away_file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
        first = fd >= 0 || (errno != EEXIST && first);
        if (fd >= 0)
            ::close(fd);
        else
            ::utimensat(AT_FDCWD, away_file_.c_str(), nullptr, 0);
    }
    if (first) log_.warning("redis.away", {{"why", why}, {"now", "going on with the database"}});
}

void Redis::note_back() {
    const bool was_away = std::exchange(away_, false);
    const bool mine = away_file_.empty() ? was_away : ::unlink(away_file_.c_str()) == 0;
    if (mine) log_.warning("redis.back");
}

}  // namespace database
