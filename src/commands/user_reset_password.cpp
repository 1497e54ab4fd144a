// `gatehouse user reset-password`: takes a password away, so that its owner sets a new one by mail, or sets
// one that comes by prompt or standard input. Never prints a password and never takes one from the command
// line, which every process can see.
#include <cstdio>

#include "commands/user_who.h"
#include "identity/forced_reset.h"

namespace commands {

namespace {

int set(app::Context& context, const identity::Account& account) {
    const auto password = read_new_secret("New password: ");
    if (!password) return fail(kBadInput, "the two are not the same; nothing was changed");
    if (const auto done = identity::set_password(context, account.id, *password); !done)
        return refuse(done.error(), "");
    std::printf("set a new password for %s\n", account.email.c_str());
    return kFine;
}

int run(const Arguments& arguments) {
    const bool sets = arguments.flag("--set");
    System system(arguments, database::Role::owner,
                  sets ? std::initializer_list<crypto::Ring>{crypto::Ring::identity}
                       : std::initializer_list<crypto::Ring>{});
    auto& context = system.context();
    const auto account = find_who(context, arguments);
    if (!account) return account.error();
    if (sets) return set(context, *account);
    if (const auto done = identity::withdraw_password(context, account->id); !done)
        return refuse(done.error(), "");
    std::printf("took away the password of %s; its owner is told by mail how to set a new one\n",
                account->email.c_str());
    return kFine;
}

}  // namespace

Command user_reset_password() {
    return {"user reset-password",
            "takes an account's password away and ends its sessions; its owner is told by mail how to set a "
            "new one",
            {who()},
            {{"--set", "",
              "sets a password instead, asked for or read from standard input; for who gets no mail"}},
            run};
}

}  // namespace commands
