// Forms that wait for a proof.
#include "identity/kept_form.h"

#include "base/json.h"
#include "crypto/sealed.h"

namespace identity {

namespace {

std::string row_of(const app::Context& context) {
    return fmt::format("{}:{}", context.actor.account.value(), context.actor.session);
}

}  // namespace

std::string keep_form(app::Context& context, const std::string& path, const http::Fields& fields) {
    base::Json::Object values;
    for (const auto& [name, value] : fields) {
        if (name != "csrf_token") values[name] = value;
    }
    const base::Json form = base::Json::Object{
        {"path", path}, {"fields", std::move(values)}, {"at", context.now().time_since_epoch().count()}};
    return crypto::seal(context.keys[crypto::Ring::shared], crypto::Purpose::seal,
                        {"kept_form", "fields", row_of(context)}, form.dump())
        .token;
}

std::optional<KeptForm> kept_form(app::Context& context, std::string_view kept) {
    try {
        const auto clear = crypto::open(context.keys[crypto::Ring::shared], crypto::Purpose::seal,
                                        {"kept_form", "fields", row_of(context)}, {std::string(kept)});
        const auto form = base::Json::parse(clear.reveal());
        if (!form || !form->find("at") || !form->find("fields")) return std::nullopt;
        const base::Instant at{std::chrono::microseconds(*form->find("at")->integer())};
        if (context.now() - at > context.config.seconds("session.half")) return std::nullopt;
        KeptForm found{std::string(form->text_at("path")), {}};
        for (const auto& [name, value] : *form->find("fields")->object())
            found.fields.add(name, *value.text());
        return found;
    } catch (const crypto::OpenError&) {
        return std::nullopt;
    }
}

}  // namespace identity
