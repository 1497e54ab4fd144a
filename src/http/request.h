// A request as handlers see it: parsed once, bounded, valid UTF-8. Guarantees: names are exact, query and
// body stay apart, headers a client can forge are not here. Knows nothing of sockets or features.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"
#include "http/fields.h"
#include "http/source.h"

namespace http {

enum class Method { get, head, post, put, patch, del, options, other };
std::string_view to_text(Method method);  // "GET"; "OTHER" for what this portal has no name for

// A request that cannot be taken: status and what is wrong, for the error page (400, 405, 411, 413, 414, 415,
// 501).
struct BadRequest {
    int status;
    std::string reason;
};

class Request {
  public:
    // Head only (parameters, query, cookies). Refuses: bad method, path or query over 2 KiB, path or query
    // not valid UTF-8 or with control characters, a name given twice, an empty pair or one without `=` in the
    // query, more than 16 cookies named alike, a kept header that is not plain UTF-8.
    static std::expected<Request, BadRequest> parse(const Source& source);
    // Reads and parses the body: form (CGIcc), or JSON object with the same field names when the content type
    // says so. The declared length is checked strictly and against `most` before a byte is read or CGIcc is
    // asked. Refuses another content type (415), a name given twice, more than 100 fields, NUL, invalid
    // UTF-8, and in JSON arrays, objects, nulls and fractions. No body at all is no fields, whatever the
    // content type.
    std::expected<void, BadRequest> read_body(Source& source, size_t most);

    Method method() const { return method_; }
    const std::string& path() const { return path_; }  // normalised by nginx (DOCUMENT_URI), below base_path
    const Fields& query() const { return query_; }
    const Fields& body() const { return body_; }
    bool body_is_json() const { return body_is_json_; }
    // Takes a JSON body as it is, for webhooks: the content type must be JSON, the length within `most`, the
    // text UTF-8; what it holds is for the handler to read from raw_body(). body() stays empty.
    std::expected<void, BadRequest> read_raw_json(Source& source, size_t most);
    // The exact bytes of a JSON body.
    const std::string& raw_body() const { return raw_body_; }

    // What stood in the pattern's {braces}: "/tickets/{id}" → parameter("id"). Set by the router.
    std::string_view parameter(std::string_view name) const { return parameters_.get(name); }
    std::uint64_t number_parameter(std::string_view name) const;  // 0 unless all digits and fitting
    void set_parameters(Fields parameters) { parameters_ = std::move(parameters); }

    const base::Address& client() const { return client_; }
    bool is_https() const { return https_; }
    const std::string& host() const { return host_; }              // lower case, without port
    const std::string& user_agent() const { return user_agent_; }  // cut at 512 bytes, valid UTF-8
    // The one value of a cookie; nothing if absent; two different values of one name count as absent.
    std::optional<std::string_view> cookie(std::string_view name) const;
    // "" unless kept: origin, sec-fetch-site, x-csrftoken, authorization, accept, content-type,
    // idempotency-key, if-none-match, referer.
    std::string_view header(std::string_view name) const { return headers_.get(name); }
    // JSON is wanted when the body is JSON or Accept ranks application/json or problem+json above text/html.
    bool wants_json() const;

    const std::string& id() const { return id_; }  // see request_id()

  private:
    explicit Request(base::Address client) : client_(std::move(client)) {}
    static std::expected<std::string, BadRequest> read_bytes(Source& source, size_t length);
    Method method_ = Method::get;
    std::string path_, id_, host_, user_agent_, raw_body_;
    Fields query_, body_, parameters_, cookies_, headers_;
    base::Address client_;
    bool https_ = false, body_is_json_ = false;
};

// 16 hex characters: the beginning of the id that nginx logs (REQUEST_ID, which no client can set), so that
// one word finds a request in both logs; made here where nginx gives none.
std::string request_id(const Source& source);
// For requests that parse() refused, so that they too are answered in the right form.
bool wants_json(const Source& source);

}  // namespace http
