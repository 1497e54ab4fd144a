// Users and grants. The texts here cannot take placeholders, so what goes in is quoted; passwords stand only
// in statements that the log cuts before IDENTIFIED.
#include "database/grants.h"

namespace database {

namespace {
std::string replaced(std::string text, std::string_view word, const std::string& by) {
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
        text.replace(at, word.size(), by);
    return text;
}

void ensure_user(Connection& connection, const std::string& account, const base::Secret& password,
                 bool mariadb) {
    const auto proof =
        password.empty() ? std::string(mariadb ? "IDENTIFIED VIA unix_socket" : "IDENTIFIED WITH auth_socket")
                         : "IDENTIFIED BY " + quoted(password.reveal());
    connection.execute_text("CREATE USER IF NOT EXISTS " + account + " " + proof);
    if (!password.empty()) connection.execute_text("ALTER USER " + account + " " + proof);
}
}  // namespace

const char* role_name(Role role) {
    constexpr std::array kNames = {"owner", "gate", "house", "courier"};
    return kNames[static_cast<size_t>(role)];
}

void apply_grants(Connection& connection, const std::string& schema, const std::string& host,
                  std::span<const Grantee> grantees, std::span<const std::string_view> grants) {
    const auto version = connection.query_text("SELECT VERSION()").front().text(0);
    const bool mariadb = version.find("MariaDB") != std::string::npos;
    const auto account = [&](const Grantee& grantee) { return quoted(grantee.user) + "@" + quoted(host); };
    for (const auto& grantee : grantees) ensure_user(connection, account(grantee), grantee.password, mariadb);
    for (const auto grant : grants) {
        auto text = replaced(std::string(grant), "{schema}", quoted_name(schema));
        for (const auto& grantee : grantees)
            text =
                replaced(std::move(text), fmt::format("{{{}}}", role_name(grantee.role)), account(grantee));
        connection.execute_text(text);
    }
}

std::string quoted(std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        throw base::ConfigError("a database name or password holds a zero byte");
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string quoted_name(std::string_view name) {
    std::string out = "`";
    for (const char c : name) {
        if (c == '`') out += '`';
        out += c;
    }
    return out + "`";
}

}  // namespace database
