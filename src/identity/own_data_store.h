// What is read for own_data.h alone. The asker stands in every WHERE clause; columns are those that the house
// pool may see.
#pragma once

#include <optional>
#include <vector>

#include "app/context.h"
#include "app/own_data.h"

namespace identity {

app::DataList own_profile(app::Context& context);
// The newest `most` of each.
app::DataList own_devices(app::Context& context, int most);
app::DataList own_trusted(app::Context& context, int most);
app::DataList own_consents(app::Context& context, int most);
app::DataList own_failures(app::Context& context, int most);
app::DataList own_acts(app::Context& context, int most);
// What others did to the account, without who and from where: that is theirs.
app::DataList acts_on_own(app::Context& context, int most);

struct OwnPhone {
    bool takes_text;
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
};
std::vector<OwnPhone> own_phones(app::Context& context);

}  // namespace identity
