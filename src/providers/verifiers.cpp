// Phone verification and look-up by name, from the configuration: the one place that knows their keys.
#include <random>

#include "base/error.h"
#include "providers/numverify.h"
#include "providers/vonage_v1.h"

namespace providers {

namespace {

// For local runs: no SMS leaves; every verification has the same code, and the log says so.
class LogVerifier final : public PhoneVerifier {
  public:
    explicit LogVerifier(base::Log& log) : log_(log) {}
    std::string_view name() const override { return "log"; }
    VerificationAnswer start(const base::PhoneNumber& number, CodeWay, std::string_view,
                             std::string_view) override {
        log_.info("sms.local", {{"number", number.masked()}, {"code", kCode}});
        return {Verification::started, fmt::format("local-{:016x}", std::random_device{}()), ""};
    }
    VerificationAnswer check(std::string_view, std::string_view code) override {
        return {code == kCode ? Verification::verified : Verification::wrong_code, "", ""};
    }
    VerificationAnswer next(std::string_view) override { return {Verification::started, "", ""}; }
    VerificationAnswer cancel(std::string_view) override { return {Verification::over, "", ""}; }

  private:
    static constexpr std::string_view kCode = "123456";
    base::Log& log_;
};

class NoDirectory final : public PhoneDirectory {
  public:
    std::string_view name() const override { return "none"; }
    PhoneLookup look_up(const base::PhoneNumber&) override { return {}; }
};

VonageSettings vonage_settings(const base::Configuration& config) {
    VonageSettings settings{
        .base_url = config.text("vonage.base_url"),
        .api_key = config.text("vonage.api_key"),
        .api_secret = config.secret("vonage.api_secret").copy(),
        .brand =
            config.text("vonage.brand").empty() ? config.text("portal.name") : config.text("vonage.brand"),
        .ca_file = config.text("providers.ca_file"),
        .deadline = config.milliseconds("vonage.deadline"),
    };
    if (const auto fault = base_url_fault(settings.base_url); !fault.empty())
        throw base::ConfigError("vonage.base_url: " + fault);
    if (settings.api_key.empty() || settings.api_secret.empty())
        throw base::ConfigError("vonage.api_key and vonage.api_secret: sms.provider vonage needs both");
    return settings;
}

NumverifySettings numverify_settings(const base::Configuration& config) {
    NumverifySettings settings{
        .base_url = config.text("numverify.base_url"),
        .access_key = config.secret("numverify.access_key").copy(),
        .ca_file = config.text("providers.ca_file"),
        .deadline = config.milliseconds("numverify.deadline"),
    };
    if (settings.access_key.empty())
        throw base::ConfigError("numverify.access_key: phone.lookup numverify needs it");
    const bool open = settings.base_url.starts_with("http://") && config.flag("numverify.plain_http_allowed");
    const auto fault = base_url_fault(settings.base_url);
    if (!fault.empty() && !open)
        throw base::ConfigError(
            "numverify.base_url: " + fault +
            "; the free plan has no HTTPS: numverify.plain_http_allowed = true sends key and "
            "numbers in the clear");
    return settings;
}

void refuse_log_in_production(const base::Configuration& config) {
    if (config.production())
        throw base::ConfigError("sms.provider: \"log\" sends nothing; not for production");
}

}  // namespace

std::string_view to_text(PhoneLookup::Verdict verdict) {
    switch (verdict) {
        case PhoneLookup::Verdict::valid: return "valid";
        case PhoneLookup::Verdict::invalid: return "invalid";
        case PhoneLookup::Verdict::not_checked: return "not_checked";
    }
    return "";
}

std::string_view to_text(Verification outcome) {
    switch (outcome) {
        case Verification::started: return "started";
        case Verification::running: return "running";
        case Verification::verified: return "verified";
        case Verification::wrong_code: return "wrong_code";
        case Verification::over: return "over";
        case Verification::undetermined: return "undetermined";
        case Verification::bad_number: return "bad_number";
        case Verification::unreachable_number: return "unreachable_number";
        case Verification::later: return "later";
        case Verification::unavailable: return "unavailable";
        case Verification::misconfigured: return "misconfigured";
    }
    return "";
}

std::unique_ptr<PhoneVerifier> make_phone_verifier(std::string_view name, const base::Configuration& config,
                                                   base::Log& log) {
    if (name == "vonage") return std::make_unique<VonageVerifier>(vonage_settings(config));
    if (name == "vonage_v1") return std::make_unique<VonageV1Verifier>(vonage_settings(config));
    if (name == "log") {
        refuse_log_in_production(config);
        return std::make_unique<LogVerifier>(log);
    }
    throw base::ConfigError(fmt::format("sms.provider: there is no provider \"{}\"", name));
}

std::unique_ptr<PhoneDirectory> make_phone_directory(std::string_view name, const base::Configuration& config,
                                                     base::Log&) {
    if (name == "none") return std::make_unique<NoDirectory>();
    if (name == "numverify") return std::make_unique<NumverifyDirectory>(numverify_settings(config));
    throw base::ConfigError(fmt::format("phone.lookup: there is no provider \"{}\"", name));
}

void check_phone_settings(const base::Configuration& config) {
    if (config.text("sms.provider") == "log")
        refuse_log_in_production(config);
    else
        vonage_settings(config);
    if (config.text("phone.lookup") == "numverify") numverify_settings(config);
}

}  // namespace providers
