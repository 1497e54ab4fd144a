// What long work is at, for whoever sits at a terminal: one line on stderr that is written over and gone at
// the end. Nothing at all where stderr is no terminal.
#pragma once

#include <string_view>

namespace commands {

class Progress {
  public:
    Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { clear(); }
    // `what` is one short line of ours: "database as gate".
    void at(std::string_view what);
    // Before anything else is printed.
    void clear();

  private:
    bool terminal_;
    bool shown_ = false;
};

}  // namespace commands
