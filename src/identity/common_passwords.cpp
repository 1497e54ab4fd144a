// Long passwords that guessing programs try first. Published lists hold almost nothing of 15 characters and
// more, so the list is short and three patterns do the rest: repetition, runs, and one character with little
// else.
#include <set>

#include "base/text.h"
#include "identity/passwords.h"

namespace identity {

namespace {

constexpr std::string_view kCommon[] = {
    "passwordpassword",
    "password12345678",
    "password1234567",
    "password123456789",
    "passwordpassword1",
    "mypasswordispassword",
    "thisismypassword",
    "thisisapassword",
    "letmeinletmeinletmein",
    "letmeinplease123",
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop123456",
    "qwertyuiop12345",
    "qwertyuiopasdfg",
    "qwertyuiopasdfgh",
    "1qaz2wsx3edc4rfv",
    "1qaz2wsx3edc4rfv5tgb",
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i",
    "zaq12wsxcde34rfv",
    "qazwsxedcrfvtgb",
    "asdfghjklzxcvbnm",
    "zxcvbnmasdfghjkl",
    "iloveyouiloveyou",
    "iloveyousomuch123",
    "iloveyouforever",
    "ihavenopassword",
    "administrator123",
    "administrator1234",
    "adminadminadmin",
    "superadministrator",
    "changemechangeme",
    "changeme12345678",
    "welcomewelcome1",
    "welcome123456789",
    "trustno1trustno1",
    "sunshinesunshine",
    "princessprincess",
    "footballfootball",
    "baseballbaseball",
    "monkeymonkeymonkey",
    "dragondragondragon",
    "starwarsstarwars",
    "supersecretpassword",
    "secretpassword123",
    "testtesttesttest",
    "testpassword123",
    "defaultpassword",
    "defaultpassword1",
    "temporarypassword",
    "mysecretpassword",
    "abcdefghijklmnopqrstuvwxyz",
    "aaaabbbbccccdddd",
    "p@ssw0rdp@ssw0rd",
    "passw0rdpassw0rd",
    "qwerty123456789",
    "qwertyqwertyqwerty",
    "1234qwerasdfzxcv",
    "q1w2e3r4t5y6u7i8",
    "jesuschristislord",
    "godisgoodallthetime",
    "unitedstatesofamerica",
};

// Made of one piece of at most six characters over and over.
bool repeats(std::string_view text) {
    for (size_t piece = 1; piece <= 6 && piece * 2 <= text.size(); ++piece) {
        size_t same = piece;
        while (same < text.size() && text[same] == text[same - piece]) ++same;
        if (same == text.size()) return true;
    }
    return false;
}

// Each character the one before plus (or minus) one, 9 followed by 0 counted too, but for two breaks.
bool runs(std::string_view text) {
    size_t breaks = 0;
    for (size_t i = 1; i < text.size(); ++i) {
        const int step = text[i] - text[i - 1];
        const bool wraps = (text[i - 1] == '9' && text[i] == '0') || (text[i - 1] == '0' && text[i] == '9');
        if (step != 1 && step != -1 && !wraps) ++breaks;
    }
    return breaks <= 2;
}

}  // namespace

bool is_common_password(std::string_view password) {
    const auto lower = base::to_lower(password);
    if (std::find(std::begin(kCommon), std::end(kCommon), lower) != std::end(kCommon)) return true;
    if (repeats(lower) || runs(lower)) return true;
    return std::set<char>(lower.begin(), lower.end()).size() <= 4;
}

}  // namespace identity
