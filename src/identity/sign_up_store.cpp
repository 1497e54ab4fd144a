// Every statement about pending sign-ups; the browser stands in the WHERE clause.
#include "identity/sign_up_store.h"

#include "crypto/random.h"

namespace identity {

namespace {
std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}
}  // namespace

constexpr database::Sql kInsert =
    "INSERT INTO sign_up (browser, email, email_canonical, user_name, first_name, last_name, password_hash, "
    "created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

std::uint64_t insert_sign_up(app::Context& context, const SignUpForm& form,
                             const std::string& password_hash) {
    std::optional<std::string> user_name;
    if (!form.user_name.empty()) user_name = form.user_name;
    return context.database.insert(kInsert, browser_key(context), form.email.text(), form.email.canonical(),
                                   user_name, form.first_name, form.last_name, password_hash, context.now());
}

constexpr database::Sql kFind =
    "SELECT email, first_name, last_name, password_hash, user_name, proved_at FROM sign_up "
    "WHERE id = ? AND browser = ? AND created_at > ?";

std::optional<PendingSignUp> find_sign_up(app::Context& context, SignUpId id) {
    const auto oldest = context.now() - context.config.seconds("session.half");
    const auto row = context.database.query_one(kFind, id, browser_key(context), oldest);
    if (!row) return std::nullopt;
    return PendingSignUp{id,           row->text(0),       row->text(1),    row->text(2),
                         row->text(3), row->maybe_text(4), !row->is_null(5)};
}

constexpr database::Sql kProved = "UPDATE sign_up SET proved_at = ? WHERE id = ? AND proved_at IS NULL";

void mark_proved(app::Context& context, SignUpId id) {
    context.database.execute(kProved, context.now(), id);
}

constexpr database::Sql kDelete = "DELETE FROM sign_up WHERE id = ?";

bool delete_sign_up(app::Context& context, SignUpId id) {
    return context.database.execute(kDelete, id) == 1;
}

}  // namespace identity
