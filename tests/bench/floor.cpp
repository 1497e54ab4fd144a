// What the figures are compared with: `floor list …` answers the my-tickets page from the same database with
// nothing but libfcgi, Connector/C++ with cached statements, a session query, a list query of 25 rows and one
// template: no escaping, no log, no checks of any kind. `floor constant …` answers a constant. Never part of
// the product.
//   floor list SOCKET WORKERS DATABASE_SOCKET USER PASSWORD TEMPLATE    the session's id comes as the query
//   string floor constant SOCKET WORKERS
#include <cppconn/driver.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <ctemplate/template.h>
#include <fcgiapp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

namespace {

using Answer = std::function<std::string(const FCGX_Request&)>;
const std::string kHead = "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";

class List {
  public:
    explicit List(char** words) : file_(words[3]) {
        sql::ConnectOptionsMap options;
        options["hostName"] = sql::SQLString(std::string("unix://") + words[0]);
        options["userName"] = sql::SQLString(words[1]);
        options["password"] = sql::SQLString(words[2]);
        options["schema"] = sql::SQLString("gatehouse");
        link_.reset(get_driver_instance()->connect(options));
        session_.reset(
            link_->prepareStatement("SELECT s.account_id, a.first_name FROM session s JOIN account a ON a.id "
                                    "= s.account_id WHERE s.id = ?"));
        list_.reset(
            link_->prepareStatement("SELECT number, status, category, priority, subject, updated_at FROM "
                                    "ticket WHERE requester_id = ? "
                                    "ORDER BY updated_at DESC, id DESC LIMIT 25"));
    }

    std::string answer(const FCGX_Request& request) {
        session_->setUInt64(1, std::strtoull(FCGX_GetParam("QUERY_STRING", request.envp), nullptr, 10));
        const std::unique_ptr<sql::ResultSet> who(session_->executeQuery());
        if (!who->next()) return "Status: 403 Forbidden\r\n\r\n";
        list_->setUInt64(1, who->getUInt64(1));
        const std::unique_ptr<sql::ResultSet> rows(list_->executeQuery());
        ctemplate::TemplateDictionary page("floor");
        page.SetValue("PERSON", who->getString(2).asStdString());
        while (rows->next()) {
            auto* row = page.AddSectionDictionary("TICKET");
            const char* names[] = {"NUMBER", "STATUS", "CATEGORY", "PRIORITY", "SUBJECT", "UPDATED"};
            for (unsigned i = 0; i < std::size(names); ++i)
                row->SetValue(names[i], rows->getString(i + 1).asStdString());
        }
        std::string out = kHead;
        ctemplate::ExpandTemplate(file_, ctemplate::STRIP_BLANK_LINES, &page, &out);
        return out;
    }

  private:
    std::string file_;
    std::unique_ptr<sql::Connection> link_;
    std::unique_ptr<sql::PreparedStatement> session_, list_;
};

int work(int listener, const Answer& answer) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    FCGX_Request request;
    FCGX_Init();
    FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        const auto text = answer(request);
        FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out);
        FCGX_Finish_r(&request);
    }
    return 1;
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 3 ? words[1] : "";
    if (!(what == "constant" && count == 4) && !(what == "list" && count == 8)) return 64;
    if (what == "list") ctemplate::LoadTemplate(words[7], ctemplate::STRIP_BLANK_LINES);
    const int listener = FCGX_OpenSocket(words[2], 1024);
    for (int i = std::atoi(words[3]); i > 0; --i) {
        if (fork() != 0) continue;
        if (what == "constant")
            return work(listener, [](const FCGX_Request&) { return kHead + "<p>Hello</p>\n"; });
        List list(words + 4);
        return work(listener, [&](const FCGX_Request& request) { return list.answer(request); });
    }
    wait(nullptr);
    return 70;  // a worker ended: whatever was measured is worth nothing
}
