// One row of the route table, and how it is found. A row that does not say who may pass does not compile:
// none of its members has a default. From the rows alone come dispatch, 405 and Allow, the pool check, the
// permission check, the CSRF rule, the nginx locations and the API description.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "access/permission.h"
#include "app/handler.h"
#include "app/rate_store.h"
#include "http/fields.h"

namespace portal {

enum class Pool { gate, house };
constexpr std::string_view to_text(Pool pool) {
    return pool == Pool::gate ? "gate" : "house";
}

// Who may pass.
class Access {
  public:
    enum class Kind { anyone, local, signed_in, permission, proved, proved_self };
    static constexpr Access anyone() { return Access(Kind::anyone, {}); }
    static constexpr Access local() {
        return Access(Kind::local, {});
    }  // loopback clients only: health and figures
    static constexpr Access signed_in() { return Access(Kind::signed_in, {}); }
    static constexpr Access may(authority::Permission permission) {
        return Access(Kind::permission, permission);
    }
    // Signed in, and a factor proved within session.step_up.
    static constexpr Access proved() { return Access(Kind::proved_self, {}); }
    // The permission, and a second factor proved within session.step_up.
    static constexpr Access proved(authority::Permission permission) {
        return Access(Kind::proved, permission);
    }

    constexpr Kind kind() const { return kind_; }
    constexpr authority::Permission permission() const { return permission_; }

  private:
    constexpr Access(Kind kind, authority::Permission permission) : kind_(kind), permission_(permission) {}
    Kind kind_;
    authority::Permission permission_;
};

// How often one client address may ask; `none()` where nginx's coarse limit is enough.
class Limit {
  public:
    static constexpr Limit none() { return Limit({"", 0, {}}); }
    static constexpr Limit per_address(std::string_view name, int amount, std::chrono::seconds window) {
        return Limit({.name = name, .amount = amount, .window = window, .coarse = true});
    }
    constexpr bool counts() const { return rate_.amount > 0; }
    constexpr const app::RateLimit& rate() const { return rate_; }

  private:
    constexpr explicit Limit(app::RateLimit rate) : rate_(rate) {}
    app::RateLimit rate_;
};

// What a request to the route may carry: the names in its query and in its body, and how many bytes of body.
class Shape {
  public:
    static constexpr Shape plain() { return Shape({}, {}, 0); }
    static constexpr Shape query(std::span<const http::Field> fields) { return Shape(fields, {}, 0); }
    static constexpr Shape form(std::span<const http::Field> fields, size_t most_bytes = 8192) {
        return Shape({}, fields, most_bytes);
    }
    // A JSON body that the handler reads itself. For routes that machines call and that prove each request on
    // its own: there is no session there, and no form token.
    static constexpr Shape raw_json(size_t most_bytes) { return Shape({}, {}, most_bytes, true); }
    constexpr bool is_raw() const { return raw_; }
    constexpr std::span<const http::Field> query_fields() const { return query_; }
    constexpr std::span<const http::Field> body_fields() const { return body_; }
    constexpr size_t most_bytes() const { return most_bytes_; }

  private:
    constexpr Shape(std::span<const http::Field> query, std::span<const http::Field> body, size_t most,
                    bool raw = false)
        : query_(query), body_(body), most_bytes_(most), raw_(raw) {}
    std::span<const http::Field> query_, body_;
    size_t most_bytes_;
    bool raw_;
};

struct Route {
    http::Method method;
    std::string_view pattern;  // "/tickets/{number}"
    Pool pool;
    Access access;
    Limit limit;
    Shape shape;
    app::Handler handler;
};

// THE route table (routes.cpp).
std::span<const Route> routes();

struct Match {
    const Route* route = nullptr;       // nullptr: no route for this method …
    std::vector<http::Method> allowed;  // … but these methods exist (empty: 404)
    http::Fields parameters;            // what stood in the braces
};
// HEAD finds the GET row.
Match find_route(http::Method method, std::string_view path);

}  // namespace portal
