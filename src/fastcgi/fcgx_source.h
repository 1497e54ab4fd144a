// A request as libfcgi hands it over, seen as an http::Source. Guarantees: a body is whole or refused (a read
// that was cut looks like its end to libfcgi: both the count and the stream's error are looked at); views die
// with the request.
#pragma once

#include "http/source.h"

struct FCGX_Request;

namespace fastcgi {

class FcgxSource final : public http::Source {
  public:
    explicit FcgxSource(FCGX_Request& request) : request_(request) {}

    // False if the peer went away in the middle of the parameters: such a request must not be routed.
    bool is_whole() const;
    // Whether all that the peer sends has been read, the record that ends it included. Only then may the
    // connection be closed without waiting for the peer: over an unread byte it would break off, and nginx
    // drops what it then has of the answer.
    bool is_read_out() const;
    std::string_view parameter(const char* name) const override;
    std::string cookies() const override;
    bool read_body(size_t length, std::string& body) override;

  private:
    FCGX_Request& request_;
};

}  // namespace fastcgi
