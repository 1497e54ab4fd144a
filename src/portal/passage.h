// One request on its way through the pipeline: what the steps know and hand on. Lives as long as the request.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "app/context.h"
#include "http/request.h"
#include "http/response.h"
#include "portal/route.h"

namespace portal {

struct Passage {
    Pool pool;
    app::Context& context;
    http::Source& source;
    http::Request& request;
    const Route* route = nullptr;
    bool knows_who = false;     // the actor is who comes; until then it may be anybody who has a session
    bool session_over = false;  // a session cookie came, and stands for nobody any more
    bool new_browser = false;   // the pre-sign-in cookie was made now and must be set
    const std::function<void(std::string_view)>* note = nullptr;  // tells the scoreboard which route runs
};

// A step lets the request pass (nothing) or answers it.
using Step = std::optional<http::Response> (*)(Passage&);

std::optional<http::Response> find_way(Passage&);
std::optional<http::Response> check_host(Passage&);
std::optional<http::Response> check_origin(Passage&);
std::optional<http::Response> limit_strangers(Passage&);
std::optional<http::Response> load_session(Passage&);
std::optional<http::Response> read_input(Passage&);
std::optional<http::Response> check_token(Passage&);
std::optional<http::Response> check_access(Passage&);
std::optional<http::Response> limit_insiders(Passage&);

// After the handler: the frame around a page, the error page or problem, the cookies and the security
// headers.
void finish(Passage&, http::Response& response);

// The finished page or problem without a passage: for a request whose head could not even be read, or whose
// own page failed. Without a reason, the status' own words.
http::Response refuse_plainly(const http::Source& source, const std::string& request_id,
                              const http::BadRequest& bad);

}  // namespace portal
