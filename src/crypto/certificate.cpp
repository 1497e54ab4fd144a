// The end of a certificate, read with OpenSSL.
#include "crypto/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

namespace crypto {

std::optional<base::Instant> certificate_end(const std::string& file) {
    struct Close {
        void operator()(std::FILE* in) const { std::fclose(in); }
    };
    struct Free {
        void operator()(X509* certificate) const { X509_free(certificate); }
    };
    const std::unique_ptr<std::FILE, Close> in(std::fopen(file.c_str(), "re"));
    if (!in) return std::nullopt;
    const std::unique_ptr<X509, Free> certificate(PEM_read_X509(in.get(), nullptr, nullptr, nullptr));
    std::tm end{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1)
        return std::nullopt;
    return base::Instant(std::chrono::seconds(timegm(&end)));
}

}  // namespace crypto
