// Mail into a folder, one .eml a mail: for local runs. A file appears whole or not at all (written beside,
// synced, renamed); its name is the time and the mail's key, never the recipient.
#pragma once

#include "providers/mail_transport.h"

namespace providers {

class FolderTransport final : public MailTransport {
  public:
    // Makes the folder if it is missing; `mode` is that of the files.
    FolderTransport(std::string folder, unsigned mode);
    std::string_view name() const override { return "folder"; }
    Delivery send(const OutgoingMail& mail) override;
    Doubt doubt() const override { return {100, std::chrono::hours(24)}; }

  private:
    std::string folder_;
    unsigned mode_;
};

}  // namespace providers
