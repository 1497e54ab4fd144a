// The one statement of the gate; the courier's is in courier/housekeeping.cpp.
#include "identity/unconfirmed_factor_store.h"

namespace identity {

constexpr database::Sql kInsert = "INSERT INTO unconfirmed_factor (ends_at) VALUES (?)";

std::uint64_t insert_unconfirmed(app::Context& context, std::chrono::seconds kept) {
    return context.database.insert(kInsert, context.now() + kept);
}

}  // namespace identity
